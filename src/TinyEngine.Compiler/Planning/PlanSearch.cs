using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Ordering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>How a network is cut into steps and stages.</summary>
public enum ScheduleKind
{
    /// <summary>The fastest plan that fits the RAM there is; without a limit, the fastest.</summary>
    Auto,

    /// <summary>One operator after the other over whole tensors.</summary>
    Layers,

    /// <summary>The smallest arena without computing anything twice.</summary>
    Stream,

    /// <summary>The first operators once for each patch of a map, the others one after the other.</summary>
    Patches,
}

/// <summary>Chooses among the plans of a network.</summary>
internal static class PlanSearch
{
    /// <summary>Candidates whose estimate is this close to the best are placed with care, to see which is really the smallest.</summary>
    private const double Near = 1.06;

    private const int MostPlaced = 3;

    /// <summary>A plan that saves a smaller share of the RAM of a faster one is not worth having.</summary>
    private const double LeastSaving = 0.01;

    /// <summary>Shares of the ceiling under which the smallest plan is looked for, one after the other.</summary>
    private static readonly double[] CeilingShares = [0.3, 0.5, 0.75, 1];

    /// <summary>Finds the plan that was asked for.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="kind">Kind of schedule.</param>
    /// <param name="inputMode">Where inputs are.</param>
    /// <param name="sramBytes">RAM that there is for the arena; null when it does not matter. When nothing fits, the smallest plan is
    /// returned.</param>
    /// <param name="maxOverhead">The most multiply-accumulates that a plan may take, in relation to the network's own; 1 computes nothing
    /// twice.</param>
    public static MemoryPlan Find(
        Schedule layers,
        ScheduleKind kind,
        InputMode inputMode,
        long? sramBytes,
        double maxOverhead = double.PositiveInfinity
    )
    {
        ArgumentNullException.ThrowIfNull(layers);
        var plans = OperatorOrder.Candidates(layers).Select(order => FindInOrder(order, kind, inputMode, sramBytes, maxOverhead));
        return plans.Aggregate((best, plan) => IsBetter(plan, best, kind == ScheduleKind.Auto ? sramBytes : null) ? plan : best);
    }

    /// <summary>Whether a plan is to be preferred. One that fits goes before one that does not; of two that fit, the one that does
    /// less.</summary>
    private static bool IsBetter(MemoryPlan plan, MemoryPlan best, long? sramBytes)
    {
        if (best.ArenaBytes > (sramBytes ?? 0))
            return plan.ArenaBytes < best.ArenaBytes;
        return plan.ArenaBytes <= sramBytes
            && (plan.Schedule.ExtraMacs < best.Schedule.ExtraMacs || (plan.Schedule.Stages.IsEmpty && !best.Schedule.Stages.IsEmpty));
    }

    private static MemoryPlan FindInOrder(Schedule layers, ScheduleKind kind, InputMode inputMode, long? sramBytes, double maxOverhead)
    {
        var whole = MemoryPlanner.Plan(layers, inputMode);
        if (kind == ScheduleKind.Layers || (kind == ScheduleKind.Auto && (sramBytes is null || whole.ArenaBytes <= sramBytes)))
            return whole;

        var streams = new StreamPlacer(layers, inputMode);
        var allowed = Allowed(layers.Graph, maxOverhead);
        if (kind == ScheduleKind.Auto)
        {
            foreach (var recompute in new[] { false, true })
            {
                if ((!recompute || allowed > 0) && Fastest(streams, recompute, sramBytes!.Value, allowed) is { } fitting)
                    return fitting;
            }
        }

        var stream = Smallest(streams, recompute: false, whole.ArenaBytes, 0);
        // Who asks for row stages gets them, even where whole tensors take no more.
        if (kind == ScheduleKind.Stream)
            return stream ?? Smallest(streams, recompute: false, long.MaxValue, 0) ?? whole;
        var best = Smaller(whole, stream);
        return allowed > 0 ? Smaller(best, Smallest(streams, recompute: true, best.ArenaBytes, allowed)) : best;
    }

