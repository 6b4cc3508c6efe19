using System.Collections.Immutable;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>The prices of everything that a network can be cut into, by first step and end.</summary>
internal sealed class PriceTable
{
    private readonly SortedDictionary<int, Choices>[] _byFirst;

    /// <summary>An empty table.</summary>
    /// <param name="count">Steps of the network.</param>
    public PriceTable(int count) => _byFirst = [.. Enumerable.Range(0, count).Select(_ => new SortedDictionary<int, Choices>())];

    /// <summary>Number of steps.</summary>
    public int Count => _byFirst.Length;

    /// <summary>Adds a price.</summary>
    public void Add(StagePrice price)
    {
        if (!_byFirst[price.First].TryGetValue(price.End, out var choices))
            _byFirst[price.First][price.End] = choices = new Choices();
        choices.All.Add(price);
        choices.Best = default;
    }

    /// <summary>Takes a price out.</summary>
    public void Remove(StagePrice price)
    {
        var choices = _byFirst[price.First][price.End];
        choices.All.Remove(price);
        choices.Best = default;
    }

    /// <summary>For each end of what begins with a step the prices that no other one for the same steps beats, the smallest
    /// first.</summary>
    public IEnumerable<(int End, ImmutableArray<StagePrice> Prices)> From(int first)
    {
        foreach (var (end, choices) in _byFirst[first])
        {
            if (choices.Best.IsDefault)
                choices.Best = WithoutBeaten(choices.All);
            if (!choices.Best.IsEmpty)
                yield return (end, choices.Best);
        }
    }

    private static ImmutableArray<StagePrice> WithoutBeaten(List<StagePrice> prices)
    {
        var best = new List<StagePrice>();
        foreach (var price in prices.OrderBy(price => price.Overhead).ThenBy(price => price.Bytes))
        {
            if (best.Count == 0 || price.Bytes < best[^1].Bytes)
                best.Add(price);
        }

        best.Reverse();
        return [.. best];
    }

    private sealed class Choices
    {
        public List<StagePrice> All { get; } = [];

        public ImmutableArray<StagePrice> Best { get; set; }
    }
}
