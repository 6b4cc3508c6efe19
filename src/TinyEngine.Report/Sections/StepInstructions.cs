using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;

namespace TinyEngine.Report.Sections;

/// <summary>Instructions of a run: counted where the network ran, otherwise predicted.</summary>
/// <param name="Steps">Of each step.</param>
/// <param name="Total">Of all, with what the code between steps takes.</param>
/// <param name="Counted">On which target they were counted; null where they are predicted.</param>
/// <param name="Core">The core that they are predicted for.</param>
internal sealed record StepInstructions(ImmutableArray<long> Steps, long Total, string? Counted, string Core)
{
    /// <summary>What a page says.</summary>
    public static StepInstructions Of(MemoryPlan plan, ReportSubject subject)
    {
        var core = plan.Schedule.Target.Costs;
        if (
            subject.Verification is { Counted: { Instructions: { } total } counted } verification
            && plan.Schedule.Steps.Select((_, step) => verification.InstructionsOf(step)).ToList() is var counts
            && counts.TrueForAll(count => count is not null)
        )
            return new StepInstructions([.. counts.Select(count => count!.Value)], total, counted.Target.ToString(), core);
        var predicted = PlanInstructions.Of(plan);
        return new StepInstructions(predicted.Steps, predicted.Total, null, core);
    }
}