    /// <summary>The smaller of two plans; the first when they take the same.</summary>
    internal static MemoryPlan Smaller(MemoryPlan best, MemoryPlan? other) =>
        other is not null && other.ArenaBytes < best.ArenaBytes ? other : best;

    private static long Allowed(Network graph, double maxOverhead) =>
        double.IsPositiveInfinity(maxOverhead) ? long.MaxValue : (long)((maxOverhead - 1) * graph.CountMacs());

    private static MemoryPlan? Fastest(StreamPlacer streams, bool recompute, long sramBytes, long extraMacs)
    {
        var candidates = streams.Streams.Explore(recompute, sramBytes);
        return candidates
            .Where(candidate => candidate.ExtraMacs <= extraMacs)
            .Select(candidate => streams.Place(candidate, EffortFor(candidate, candidates)))
            .FirstOrDefault(plan => plan.ArenaBytes <= sramBytes);
    }

    /// <summary>How carefully a candidate is placed: each plan that is found here is the one that is listed, so both use the same
    /// rule.</summary>
    private static PlacementEffort EffortFor(StreamCandidate candidate, IReadOnlyList<StreamCandidate> candidates) =>
        candidates.TakeLast(MostPlaced).Contains(candidate) && candidate.EstimatedBytes <= Near * candidates[^1].EstimatedBytes
            ? PlacementEffort.Thorough
            : PlacementEffort.Quick;

    /// <summary>Why a network cannot take its input row by row; null when it can.</summary>
    public static string? WhyNotByRows(Network graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs.Length != 1 ? $"the network has {graph.Inputs.Length} inputs"
            : graph[graph.Inputs[0]].Type.Shape is not [1, > 1, _, _]
                ? $"its shape {graph[graph.Inputs[0]].Type.Shape} is not one map of several rows"
            : null;
    }

    /// <summary>Plans of row stages, the fastest first. Those that would save next to nothing are left out, but for
    /// the smallest with and without recomputation.</summary>
    internal static IEnumerable<MemoryPlan> StreamPlans(Schedule layers, InputMode inputMode)
    {
        var streams = new StreamPlacer(layers, inputMode);
        var smallest = long.MaxValue;
        foreach (var recompute in new[] { false, true })
        {
            var candidates = streams.Streams.Explore(recompute, smallest);
            foreach (var candidate in candidates)
            {
                if (candidate.EstimatedBytes > (1 - LeastSaving) * smallest && candidate != candidates[^1])
                    continue;
                var plan = streams.Place(candidate, EffortFor(candidate, candidates));
                smallest = Math.Min(smallest, plan.ArenaBytes);
                yield return plan;
            }
        }
    }

    /// <summary>The smallest plan; null when none keeps to the ceiling. A low ceiling makes for a quick search, so it is raised until
    /// something fits.</summary>
    private static MemoryPlan? Smallest(StreamPlacer streams, bool recompute, long ceiling, long extraMacs)
    {
        foreach (var share in CeilingShares)
        {
            var allowed = streams
                .Streams.Explore(recompute, (long)(share * ceiling))
                .Where(candidate => candidate.ExtraMacs <= extraMacs)
                .ToList();
            if (allowed.Count > 0)
                return Smallest(streams, allowed);
        }

        return null;
    }

    private static MemoryPlan Smallest(StreamPlacer streams, List<StreamCandidate> allowed)
    {
        MemoryPlan? best = null;
        var limit = Near * allowed.Min(candidate => candidate.EstimatedBytes);
        foreach (
            var candidate in allowed
                .Where(candidate => candidate.EstimatedBytes <= limit)
                .OrderBy(candidate => candidate.EstimatedBytes)
                .Take(MostPlaced)
        )
        {
            if (best is not null && best.ArenaBytes <= candidate.EstimatedBytes)
                break;
            var plan = streams.Place(candidate, PlacementEffort.Thorough);
            if (best is null || plan.ArenaBytes < best.ArenaBytes)
                best = plan;
        }

        return best!;
    }
}
