using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>The rows of one value that a step reads, event by event.</summary>
/// <param name="Value">The value.</param>
/// <param name="First">For each event the first row that it or a later event reads; for one past the last event, and where nothing is read any more,
/// the number of rows.</param>
/// <param name="Last">For each event the last row that it reads; −1 for none.</param>
internal sealed record RowRead(ValueId Value, ImmutableArray<int> First, ImmutableArray<int> Last);

/// <summary>
/// How a step takes part in a stage: what each of its events reads. An event computes a row of the output, or takes a row of the input where the
/// step accumulates; then the last event also writes the output.
/// </summary>
internal sealed class RowFlow
{
    private RowFlow(int events, bool accumulates, ImmutableArray<RowRead> reads) => (Events, Accumulates, Reads) = (events, accumulates, reads);

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
    public static RowFlow? Of(Graph.Graph graph, Node node, ImmutableArray<KernelCall> calls)
    {
        int Rows(ValueId id) => RowLayout.Dense(graph[id].Type).Rows;
        if (calls is [AccumulateCall accumulate])
        {
            var every = Enumerable.Range(0, accumulate.Rows);
            return new RowFlow(accumulate.Rows, true, [new RowRead(node.Inputs[0], [.. every, accumulate.Rows], [.. every])]);
        }

        if (calls.IsEmpty || node.Outputs.Count != 1 || !calls.All(call => call is RowCall))
            return null;
        if (node.Op is not IRowOperator op || !op.HasRows(graph.TypesOf(node)))
            return null;
        var events = Rows(node.Outputs[0]);
        var reads = calls.Cast<RowCall>().SelectMany(call => call.Sources)
            .GroupBy(source => node.Inputs[source.Operand])
            .Where(group => !graph[group.Key].IsConstant)
            .Select(group => Read(group.Key, [.. group.Select(source => source.Index).Distinct()], events, Rows(group.Key)));
        return new RowFlow(events, false, [.. reads]);
    }

    private static RowRead Read(ValueId value, ImmutableArray<RowIndex> taps, int events, int rows)
    {
        var (first, last) = (new int[events + 1], new int[events]);
        first[events] = rows;
        for (var y = events - 1; y >= 0; y--)
        {
            (first[y], last[y]) = (first[y + 1], -1);
            foreach (var tap in taps)
            {
                var row = tap.At(y);
                if (row < 0 || row >= rows)
                    continue;
                first[y] = Math.Min(first[y], row);
                last[y] = Math.Max(last[y], row);
            }
        }

        return new RowRead(value, [.. first], [.. last]);
    }
}
