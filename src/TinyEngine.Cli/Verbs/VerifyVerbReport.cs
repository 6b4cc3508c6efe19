using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli.Verbs;

/// <summary>What <c>verify</c> found out: for one target, or for all.</summary>
[JsonDerivedType(typeof(TargetReport))]
[JsonDerivedType(typeof(AllTargetsReport))]
internal abstract record VerifyReport : Report;

/// <summary>What verification on all targets showed.</summary>
/// <param name="Results">One result for each target.</param>
internal sealed record AllTargetsReport(ImmutableArray<TargetReport> Results) : VerifyReport
{
    /// <summary>Whether all outputs on all targets are as expected.</summary>
    public bool Match => Results.All(result => result.Match);

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExitCode ExitCode =>
        new[] { ExitCode.VerificationDiffered, ExitCode.Diagnostics, ExitCode.ToolMissing }.FirstOrDefault(code =>
            Results.Any(result => result.ExitCode == code)
        );
}

/// <summary>What verification on a target showed. Figures that the target cannot tell are null.</summary>
/// <param name="Target">The target.</param>
/// <param name="Status"><c>passed</c>, <c>differed</c>, <c>failed</c> or <c>toolMissing</c>.</param>
/// <param name="Match">Whether it ran and all outputs are as expected.</param>
/// <param name="MaxAbsDiff">Largest difference in integer codes, or units in the last place for float32; null when nothing ran.</param>
internal sealed record TargetReport(
    string Target,
    [property: JsonConverter(typeof(StatusConverter))] VerificationStatus Status,
    bool Match,
    long? MaxAbsDiff
) : VerifyReport
{
    /// <summary>The first output element that differs.</summary>
    public Difference? FirstDifference { get; init; }

    /// <summary>Number of samples.</summary>
    public int Samples { get; init; }

    /// <summary>Where inputs come from: <c>files</c> or <c>random</c>.</summary>
    public string Inputs { get; init; } = "";

    /// <summary>Where expected outputs come from: <c>files</c> or <c>interpreter</c>.</summary>
    public string Expectation { get; init; } = "";

    /// <summary>Instructions of the slowest sample.</summary>
    public long? Instructions { get; init; }

    /// <summary>Instructions of each sample.</summary>
    public ImmutableArray<long> SampleInstructions { get; init; } = [];

    /// <summary>Time on the board that was asked for, an estimate; null without a board or without instructions.</summary>
    public TimeEstimate? Time { get; init; }

    /// <summary>Multiply-accumulates by the shapes.</summary>
    public long Macs { get; init; }

    /// <summary>Multiply-accumulates that ran.</summary>
    public long? MacsExecuted { get; init; }

    /// <summary>Measured RAM.</summary>
    public Ram? Ram { get; init; }

    /// <summary>Measured flash.</summary>
    public Flash? Flash { get; init; }

    /// <summary>Whether it also ran under sanitizers.</summary>
    public bool Sanitized { get; init; }

    /// <summary>How the network is cut into steps.</summary>
    public string Schedule { get; init; } = "";

    /// <summary>Stages of the schedule: steps that run row by row together; every other step is one.</summary>
    public ImmutableArray<VerifiedStage> Stages { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExitCode ExitCode => TestBench.CodeOf(Status);

    /// <summary>Match or not, for people.</summary>
    [JsonIgnore]
    public string Outcome =>
        Status switch
        {
            VerificationStatus.Passed => "match",
            VerificationStatus.Differed => $"differ by {MaxAbsDiff}",
            VerificationStatus.ToolMissing => "tool missing",
            _ => "failed",
        };

    /// <summary>The report of a result.</summary>
    public static TargetReport Of(CompiledNetwork network, SampleSet samples, VerificationResult result)
    {
        var bag = new Graph.Diagnostics.DiagnosticBag();
        foreach (var diagnostic in result.Diagnostics)
            bag.Add(diagnostic);
        return new TargetReport(result.Target.Name, result.Status, result.Match, result.Comparison?.MaxAbsDiff)
        {
            Command = "verify",
            Diagnostics = JsonDiagnostic.From(bag),
            FirstDifference = result.FirstDifference,
            Samples = samples.Samples.Length,
            Inputs = samples.Inputs,
            Expectation = samples.Expectation,
            Instructions = result.Instructions,
            SampleInstructions = result.SampleInstructions,
            Macs = result.Macs,
            MacsExecuted = result.MacsExecuted,
            Ram = result.Ram,
            Flash = result.Flash,
            Sanitized = result.Sanitized,
            Schedule = network.Plan.Schedule.Name,
            Stages = [.. VerifiedStage.Of(network.Plan, result.Steps)],
        };
    }
}

/// <summary>A stage of the schedule: steps that run row by row together, or one step over whole tensors.</summary>
/// <param name="Name">Name of its output.</param>
/// <param name="Op">Operator, in TFLite's spelling, or several with commas.</param>
/// <param name="Kernel">Symbol of its kernel, or of several with commas; empty when the output is the input.</param>
/// <param name="Bytes">Most bytes of the arena in use.</param>
/// <param name="Macs">Multiply-accumulates by the shapes.</param>
/// <param name="MacsExecuted">Multiply-accumulates that ran; null when unknown.</param>
/// <param name="FirstStep">First step.</param>
/// <param name="EndStep">One past the last.</param>
internal sealed record VerifiedStage(
    string Name,
    string Op,
    string Kernel,
    int Bytes,
    long Macs,
    long? MacsExecuted,
    int FirstStep,
    int EndStep
)
{
    /// <summary>The stages of a plan, with what its steps cost.</summary>
    public static IEnumerable<VerifiedStage> Of(MemoryPlan plan, ImmutableArray<StepCost> costs)
    {
        for (int first = 0, end; first < plan.Schedule.Steps.Length; first = end)
        {
            end = plan.Schedule.EndOf(first);
            var steps = Enumerable.Range(first, end - first).Select(index => CompiledStep.Of(plan, index)).ToList();
            yield return new VerifiedStage(
                steps[^1].Name,
                string.Join(", ", steps.Select(step => step.Op)),
                string.Join(", ", steps.SelectMany(step => step.Kernels).Distinct()),
                steps.Max(step => step.Bytes),
                steps.Sum(step => step.Macs),
                end <= costs.Length ? steps.Sum(step => costs[step.Index].MacsExecuted) : null,
                first,
                end
            );
        }
    }
}

/// <summary>Writes a status as JSON spells names.</summary>
internal sealed class StatusConverter() : JsonStringEnumConverter<VerificationStatus>(System.Text.Json.JsonNamingPolicy.CamelCase);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class VerifyJson : JsonSerializerContext;
