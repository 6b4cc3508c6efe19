using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>
/// Writes a stage as a loop: of the steps whose next row has all its input rows, it runs the latest, until none can run. What a step waits for
/// is one comparison for each value that it reads of the stage.
/// </summary>
internal sealed class StageWriter(CWriter c, CModel model, int number)
{
    private readonly Stage _stage = model.Schedule.Stages[number];

    /// <summary>Whether a stage needs the inputs struct.</summary>
    public static bool TakesInputs(CModel model, Stage stage) =>
        Enumerable.Range(stage.First, stage.Count).Any(step => TakesInputs(model, stage, step));

    /// <summary>Whether a step needs it: a narrow block does when its expansion reads an input.</summary>
    private static bool TakesInputs(CModel model, Stage stage, int step) => StepWriter.TakesInputs(model, model.Schedule.Steps[stage.NarrowOf(step)?.Expand ?? step]);

    /// <summary>C expression of the address of a stage's counters.</summary>
    public static string Counters(CModel model, int number) => $"(int16_t *)(void *)(arena + {model.Plan.CounterOffsets[number]})";

    /// <summary>Writes the stage's function.</summary>
    public void Write()
    {
        var takesInputs = TakesInputs(model, _stage);
        c.Line($"/* Steps {_stage.First} to {_stage.End - 1}, row by row{(_stage.Climbs ? " from the bottom to the top" : "")}: each computes its next row as soon as it can, the latest first. */");
        var conditions = Enumerable.Range(_stage.First, _stage.Count).Select(step => FlowOf(step).IsInlined ? "" : Condition(step)).ToImmutableArray();
        using (c.Function($"static void stage_{number}(uint8_t *arena{(takesInputs ? $", const {model.Name}_inputs *in" : "")})"))
        {
            c.Line("/* The next row of each step. */");
            c.Line($"int16_t *const next = {Counters(model, number)};");
            if (_stage.StreamedInput is not null)
                c.Line($"const int32_t arrived = *(const int32_t *)(const void *)(arena + {model.Plan.ArrivalOffset!.Value});");
            using (c.Block("for (;;)"))
            {
                for (var local = _stage.Count - 1; local >= 0; local--)
                {
                    var step = _stage.First + local;
                    if (conditions[local].Length == 0)
                        continue;
                    using (c.Block($"if ({conditions[local]})"))
                    {
                        c.Line($"TE_STEP(arena, {step});");
                        c.Line($"step_{step}({(TakesInputs(model, _stage, step) ? "arena, in" : "arena")}, {(_stage.Climbs ? $"{FlowOf(step).Events - 1} - next[{local}]" : $"next[{local}]")});");
                        c.Line($"next[{local}]++;");
                        c.Line("continue;");
                    }
                }

                c.Line("break;");
            }
        }

        c.Line();
    }

    private string Condition(int step)
    {
        var local = step - _stage.First;
        var flow = FlowOf(step);
        var terms = new List<string> { $"next[{local}] < {flow.Events}" };
        foreach (var read in flow.Reads)
        {
            if (read.Value == _stage.StreamedInput)
                AddTerm(terms, "arrived", step, read, local);
            else if (_stage.Contains(model.Graph.Producer(read.Value)))
                AddTerm(terms, Written(model.Graph.Producer(read.Value)), step, read, local);
        }

        return string.Join(" && ", terms);
    }

    /// <summary>The flow, with rows counted in the order in which they are computed.</summary>
    private RowFlow FlowOf(int step)
    {
        var own = _stage.NarrowOf(step)?.Window ?? step;
        var flow = RowFlow.Of(model.Graph, model.Schedule.NodeOf(model.Schedule.Steps[own]), model.Schedule.Steps[own].Calls)!;
        if (_stage.NarrowOf(step) is { } block)
            flow = step == block.Project ? RowFlow.Narrow(model.Schedule.NodeOf(model.Schedule.Steps[block.Expand]).Inputs[0], flow) : RowFlow.Inlined;
        return _stage.Climbs ? flow.Mirrored(model.Schedule.RowsOf) : flow;
    }

    /// <summary>C expression of the rows that a step has written.</summary>
    private string Written(int step) =>
        FlowOf(step) is { Accumulates: true } flow ? $"(next[{step - _stage.First}] == {flow.Events})" : $"next[{step - _stage.First}]";

    /// <summary>Adds "the last row that the next event reads is there".</summary>
    private void AddTerm(List<string> terms, string written, int step, RowRead read, int local)
    {
        var rows = model.Schedule.RowsOf(read.Value);
        ImmutableArray<int> last = [.. Enumerable.Range(0, read.Spans.Length).Select(read.Last)];
        if (Line(last, rows) is not { } line)
        {
            var table = $"last_{step}_{read.Value.Index}";
            c.Line($"static const int16_t {table}[{last.Length}] = {{ {string.Join(", ", last)} }};");
            terms.Add($"{written} > {table}[next[{local}]]");
            return;
        }

        var (stride, offset) = line;
        var product = stride switch { 0 => "", 1 => $"next[{local}]", _ => $"next[{local}] * {stride}" };
        var sum = product.Length == 0 ? $"{offset}" : offset == 0 ? product : offset > 0 ? $"{product} + {offset}" : $"{product} - {-offset}";
        terms.Add(last.Index().All(row => row.Item == (row.Index * stride) + offset) ? $"{written} > {sum}" : $"({written} > {sum} || {written} == {rows})");
    }

    /// <summary>The line that the last rows follow, as far as the map reaches; null when they follow none.</summary>
    private static (int Stride, int Offset)? Line(ImmutableArray<int> last, int rows)
    {
        var offset = last[0];
        var stride = last.Length > 1 ? last[1] - last[0] : 0;
        return last.Index().All(row => row.Item == Math.Min((row.Index * stride) + offset, rows - 1)) ? (stride, offset) : null;
    }
}
