using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>A way to cut the network into stages and single steps.</summary>
/// <param name="Parts">The parts in running order.</param>
/// <param name="Bytes">Estimated arena: the fullest part.</param>
/// <param name="Overhead">Estimated instructions on top of those of whole tensors.</param>
internal sealed record Partition(ImmutableArray<StagePrice> Parts, int Bytes, long Overhead)
{
    /// <summary>Multiply-accumulates that are computed again.</summary>
    public long ExtraMacs => Parts.Sum(part => part.ExtraMacs);
}

/// <summary>
/// Finds the best cuts of the ordered network by dynamic programming: for every cut the ways to get there of which none is both smaller and
/// faster than another. A candidate stage whose rings alone exceed the ceiling is no use, and neither is any longer one.
/// </summary>
internal static class StageSearch
{
    private const int LongestStage = 40;
    private const int LabelsPerCut = 24;
    private const int MostRounds = 30;

    /// <summary>All partitions worth considering, the fastest first, each next one smaller and slower.</summary>
    /// <param name="flow">The network.</param>
    /// <param name="streamed">The network's input when its rows arrive one by one.</param>
    /// <param name="recompute">Whether narrow blocks are allowed, which compute some rows again.</param>
    /// <param name="ceiling">Bytes that no part may exceed; the smaller, the quicker the search.</param>
    /// <param name="place">Places the buffers of a stage and tells how many bytes they took.</param>
    /// <remarks>Prices start as lower bounds. Only the stages of partitions that win are placed; then the search runs again, until nothing that
    /// wins is a bound.</remarks>
    public static ImmutableArray<Partition> Explore(NetworkFlow flow, ValueId? streamed, bool recompute, long ceiling, Func<StagePrice, int> place)
    {
        var prices = Price(flow, new StagePricer(flow, streamed), recompute, ceiling);
        for (var round = 0; ; round++)
        {
            var winners = Solve(flow.Count, prices);
            var open = winners.SelectMany(partition => partition.Parts).Where(part => part.IsStage && !part.IsExact).Distinct().ToList();
            if (open.Count == 0 || round == MostRounds)
                return winners;
            foreach (var part in open)
            {
                var list = prices[part.First];
                var exact = part with { Bytes = Math.Max(part.Bytes, place(part)), IsExact = true };
                list.Remove(part);
                if (exact.Bytes <= ceiling)
                    list.Add(exact);
            }
        }
    }

    /// <summary>Prices of everything that can start at each step.</summary>
    private static List<StagePrice>[] Price(NetworkFlow flow, StagePricer pricer, bool recompute, long ceiling)
    {
        var prices = Enumerable.Range(0, flow.Count).Select(step => new List<StagePrice> { pricer.Layer(step) }).ToArray();
        ceiling = Math.Min(ceiling, prices.Select(price => price[0].Bytes).DefaultIfEmpty(0).Max());
        foreach (var list in prices)
            list.RemoveAll(price => price.Bytes > ceiling);
        for (var first = 0; first < flow.Count; first++)
        {
            var shortest = pricer.Streams(first, first + 1) ? first + 1 : first + 2;
            var longest = Math.Min(flow.Count, first + LongestStage);
            if (flow.Flows[first] is null)
                continue;
            for (var end = shortest; end <= longest && flow.Flows[end - 1] is not null; end++)
            {
                if (pricer.Minimum(first, end) > ceiling)
                    continue;
                var found = pricer.Stage(first, end).Take(recompute ? int.MaxValue : 1).ToList();
                prices[first].AddRange(found.Where(price => price.Bytes <= ceiling));
                if (found.Count > 0 && found.TrueForAll(price => price.LocalBytes > ceiling))
                    break;
            }
        }

        return prices;
    }

    private static ImmutableArray<Partition> Solve(int count, List<StagePrice>[] prices)
    {
        var labels = new List<Label>[count + 1];
        for (var cut = 0; cut <= count; cut++)
            labels[cut] = [];
        labels[0].Add(new Label(null, null, 0, 0));
        for (var first = 0; first < count; first++)
        {
            foreach (var price in prices[first])
                Extend(labels, first, price);
        }

        return [.. labels[count].OrderBy(label => label.Overhead).Select(label => new Partition(label.Parts(), label.Bytes, label.Overhead))];
    }

    private static void Extend(List<Label>[] labels, int from, StagePrice price)
    {
        foreach (var label in labels[from])
            Add(labels[price.End], new Label(label, price, Math.Max(label.Bytes, price.Bytes), label.Overhead + price.Overhead));
    }

    private static void Add(List<Label> labels, Label candidate)
    {
        if (labels.Exists(label => label.Bytes <= candidate.Bytes && label.Overhead <= candidate.Overhead))
            return;
        labels.RemoveAll(label => label.Bytes >= candidate.Bytes && label.Overhead >= candidate.Overhead);
        labels.Add(candidate);
        if (labels.Count > LabelsPerCut)
            Thin(labels);
    }

    /// <summary>Keeps both ends and drops the label that is closest in size to a neighbour.</summary>
    private static void Thin(List<Label> labels)
    {
        labels.Sort((a, b) => a.Bytes.CompareTo(b.Bytes));
        var closest = 1;
        for (var i = 1; i < labels.Count - 1; i++)
        {
            if (labels[i + 1].Bytes - labels[i - 1].Bytes < labels[closest + 1].Bytes - labels[closest - 1].Bytes)
                closest = i;
        }

        labels.RemoveAt(closest);
    }

    private sealed record Label(Label? Before, StagePrice? Part, int Bytes, long Overhead)
    {
        public ImmutableArray<StagePrice> Parts()
        {
            var parts = new List<StagePrice>();
            for (var label = this; label.Part is { } part; label = label.Before!)
                parts.Add(part);
            parts.Reverse();
            return [.. parts];
        }
    }
}
