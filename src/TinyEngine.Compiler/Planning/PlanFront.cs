using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Compiler.Planning;

/// <summary>A plan on the front: none of the others is both smaller and faster.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="MacsExecuted">Multiply-accumulates of a run.</param>
/// <param name="MacsRatio">F: those in relation to the network's own; 1 computes nothing twice.</param>
public sealed record PlanPoint(MemoryPlan Plan, long MacsExecuted, double MacsRatio);

/// <summary>What a network can be run in: every plan worth having, with its price.</summary>
public static class PlanFront
{
    /// <summary>The front, the fastest plan first, each next one smaller.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="inputMode">Where inputs are.</param>
    public static ImmutableArray<PlanPoint> Of(Schedule layers, InputMode inputMode)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var macs = layers.Graph.CountMacs();
        var points = new List<PlanPoint> { new(MemoryPlanner.Plan(layers, inputMode), macs, 1) };
        foreach (var (plan, extra) in PlanSearch.Streams(layers, inputMode))
        {
            if (plan.ArenaBytes < points[^1].Plan.ArenaBytes)
                points.Add(new PlanPoint(plan, macs + extra, macs == 0 ? 1 : (double)(macs + extra) / macs));
        }

        return [.. points];
    }
}
