using System.Collections.Immutable;

namespace TinyEngine.Compiler.Scheduling.Ordering;

/// <summary>
/// Looks for an order of the operators that needs less memory than the model's. Between two steps where all paths meet, a dynamic programme
/// goes from set to set of steps that ran; how many bytes are live after a set does not depend on the order in which it ran, so only the
/// best way to each set is kept, and only the most promising sets of each size. Where the model's order is no worse it stays.
/// </summary>
internal static class OperatorOrder
{
    /// <summary>Longer ranges keep the model's order.</summary>
    private const int MostSteps = 64;

    /// <summary>Sets of each size that are followed.</summary>
    private const int MostSets = 500;

    /// <summary>Schedules of whole tensors that are worth a comparison: the model's order, and a better one if there seems to be
    /// any.</summary>
    /// <param name="layers">The schedule in the model's order.</param>
    public static ImmutableArray<Schedule> Candidates(Schedule layers)
    {
        var graph = layers.Graph;
        var ranges = OrderSegments.Of([.. graph.Nodes.Select((_, node) => graph.Predecessors(node))]).ToList();
        if (ranges.TrueForAll(range => Length(range) == 1))
            return [layers];
        var problem = new OrderProblem(layers);
        var order = Find(problem, ranges);
        return order.SequenceEqual(Enumerable.Range(0, problem.Count)) ? [layers] : [layers, layers.Reordered(order)];
    }

    private static int Length(Range range) => range.End.Value - range.Start.Value;

    private static ImmutableArray<int> Find(OrderProblem problem, List<Range> ranges)
    {
        var (live, found) = (problem.StartBytes, new List<(Range Steps, int ModelPeak, int Peak, ImmutableArray<int> Order)>());
        foreach (var range in ranges)
        {
            var (peak, after) = PeakOfModel(problem, range, live);
            var best = Length(range) is > 1 and <= MostSteps ? Search(problem, range, live) : (peak, []);
            found.Add((range, peak, Math.Min(peak, best.Peak), best.Order));
            live = after;
        }

        var goal = found.Select(range => range.Peak).DefaultIfEmpty(0).Max();
        return
        [
            .. found.SelectMany(range =>
                range.ModelPeak <= goal ? Enumerable.Range(range.Steps.Start.Value, Length(range.Steps)) : range.Order
            ),
        ];
    }

    private static (int Peak, int After) PeakOfModel(OrderProblem problem, Range range, int live)
    {
        var peak = 0;
        for (var step = range.Start.Value; step < range.End.Value; step++)
        {
            var running = step;
            (var during, live) = problem.Run(step, live, other => other < running);
            peak = Math.Max(peak, during);
        }

        return (peak, live);
    }

    private static (int Peak, ImmutableArray<int> Order) Search(OrderProblem problem, Range range, int live)
    {
        var (first, count) = (range.Start.Value, Length(range));
        var needs = Enumerable
            .Range(first, count)
            .Select(step =>
                problem.Predecessors[step].Where(other => other >= first).Aggregate(0UL, (set, other) => set | (1UL << (other - first)))
            )
            .ToArray();
        List<Ran> sets = [new Ran(0, 0, live, null, 0)];
        for (var size = 0; size < count; size++)
        {
            var next = new Dictionary<ulong, Ran>();
            foreach (var set in sets)
            {
                for (var local = 0; local < count; local++)
                {
                    var bit = 1UL << local;
                    if ((set.Steps & bit) != 0 || (set.Steps & needs[local]) != needs[local])
                        continue;
                    var (during, after) = problem.Run(first + local, set.Live, other =>
                        other < first || (other < first + count && (set.Steps >> (other - first) & 1) != 0)
                    );
                    var ran = new Ran(set.Steps | bit, Math.Max(set.Peak, during), after, set, local);
                    if (!next.TryGetValue(ran.Steps, out var known) || ran.Peak < known.Peak)
                        next[ran.Steps] = ran;
                }
            }

            sets = [.. next.Values.OrderBy(ran => ran.Peak).ThenBy(ran => ran.Live).ThenBy(ran => ran.Steps).Take(MostSets)];
        }

        var order = new List<int>();
        for (var set = sets[0]; set.Before is { } before; set = before)
            order.Add(first + set.Last);
        order.Reverse();
        return (sets[0].Peak, [.. order]);
    }

    /// <summary>A set of steps that ran, with the best way there.</summary>
    private sealed record Ran(ulong Steps, int Peak, int Live, Ran? Before, int Last);
}
