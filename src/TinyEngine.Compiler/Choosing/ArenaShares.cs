using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;

namespace TinyEngine.Compiler.Choosing;

/// <summary>Divides RAM among networks of which each has an arena of its own.</summary>
internal static class ArenaShares
{
    /// <summary>The plans that together fit and cost least.</summary>
    /// <param name="fronts">The plans of each network.</param>
    /// <param name="bytes">RAM that there is for all arenas.</param>
    /// <param name="cost">What a run of a plan costs.</param>
    /// <returns>A plan for each network, or null when even the smallest ones do not fit.</returns>
    public static ImmutableArray<MemoryPlan>? Fastest(
        IEnumerable<ImmutableArray<PlanPoint>> fronts,
        long bytes,
        Func<MemoryPlan, long> cost
    )
    {
        ArgumentNullException.ThrowIfNull(fronts);
        ArgumentNullException.ThrowIfNull(cost);
        List<Choice> choices = [new(0, 0, [])];
        foreach (var front in fronts)
        {
            var prices = front.Select(point => (point.Plan, Cost: cost(point.Plan))).ToList();
            var longer = choices
                .SelectMany(choice => prices.Select(next => choice.With(next.Plan, next.Cost)))
                .Where(choice => choice.Bytes <= bytes)
                .OrderBy(choice => choice.Bytes)
                .ThenBy(choice => choice.Cost);
            choices = [];
            foreach (var choice in longer)
            {
                // Of those that are as small, only what is faster is worth going on with.
                if (choices.Count == 0 || choice.Cost < choices[^1].Cost)
                    choices.Add(choice);
            }
        }

        return choices.Count == 0 ? null : choices[^1].Plans;
    }

    private sealed record Choice(long Bytes, long Cost, ImmutableArray<MemoryPlan> Plans)
    {
        public Choice With(MemoryPlan plan, long cost) => new(Bytes + plan.ArenaBytes, Cost + cost, Plans.Add(plan));
    }
}
