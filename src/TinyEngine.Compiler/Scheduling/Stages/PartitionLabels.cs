using System.Collections.Immutable;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>A way to run all steps before a cut.</summary>
/// <param name="Before">The way to run those before its last part; null at the start.</param>
/// <param name="Part">Its last part.</param>
/// <param name="Bytes">The fullest part.</param>
/// <param name="Overhead">Estimated instructions on top of those of whole tensors.</param>
internal sealed record PartitionLabel(PartitionLabel? Before, StagePrice? Part, int Bytes, long Overhead)
{
    /// <summary>The parts in running order.</summary>
    public ImmutableArray<StagePrice> Parts()
    {
        var parts = new List<StagePrice>();
        for (var label = this; label.Part is { } part; label = label.Before!)
            parts.Add(part);
        parts.Reverse();
        return [.. parts];
    }
}

/// <summary>The ways to reach a cut of which none is both smaller and faster than another: sorted by bytes, the smallest and slowest
/// first.</summary>
internal sealed class PartitionLabels
{
    private const int Most = 24;

    private readonly List<PartitionLabel> _labels = [];

    /// <summary>The ways, the smallest first.</summary>
    public IReadOnlyList<PartitionLabel> All => _labels;

    /// <summary>Adds the only way to reach the start.</summary>
    public void Start() => _labels.Add(new PartitionLabel(null, null, 0, 0));

    /// <summary>Adds the ways that lead through another cut and then run the same steps at one of some prices. For each size only the
    /// fastest way to get there and the fastest price count.</summary>
    /// <param name="before">The ways to reach that cut.</param>
    /// <param name="prices">Prices, the smallest and slowest first.</param>
    public void Extend(PartitionLabels before, ImmutableArray<StagePrice> prices)
    {
        var (label, price) = (0, 0);
        while (label < before._labels.Count)
        {
            Offer(before._labels[label], prices[price]);
            var nextLabel = label + 1 < before._labels.Count ? before._labels[label + 1].Bytes : int.MaxValue;
            var nextPrice = price + 1 < prices.Length ? prices[price + 1].Bytes : int.MaxValue;
            if (nextLabel == int.MaxValue && nextPrice == int.MaxValue)
                return;
            if (nextLabel <= nextPrice)
                label++;
            if (nextPrice <= nextLabel)
                price++;
        }
    }

    /// <summary>Drops labels that are close in size to their neighbours until few enough are left; both ends stay.</summary>
    public void Thin()
    {
        while (_labels.Count > Most)
        {
            var closest = 1;
            for (var i = 1; i < _labels.Count - 1; i++)
            {
                if (_labels[i + 1].Bytes - _labels[i - 1].Bytes < _labels[closest + 1].Bytes - _labels[closest - 1].Bytes)
                    closest = i;
            }

            _labels.RemoveAt(closest);
        }
    }

    private void Offer(PartitionLabel before, StagePrice price)
    {
        var (bytes, overhead) = (Math.Max(before.Bytes, price.Bytes), before.Overhead + price.Overhead);
        var at = FirstLarger(bytes);
        if (at > 0 && _labels[at - 1].Overhead <= overhead)
            return;
        var from = at;
        while (from > 0 && _labels[from - 1].Bytes == bytes)
            from--;
        var to = at;
        while (to < _labels.Count && _labels[to].Overhead >= overhead)
            to++;
        _labels.RemoveRange(from, to - from);
        _labels.Insert(from, new PartitionLabel(before, price, bytes, overhead));
    }

    /// <summary>Index of the first label with more bytes.</summary>
    private int FirstLarger(int bytes)
    {
        var (low, high) = (0, _labels.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_labels[middle].Bytes <= bytes)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
