using TinyEngine.Compiler.Scheduling;
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
public static class PlanSearch
{
    /// <summary>Candidates whose estimate is this close to the best are placed to see which is really the smallest.</summary>
    private const double Near = 1.06;

    private const int MostPlaced = 6;

    /// <summary>Shares of the ceiling under which the smallest plan is looked for, one after the other.</summary>
    private static readonly double[] CeilingShares = [0.3, 0.5, 0.75, 1];

    /// <summary>A placement that is this close to the fullest stage is not improved any more.</summary>
    private const int Slack = 64;

    /// <summary>Finds the plan that was asked for.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="kind">Kind of schedule.</param>
    /// <param name="inputMode">Where inputs are.</param>
    /// <param name="sramBytes">RAM that there is for the arena; null when it does not matter. When nothing fits, the smallest plan is returned.</param>
    /// <param name="maxOverhead">The most multiply-accumulates that a plan may take, in relation to the network's own; 1 computes nothing twice.</param>
    public static MemoryPlan Find(Schedule layers, ScheduleKind kind, InputMode inputMode, long? sramBytes, double maxOverhead = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var whole = MemoryPlanner.Plan(layers, inputMode);
        if (kind == ScheduleKind.Layers || (kind == ScheduleKind.Auto && (sramBytes is null || whole.ArenaBytes <= sramBytes)))
            return whole;

        var allowed = Allowed(layers.Graph, maxOverhead);
        if (kind == ScheduleKind.Auto)
        {
            foreach (var recompute in new[] { false, true })
            {
                if ((!recompute || allowed > 0) && Fastest(Open(layers, inputMode, recompute, sramBytes!.Value), inputMode, sramBytes.Value, allowed) is { } fitting)
                    return fitting;
            }
        }

        var best = Smaller(whole, Smallest(layers, inputMode, recompute: false, whole.ArenaBytes, 0));
        return kind == ScheduleKind.Auto && allowed > 0 ? Smaller(best, Smallest(layers, inputMode, recompute: true, best.ArenaBytes, allowed)) : best;
    }

    private static MemoryPlan Smaller(MemoryPlan best, MemoryPlan? other) => other is not null && other.ArenaBytes < best.ArenaBytes ? other : best;

    private static long Allowed(Graph.Graph graph, double maxOverhead) =>
        double.IsPositiveInfinity(maxOverhead) ? long.MaxValue : (long)((maxOverhead - 1) * graph.CountMacs());

    private static MemoryPlan? Fastest(StreamScheduler streams, InputMode inputMode, long sramBytes, long extraMacs)
    {
        for (var candidate = 0; candidate < streams.Count; candidate++)
        {
            if (streams.ExtraMacs(candidate) > extraMacs)
                continue;
            var plan = Place(streams, candidate, inputMode);
            if (plan.ArenaBytes <= sramBytes)
                return plan;
        }

        return null;
    }

    /// <summary>Why a network cannot take its input row by row; null when it can.</summary>
    public static string? WhyNotByRows(Graph.Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs.Length != 1 ? $"the network has {graph.Inputs.Length} inputs"
            : graph[graph.Inputs[0]].Type.Shape is not [1, > 1, _, _] ? $"its shape {graph[graph.Inputs[0]].Type.Shape} is not one map of several rows"
            : null;
    }

    /// <summary>Plans of row stages, the fastest first.</summary>
    internal static IEnumerable<MemoryPlan> Streams(Schedule layers, InputMode inputMode)
    {
        var smallest = long.MaxValue;
        foreach (var recompute in new[] { false, true })
        {
            var streams = Open(layers, inputMode, recompute, smallest);
            for (var candidate = 0; candidate < streams.Count; candidate++)
            {
                var plan = Place(streams, candidate, inputMode);
                smallest = Math.Min(smallest, plan.ArenaBytes);
                yield return plan;
            }
        }
    }

    /// <summary>The smallest plan; null when none keeps to the ceiling. A low ceiling makes for a quick search, so it is raised until something fits.</summary>
    private static MemoryPlan? Smallest(Schedule layers, InputMode inputMode, bool recompute, long ceiling, long extraMacs)
    {
        foreach (var share in CeilingShares)
        {
            var streams = Open(layers, inputMode, recompute, (long)(share * ceiling));
            var allowed = Enumerable.Range(0, streams.Count).Where(candidate => streams.ExtraMacs(candidate) <= extraMacs).ToList();
            if (allowed.Count > 0)
                return Smallest(streams, allowed, inputMode);
        }

        return null;
    }

    private static MemoryPlan Smallest(StreamScheduler streams, List<int> allowed, InputMode inputMode)
    {
        MemoryPlan? best = null;
        var limit = Near * allowed.Min(streams.EstimatedBytes);
        foreach (var candidate in allowed.Where(candidate => streams.EstimatedBytes(candidate) <= limit).OrderBy(streams.EstimatedBytes).Take(MostPlaced))
        {
            if (best is not null && best.ArenaBytes <= streams.EstimatedBytes(candidate))
                break;
            var plan = Place(streams, candidate, inputMode);
            if (best is null || plan.ArenaBytes < best.ArenaBytes)
                best = plan;
        }

        return best!;
    }

    /// <summary>Places a candidate with its stages running downwards, taking turns, and turned one by one as long as that helps.</summary>
    private static MemoryPlan Place(StreamScheduler streams, int candidate, InputMode inputMode)
    {
        var best = MemoryPlanner.Plan(streams.Build(candidate, _ => false), inputMode);
        var goal = streams.EstimatedBytes(candidate) + Slack;
        var turns = new bool[best.Schedule.Stages.Length];
        for (var odd = 0; odd < 2 && best.ArenaBytes > goal && turns.Length > 1; odd++)
            Try([.. turns.Select((_, stage) => stage % 2 == odd)]);
        for (var stage = 0; stage < turns.Length && best.ArenaBytes > goal; stage++)
            Try([.. turns.Select((turn, index) => turn ^ (index == stage))]);
        return best;

        void Try(bool[] trial)
        {
            var plan = MemoryPlanner.Plan(streams.Build(candidate, stage => trial[stage]), inputMode);
            if (plan.ArenaBytes < best.ArenaBytes)
                (best, turns) = (plan, trial);
        }
    }

    private static StreamScheduler Open(Schedule layers, InputMode inputMode, bool recompute, long ceiling) =>
        new(layers, Supply(inputMode), recompute, ceiling, schedule => MemoryPlanner.PriceStage(schedule, schedule.Stages[0], inputMode));

    private static InputSupply Supply(InputMode mode) => mode switch
    {
        InputMode.External => InputSupply.External,
        InputMode.Stream => InputSupply.Rows,
        _ => InputSupply.Arena,
    };
}
