using TinyEngine.Compiler.Planning;

namespace TinyEngine.Compiler.Choosing;

/// <summary>A plan with its price.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Instructions">What a run is predicted to execute on the target.</param>
internal sealed record PlanPoint(MemoryPlan Plan, long Instructions)
{
    /// <summary>Prices a plan.</summary>
    public static PlanPoint Of(MemoryPlan plan) => new(plan, PlanInstructions.Of(plan).Total);

    /// <summary>Multiply-accumulates of a run.</summary>
    public long MacsExecuted => Plan.Schedule.Graph.CountMacs() + Plan.Schedule.ExtraMacs;

    /// <summary>F: those in relation to the network's own; 1 computes nothing twice.</summary>
    public double MacsRatio => Plan.Schedule.ExtraMacs == 0 ? 1 : (double)MacsExecuted / Plan.Schedule.Graph.CountMacs();
}
