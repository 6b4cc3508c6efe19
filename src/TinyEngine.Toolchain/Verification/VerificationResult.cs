using System.Collections.Immutable;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;

namespace TinyEngine.Toolchain.Verification;

/// <summary>How a verification ended.</summary>
public enum VerificationStatus
{
    /// <summary>The outputs are the expected ones, or there was nothing to compare with, and no check failed.</summary>
    Passed,

    /// <summary>The outputs differ (exit code 4).</summary>
    Differed,

    /// <summary>It could not be built or run, or broke a promise such as staying inside the arena (exit code 1).</summary>
    Failed,

    /// <summary>A tool is not installed (exit code 3).</summary>
    ToolMissing,
}

/// <summary>Cost of one step of the schedule.</summary>
/// <param name="Index">Number of the step.</param>
/// <param name="Name">Its name; empty when unknown.</param>
/// <param name="Instructions">Executed instructions, to within 40; null where the target cannot count or was not asked to.</param>
/// <param name="MacsExecuted">Executed multiply-accumulates; null without an instrumented run.</param>
internal sealed record StepCost(int Index, string Name, long? Instructions, long? MacsExecuted);

/// <summary>What building and running a generated network showed.</summary>
/// <param name="Target">Where it ran.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Diagnostics">Everything there is to say about it.</param>
public sealed record VerificationResult(Target Target, VerificationStatus Status, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The comparison; null when nothing ran.</summary>
    internal OutputComparison? Comparison { get; init; }

    /// <summary>Whether it ran and all outputs are as expected, within tolerance.</summary>
    public bool Match => Comparison is { Match: true };

    /// <summary>Largest difference of any output element, in integer codes or units in the last place.</summary>
    public long MaxAbsDiff => Comparison?.MaxAbsDiff ?? 0;

    /// <summary>The first difference, if any.</summary>
    internal Difference? FirstDifference => Comparison?.First;

    /// <summary>Outputs of each sample.</summary>
    public ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>> Outputs { get; init; } = [];

    /// <summary>Instructions of the slowest sample; null where the target cannot count.</summary>
    public long? Instructions => SampleInstructions.IsEmpty ? null : SampleInstructions.Max();

    /// <summary>Instructions of each sample, to within 40.</summary>
    public ImmutableArray<long> SampleInstructions { get; init; } = [];

    /// <summary>Cost of each step, for the first sample.</summary>
    internal ImmutableArray<StepCost> Steps { get; init; } = [];

    /// <summary>Multiply-accumulates of the network, by its shapes.</summary>
    public long Macs { get; init; }

    /// <summary>Multiply-accumulates that ran, counted by an instrumented host build of the same sources.</summary>
    public long? MacsExecuted { get; init; }

    /// <summary>Measured RAM; null when nothing ran.</summary>
    public Ram? Ram { get; init; }

    /// <summary>End of the highest byte of the arena that a run wrote.</summary>
    public int? ArenaTouched { get; init; }

    /// <summary>Measured flash; null on the host.</summary>
    public Flash? Flash { get; init; }

    /// <summary>Stack frame of each function of the generated folder, deepest first; empty on the host.</summary>
    internal ImmutableArray<StackUsage> StackFrames { get; init; } = [];

    /// <summary>Whether the code also ran under AddressSanitizer and UndefinedBehaviorSanitizer.</summary>
    public bool Sanitized { get; init; }
}
