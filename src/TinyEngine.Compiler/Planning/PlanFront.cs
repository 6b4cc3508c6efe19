using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Ordering;

namespace TinyEngine.Compiler.Planning;

/// <summary>A plan on the front: none of the others is both smaller and faster.</summary>
/// <param name="Plan">The plan.</param>
internal sealed record PlanPoint(MemoryPlan Plan)
{
    /// <summary>Multiply-accumulates of a run.</summary>
    public long MacsExecuted => Plan.Schedule.Graph.CountMacs() + Plan.Schedule.ExtraMacs;

    /// <summary>F: those in relation to the network's own; 1 computes nothing twice.</summary>
    public double MacsRatio => Plan.Schedule.ExtraMacs == 0 ? 1 : (double)MacsExecuted / Plan.Schedule.Graph.CountMacs();
}

/// <summary>What a network can be run in: every plan worth having, with its price.</summary>
internal static class PlanFront
{
    /// <summary>The front, the fastest plan first, each next one smaller.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="inputMode">Where inputs are.</param>
    public static ImmutableArray<PlanPoint> Of(Schedule layers, InputMode inputMode)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var orders = OperatorOrder.Candidates(layers);
        var points = new List<PlanPoint>
        {
            orders.Select(order => new PlanPoint(MemoryPlanner.Plan(order, inputMode))).MinBy(point => point.Plan.ArenaBytes)!,
        };
        var streams = orders
            .Select(order => PlanSearch.StreamPlans(order, inputMode).Select(plan => new PlanPoint(plan)).ToList())
            .MinBy(plans =>
                plans.Where(point => point.MacsRatio == 1).Select(point => point.Plan.ArenaBytes).DefaultIfEmpty(int.MaxValue).Min()
            )!;
        foreach (var point in streams.Where(point => point.Plan.ArenaBytes < points[^1].Plan.ArenaBytes))
            points.Add(point);
        return [.. points];
    }
}
