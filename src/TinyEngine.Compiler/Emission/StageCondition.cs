using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>When a step of a stage may run, as the generated loop asks it: the step has a next row, and its input rows are there.</summary>
/// <param name="Local">Number of the step in its stage.</param>
/// <param name="Events">Rows of the step.</param>
/// <param name="Terms">What it waits for: one comparison for each value that it reads of the stage.</param>
internal sealed record StageCondition(int Local, int Events, ImmutableArray<StageTerm> Terms)
{
    /// <summary>The condition of a step; null when it runs as part of a later one.</summary>
    public static StageCondition? Of(Schedule schedule, Stage stage, int step)
    {
        var flow = FlowOf(schedule, stage, step);
        if (flow.IsInlined)
            return null;
        var terms = ImmutableArray.CreateBuilder<StageTerm>();
        foreach (var read in flow.Reads)
        {
            ImmutableArray<int> last = [.. Enumerable.Range(0, read.Spans.Length).Select(read.Last)];
            var producer = schedule.Graph.Producer(read.Value);
            if (read.Value == stage.StreamedInput)
                terms.Add(new StageTerm(read.Value, null, null, schedule.RowsOf(read.Value), last));
            else if (stage.Contains(producer))
                terms.Add(
                    new StageTerm(
                        read.Value,
                        producer - stage.First,
                        FlowOf(schedule, stage, producer) is { Accumulates: true } sum ? sum.Events : null,
                        schedule.RowsOf(read.Value),
                        last
                    )
                );
        }

        return new StageCondition(step - stage.First, flow.Events, terms.ToImmutable());
    }

    /// <summary>Whether the step may run.</summary>
    /// <param name="next">The next row of each step of the stage.</param>
    /// <param name="arrived">Rows of the input that have arrived.</param>
    public bool Holds(IReadOnlyList<int> next, int arrived) =>
        next[Local] < Events && Terms.All(term => term.Holds(next[Local], next, arrived));

    /// <summary>The flow, with rows counted in the order in which they are computed.</summary>
    private static RowFlow FlowOf(Schedule schedule, Stage stage, int step)
    {
        var block = stage.NarrowOf(step);
        var own = block?.Window ?? step;
        var flow = RowFlow.Of(schedule.Graph, schedule.NodeOf(schedule.Steps[own]), schedule.Steps[own].Calls)!;
        if (block is { } narrow)
            flow =
                step == narrow.Project ? RowFlow.Narrow(schedule.NodeOf(schedule.Steps[narrow.Expand]).Inputs[0], flow) : RowFlow.Inlined;
        return stage.Climbs ? flow.Mirrored(schedule.RowsOf) : flow;
    }
}

/// <summary>"The last row that the next event reads is there."</summary>
/// <param name="Value">The value that is read.</param>
/// <param name="Producer">Number of the step in the stage that writes it; null for the streamed input.</param>
/// <param name="Sum">When that step adds up: how many rows, after which the value is there.</param>
/// <param name="Rows">Rows of the value.</param>
/// <param name="Last">For each event the last row that it reads; −1 for none.</param>
internal sealed record StageTerm(ValueId Value, int? Producer, int? Sum, int Rows, ImmutableArray<int> Last)
{
    /// <summary>The line that the last rows follow, as far as the map reaches; null when they follow none and need a table.</summary>
    public (int Stride, int Offset)? Line
    {
        get
        {
            var offset = Last[0];
            var stride = Last.Length > 1 ? Last[1] - Last[0] : 0;
            return Last.Index().All(row => row.Item == Math.Min((row.Index * stride) + offset, Rows - 1)) ? (stride, offset) : null;
        }
    }

    /// <summary>Whether the line runs past the map's last row, so that "all rows are there" is enough as well.</summary>
    public bool IsClipped => Line is var (stride, offset) && Last.Index().Any(row => row.Item != (row.Index * stride) + offset);

    /// <summary>Whether it holds before an event.</summary>
    public bool Holds(int occurrence, IReadOnlyList<int> next, int arrived)
    {
        var written =
            Producer is not { } step ? arrived
            : Sum is not { } events ? next[step]
            : next[step] == events ? 1
            : 0;
        return Line is not var (stride, offset)
            ? written > Last[occurrence]
            : written > (occurrence * stride) + offset || (IsClipped && written == Rows);
    }
}
