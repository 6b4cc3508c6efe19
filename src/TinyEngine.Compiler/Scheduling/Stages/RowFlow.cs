using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>The rows of one value that a step reads, event by event.</summary>
/// <param name="Value">The value.</param>
/// <param name="Spans">For each event the rows that it reads, from the first to the last; empty for none.</param>
/// <param name="First">For each event the first row that it or a later event reads; for one past the last event, and where nothing is read
/// any more, the number of rows.</param>
internal sealed record RowRead(ValueId Value, ImmutableArray<RowRange> Spans, ImmutableArray<int> First)
{
    /// <summary>The last row that an event reads; −1 for none.</summary>
    public int Last(int occurrence) => Spans[occurrence] is { IsEmpty: false } span ? span.End - 1 : -1;

    /// <summary>Reads with these spans.</summary>
    public static RowRead Of(ValueId value, ImmutableArray<RowRange> spans, int rows)
    {
        var first = new int[spans.Length + 1];
        first[^1] = rows;
        for (var y = spans.Length - 1; y >= 0; y--)
            first[y] = spans[y].IsEmpty ? first[y + 1] : Math.Min(first[y + 1], spans[y].Start);
        return new RowRead(value, spans, [.. first]);
    }
}

/// <summary>
/// How a step takes part in a stage: what each of its events reads. An event computes a row of the output, or takes a row of the input
/// where the step accumulates; then the last event also writes the output.
/// </summary>
internal sealed class RowFlow
{
    private RowFlow(int events, bool accumulates, ImmutableArray<RowRead> reads) =>
        (Events, Accumulates, Reads) = (events, accumulates, reads);

    /// <summary>The flow of a step that is computed as part of a later one: it has no events.</summary>
    public static RowFlow Inlined { get; } = new(0, false, []);

    /// <summary>The flow of the projection of a narrow block: it reads the rows that the window needs of the expansion's input.</summary>
    /// <param name="input">The expansion's input.</param>
    /// <param name="window">The flow of the window.</param>
    public static RowFlow Narrow(ValueId input, RowFlow window) => new(window.Events, false, [window.Reads[0] with { Value = input }]);

    /// <summary>Whether the step is computed as part of a later one.</summary>
    public bool IsInlined => Events == 0;

    /// <summary>Number of events.</summary>
    public int Events { get; }

    /// <summary>Whether the output comes with the last event, whole.</summary>
    public bool Accumulates { get; }

    /// <summary>What it reads of values that are not constant, each value once.</summary>
    public ImmutableArray<RowRead> Reads { get; }

    /// <summary>The flow of a node; null when it needs whole tensors, which ends a stage.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="node">The node.</param>
    /// <param name="calls">Its kernel calls.</param>
    public static RowFlow? Of(Network graph, Node node, ImmutableArray<KernelCall> calls)
    {
        int Rows(ValueId id) => RowLayout.Dense(graph[id].Type).Rows;
        if (calls is [AccumulateCall { Rows: <= short.MaxValue } accumulate])
        {
            var every = Enumerable.Range(0, accumulate.Rows).Select(row => new RowRange(row, row + 1));
            return new RowFlow(accumulate.Rows, true, [RowRead.Of(node.Inputs[0], [.. every], accumulate.Rows)]);
        }

        if (node.Op is not IRowOperator || graph.WhyWholeTensors(node) is not null || calls.IsEmpty || !calls.All(call => call is RowCall))
            return null;
        var events = Rows(node.Outputs[0]);
        if (events > short.MaxValue || node.Inputs.Items.Any(id => Rows(id) > short.MaxValue))
            return null;
        var reads = calls
            .Cast<RowCall>()
            .SelectMany(call => call.Sources)
            .GroupBy(source => node.Inputs[source.Operand])
            .Where(group => !graph[group.Key].IsConstant)
            .Select(group => Read(group.Key, [.. group.Select(source => source.Index).Distinct()], events, Rows(group.Key)));
        return new RowFlow(events, false, [.. reads]);
    }

    /// <summary>The same with all rows counted from the last one, for stages that run from the bottom to the top.</summary>
    /// <param name="rows">Rows of a value.</param>
    public RowFlow Mirrored(Func<ValueId, int> rows) =>
        new(Events, Accumulates, [.. Reads.Select(read => Mirrored(read, rows(read.Value)))]);

    private static RowRead Mirrored(RowRead read, int rows)
    {
        var spans = read.Spans.Reverse().Select(span => span.IsEmpty ? span : new RowRange(rows - span.End, rows - span.Start));
        return RowRead.Of(read.Value, [.. spans], rows);
    }

    private static RowRead Read(ValueId value, ImmutableArray<RowIndex> taps, int events, int rows)
    {
        var spans = new RowRange[events];
        for (var y = 0; y < events; y++)
        {
            var reached = taps.Select(tap => tap.At(y)).Where(row => row >= 0 && row < rows).ToList();
            spans[y] = reached.Count == 0 ? default : new RowRange(reached.Min(), reached.Max() + 1);
        }

        return RowRead.Of(value, [.. spans], rows);
    }
}
