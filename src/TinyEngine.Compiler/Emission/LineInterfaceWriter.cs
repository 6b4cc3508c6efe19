using TinyEngine.Compiler.CSource;
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
        using (c.Function($"void {model.Name}_begin({model.Name}_arena *a)"))
        {
            c.Line("uint8_t *const arena = a->bytes;");
            if (stage is not null)
                ModelWriter.ClearCounters(c, model, number);
            c.Line($"*(int32_t *)(void *)(arena + {model.Plan.ArrivalOffset!.Value}) = 0;");
            if (stage is not null && stage.Events[0].Step != RowEvent.Arrival)
                c.Line("/* Rows that lie in the padding wait for no row of the input. */").Line($"stage_{number}(arena);");
        }

        c.Line();
        WritePush(c, model, input, rows, number);
        c.Line();
        using (c.Function($"int {model.Name}_finish({model.Name}_arena *a, {model.Name}_outputs *out)"))
        {
            c.Line("uint8_t *const arena = a->bytes;");
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
        using (c.Function($"int {model.Name}_push_rows({model.Name}_arena *a, const {type} *rows, int32_t n)"))
        {
            c.Line("uint8_t *const arena = a->bytes;");
            c.Line($"int32_t *const arrived = (int32_t *)(void *)(arena + {model.Plan.ArrivalOffset!.Value});");
            using (c.Block($"if (n < 0 || *arrived < 0 || *arrived > {rows} - n)"))
                c.Line("return -1;");
            using (c.Block("for (int32_t i = 0; i < n; ++i)"))
            {
                var place = model.Schedule.Scattered.Contains(input) ? $"{model.RowTableSymbol(input)}[*arrived] * {MemoryPlan.Alignment}" : $"{model.Plan.Offsets[input.Index]!.Value}{Slot(layout, rows)}";
                c.Line($"memcpy(arena + {place}, (const uint8_t *)rows + i * {layout.RowStride}, {layout.RowStride});");
                c.Line("++*arrived;");
                if (number >= 0)
                    c.Line($"stage_{number}(arena);");
            }

            if (number >= 0)
                c.Line($"TE_STEP(arena, {model.Schedule.Steps.Length});");
            c.Line("return 0;");
        }
    }

    /// <summary>Distance of the next row's slot from the start of its buffer.</summary>
    private static string Slot(RowLayout layout, int rows) =>
        layout.Rows == 1 ? "" : layout.Rows < rows ? $" + (int32_t)((uint32_t)*arrived % {layout.Rows}u) * {layout.RowStride}" : $" + *arrived * {layout.RowStride}";
}
