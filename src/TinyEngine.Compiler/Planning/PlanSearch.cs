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
}

/// <summary>Chooses among the plans of a network.</summary>
public static class PlanSearch
{
    /// <summary>Candidates whose estimate is this close to the best are placed to see which is really the smallest.</summary>
    private const double Near = 1.06;

    private const int MostPlaced = 6;

    /// <summary>Finds the plan that was asked for.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="kind">Kind of schedule.</param>
    /// <param name="inputMode">Where inputs are.</param>
    /// <param name="sramBytes">RAM that there is for the arena; null when it does not matter. When nothing fits, the smallest plan is returned.</param>
    public static MemoryPlan Find(Schedule layers, ScheduleKind kind, InputMode inputMode, long? sramBytes)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (kind != ScheduleKind.Stream)
        {
            var whole = MemoryPlanner.Plan(layers, inputMode);
            if (kind == ScheduleKind.Layers || sramBytes is null || whole.ArenaBytes <= sramBytes)
                return whole;
        }

        var streams = new StreamScheduler(layers, Supply(inputMode));
        var best = Smallest(streams, inputMode);
        if (kind == ScheduleKind.Stream || best.ArenaBytes > sramBytes)
            return best;
        for (var candidate = 0; candidate < streams.Count; candidate++)
        {
            if (streams.EstimatedBytes(candidate) > Near * sramBytes)
                continue;
            var plan = MemoryPlanner.Plan(streams.Build(candidate), inputMode);
            if (plan.ArenaBytes <= sramBytes)
                return plan;
        }

        return best;
    }

    /// <summary>Why a network cannot take its input row by row; null when it can.</summary>
    public static string? WhyNotByRows(Graph.Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs.Length != 1 ? $"the network has {graph.Inputs.Length} inputs"
            : graph[graph.Inputs[0]].Type.Shape is not [1, > 1, _, _] ? $"its shape {graph[graph.Inputs[0]].Type.Shape} is not one map of several rows"
            : null;
    }

    private static MemoryPlan Smallest(StreamScheduler streams, InputMode inputMode)
    {
        MemoryPlan? best = null;
        var limit = Near * streams.EstimatedBytes(streams.Count - 1);
        for (var candidate = streams.Count - 1; candidate >= Math.Max(0, streams.Count - MostPlaced) && streams.EstimatedBytes(candidate) <= limit; candidate--)
        {
            var plan = MemoryPlanner.Plan(streams.Build(candidate), inputMode);
            if (best is null || plan.ArenaBytes < best.ArenaBytes)
                best = plan;
        }

        return best!;
    }

    private static InputSupply Supply(InputMode mode) => mode switch
    {
        InputMode.External => InputSupply.External,
        InputMode.Stream => InputSupply.Rows,
        _ => InputSupply.Arena,
    };
}
