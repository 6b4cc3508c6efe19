using System.Collections.Immutable;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>How many instructions a run of a plan is predicted to execute.</summary>
/// <param name="Steps">Of the kernels of each step, and the loops over its rows.</param>
/// <param name="Loops">Of what else the generated code does: the loops of stages, narrow blocks, pushed rows.</param>
internal sealed record PlanInstructions(ImmutableArray<long> Steps, long Loops)
{
    /// <summary>Of a run.</summary>
    public long Total => Steps.Sum() + Loops;

    /// <summary>The prediction for a plan, on its target.</summary>
    public static PlanInstructions Of(MemoryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var model = InstructionModel.Of(plan.Schedule.Target);
        var steps = plan.Schedule.Steps.Select((_, index) => (long)Math.Round(model.Sum(PlanWork.Of(plan, index))));
        return new PlanInstructions([.. steps], (long)Math.Round(model.PriceLoops(PlanWork.Loops(plan))));
    }
}
