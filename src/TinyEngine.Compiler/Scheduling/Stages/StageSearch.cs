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
/// faster than another. Stages that take more than the ceiling are no use.
/// </summary>
internal static class StageSearch
{
    /// <summary>Prices of everything that can start at each step.</summary>
    /// <param name="pricer">Prices the network's stages.</param>
    /// <param name="count">Steps of the network.</param>
    /// <param name="recompute">Whether narrow blocks are allowed, which compute some rows again.</param>
    /// <param name="ceiling">Bytes that no part may exceed; the smaller, the quicker the search.</param>
    public static PriceTable Price(StagePricer pricer, int count, bool recompute, long ceiling)
    {
        var prices = new PriceTable(count);
        var layers = Enumerable.Range(0, count).Select(pricer.Layer).ToList();
        ceiling = Math.Min(ceiling, layers.Select(price => price.Bytes).DefaultIfEmpty(0).Max());
        foreach (var price in layers.Where(price => price.Bytes <= ceiling))
            prices.Add(price);
        foreach (var price in Enumerable.Range(0, count).SelectMany(first => pricer.Stages(first, recompute, ceiling)))
            prices.Add(price);
        return prices;
    }

    /// <summary>All partitions worth considering, the fastest first, each next one smaller and slower.</summary>
    public static ImmutableArray<Partition> Solve(PriceTable prices)
    {
        var labels = Enumerable.Range(0, prices.Count + 1).Select(_ => new PartitionLabels()).ToArray();
        labels[0].Start();
        for (var first = 0; first < prices.Count; first++)
        {
            labels[first].Thin();
            foreach (var (end, choices) in prices.From(first))
                labels[end].Extend(labels[first], choices);
        }

        labels[^1].Thin();
        return [.. labels[^1].All.Reverse().Select(label => new Partition(label.Parts(), label.Bytes, label.Overhead))];
    }
}
