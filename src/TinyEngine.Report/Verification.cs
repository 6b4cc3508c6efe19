using System.Collections.Immutable;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Report;

/// <summary>How a network was verified, and what that showed.</summary>
/// <param name="Samples">How many inputs it ran with.</param>
/// <param name="Inputs">Where these come from: <c>files</c> or <c>random</c>.</param>
/// <param name="Expectation">What the outputs were compared with: <c>files</c> or <c>interpreter</c>.</param>
/// <param name="Results">One for each target.</param>
public sealed record Verification(int Samples, string Inputs, string Expectation, ImmutableArray<VerificationResult> Results)
{
    /// <summary>Whether all outputs on all targets are the expected ones.</summary>
    public bool Match => Results.All(result => result.Match);

    /// <summary>The last result with counted instructions, that of the target that the page is for; null when none could count.</summary>
    public VerificationResult? Counted => Results.LastOrDefault(result => result.Instructions is not null);

    /// <summary>Instructions of a step; null where they were not counted.</summary>
    public long? InstructionsOf(int step) =>
        Counted is { } counted && step < counted.Steps.Length ? counted.Steps[step].Instructions : null;
}
