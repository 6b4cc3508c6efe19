namespace TinyEngine.Toolchain.Verification;

/// <summary>How to verify.</summary>
public sealed record VerifyOptions
{
    /// <summary>Whether the samples are consecutive steps of one run: state is reset before the first only.</summary>
    public bool KeepState { get; init; }

    /// <summary>Whether to measure instructions per step too, in a second build with a hook between steps.</summary>
    public bool MeasureSteps { get; init; }

    /// <summary>
    /// Whether an emulated target also builds and runs the same sources on this computer, under sanitizers and counting
    /// multiply-accumulates; without it <see cref="VerificationResult.MacsExecuted"/> stays unknown.
    /// </summary>
    public bool InstrumentedHostRun { get; init; } = true;

    /// <summary>Whether clang compiles, instead of GCC. GCC links programs for boards either way, as their C library is GCC's.</summary>
    public bool Clang { get; init; }

    /// <summary>Largest accepted difference of an integer output, in codes.</summary>
    public long ToleranceCodes { get; init; }

    /// <summary>Largest accepted difference of a float32 output, in units in the last place.</summary>
    public long ToleranceUlps { get; init; } = 1;

    /// <summary>Longest time for one sample to run.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
