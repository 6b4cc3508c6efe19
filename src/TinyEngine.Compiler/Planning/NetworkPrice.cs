namespace TinyEngine.Compiler.Planning;

/// <summary>What a plan costs, as far as shapes and encodings tell.</summary>
/// <param name="ArenaBytes">RAM of the arena.</param>
/// <param name="Instructions">Predicted instructions of a run.</param>
/// <param name="ConstantBytes">Flash of weights and tables of the kernel calls; equal ones count as often as they are read.</param>
internal sealed record NetworkPrice(int ArenaBytes, long Instructions, int ConstantBytes)
{
    /// <summary>The price of a plan.</summary>
    public static NetworkPrice Of(MemoryPlan plan) =>
        new(
            plan.ArenaBytes,
            PlanInstructions.Of(plan).Total,
            plan.Schedule.Steps.Sum(step => step.Calls.Sum(call => call.Constants.Sum(constant => constant.ByteSize)))
        );
}
