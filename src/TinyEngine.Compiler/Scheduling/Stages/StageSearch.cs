using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>A way to cut the network into stages and single steps.</summary>
/// <param name="Parts">The parts in running order.</param>
/// <param name="Bytes">Estimated arena: the fullest part.</param>
/// <param name="Overhead">Estimated instructions on top of those of whole tensors.</param>
internal sealed record Partition(ImmutableArray<StagePrice> Parts, int Bytes, long Overhead);

/// <summary>
/// Finds the best cuts of the ordered network by dynamic programming: for every cut the ways to get there of which none is both smaller and
/// faster than another. A candidate stage whose rings alone exceed the best whole-tensor peak is no use, and neither is any longer one.
/// </summary>
internal static class StageSearch
{
    private const int LongestStage = 72;
    private const int LabelsPerCut = 24;

    /// <summary>All partitions worth considering, the fastest first, each next one smaller and slower.</summary>
    /// <param name="flow">The network.</param>
    /// <param name="streamed">The network's input when its rows arrive one by one.</param>
    /// <param name="external">Whether inputs take no room in the arena.</param>
    public static ImmutableArray<Partition> Explore(NetworkFlow flow, ValueId? streamed, bool external)
    {
        var pricer = new StagePricer(flow, streamed, external);
        var layers = Enumerable.Range(0, flow.Count).Select(pricer.Layer).ToArray();
        var ceiling = layers.Select(layer => layer.Bytes).DefaultIfEmpty(0).Max();
        var labels = new List<Label>[flow.Count + 1];
        for (var cut = 0; cut <= flow.Count; cut++)
            labels[cut] = [];
        labels[0].Add(new Label(null, null, 0, 0));
        for (var first = 0; first < flow.Count; first++)
        {
            Extend(labels, first, layers[first]);
            if (flow.Flows[first] is null)
                continue;
            for (var end = pricer.Streams(first, first + 1) ? first + 1 : first + 2; end <= Math.Min(flow.Count, first + LongestStage) && flow.Flows[end - 1] is not null; end++)
            {
                if (pricer.Stage(first, end) is not { } price)
                    continue;
                if (price.Bytes <= ceiling)
                    Extend(labels, first, price);
                else if (price.LocalBytes > ceiling)
                    break;
            }
        }

        return [.. labels[flow.Count].OrderBy(label => label.Overhead).Select(label => new Partition(label.Parts(), label.Bytes, label.Overhead))];
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
