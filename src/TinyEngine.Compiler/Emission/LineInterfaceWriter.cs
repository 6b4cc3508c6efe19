using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes the functions that take the input row by row: begin, push_rows, finish.</summary>
internal static class LineInterfaceWriter
{
    /// <summary>Writes them.</summary>
    public static void Write(CWriter c, CModel model)
    {
        var input = model.Graph.Inputs[0];
        var rows = model.Schedule.RowsOf(input);
        var stage = model.Schedule.Stages.FirstOrDefault(stage => stage.StreamedInput is not null);
        var number = stage is null ? -1 : model.Schedule.Stages.IndexOf(stage);
        using (c.Function($"void {model.Name}_begin({Parameters(model)})"))
        {
            WriteStart(c, model);
            if (stage is not null)
                ModelWriter.ClearCounters(c, model, number);
            c.Line($"*(int32_t *)(void *)(arena + {model.Plan.ArrivalOffset!.Value}) = 0;");
            if (stage is not null && stage.Events[0].Step != RowEvent.Arrival)
                c.Line("/* Rows that lie in the padding wait for no row of the input. */")
                    .Line($"stage_{number}({StageWriter.Arguments(model, stage)});");
        }

        c.Line();
        WritePush(c, model, input, rows, number);
        c.Line();
        using (c.Function($"int {model.Name}_finish({model.Name}_arena *a, {model.OutputsParameter})"))
        {
            WriteStart(c, model);
            c.Line($"int32_t *const arrived = (int32_t *)(void *)(arena + {model.Plan.ArrivalOffset!.Value});");
            using (c.Block($"if (*arrived != {rows})"))
                c.Line("return -1;");
            c.Line("*arrived = -1;");
            ModelWriter.WriteSteps(c, model, stage?.End ?? 0);
            ModelWriter.WriteOutputs(c, model);
        }
    }

    private static void WritePush(CWriter c, CModel model, ValueId input, int rows, int number)
    {
        var layout = model.Schedule.LayoutOf(input);
        var type = CModel.CType(model.Graph[input].Type.DType);
        using (c.Function($"int {model.Name}_push_rows({Parameters(model, $"const {type} *rows, int32_t n")})"))
        {
            WriteStart(c, model);
            c.Line($"int32_t *const arrived = (int32_t *)(void *)(arena + {model.Plan.ArrivalOffset!.Value});");
            using (c.Block($"if (n < 0 || *arrived < 0 || *arrived > {rows} - n)"))
                c.Line("return -1;");
            using (c.Block("for (int32_t i = 0; i < n; ++i)"))
            {
                var place = model.Schedule.Scattered.Contains(input)
                    ? $"{model.RowTableSymbol(input)}[*arrived] * {MemoryPlan.Alignment}"
                    : $"{model.Plan.Offsets[input.Index]!.Value}{Slot(layout, rows)}";
                c.Line($"memcpy(arena + {place}, (const uint8_t *)rows + i * {layout.RowStride}, {layout.RowStride});");
                c.Line("++*arrived;");
                if (number >= 0)
                    c.Line($"stage_{number}({StageWriter.Arguments(model, model.Schedule.Stages[number])});");
            }

            if (number >= 0)
                c.Line($"TE_STEP(arena, {model.Schedule.Steps.Length});");
            c.Line("return 0;");
        }
    }

    /// <summary>Parameters of begin and push_rows in C; HeaderWriter declares the functions with the same.</summary>
    public static string Parameters(CModel model, string own = "") =>
        string.Join(
            ", ",
            new[] { $"{model.Name}_arena *a", own, model.DeliversRows ? model.OutputsParameter : "" }.Where(parameter =>
                parameter.Length > 0
            )
        );

    /// <summary>First lines of each function. Which of them computes rows of outputs depends on the schedule.</summary>
    private static void WriteStart(CWriter c, CModel model)
    {
        c.Line("uint8_t *const arena = a->bytes;");
        if (model.DeliversRows)
            c.Line("(void)out;");
    }

    /// <summary>Distance of the next row's slot from the start of its buffer.</summary>
    private static string Slot(RowLayout layout, int rows) =>
        layout.Rows == 1 ? ""
        : layout.Rows < rows ? $" + (int32_t)((uint32_t)*arrived % {layout.Rows}u) * {layout.RowStride}"
        : $" + *arrived * {layout.RowStride}";
}
