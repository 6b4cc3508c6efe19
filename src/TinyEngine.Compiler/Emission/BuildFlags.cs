using System.Collections.Immutable;

namespace TinyEngine.Compiler.Emission;

/// <summary>
/// The compiler flags of generated code: the emitted build file prescribes them and every measurement uses them, so that a figure means
/// what the user's own build does.
/// </summary>
internal static class BuildFlags
{
    /// <summary>The language of generated code.</summary>
    public const string Standard = "-std=c99";

    /// <summary>Flags for every target. Contraction is off because a fused multiply-add rounds once where the reference rounds
    /// twice.</summary>
    public static ImmutableArray<string> Optimization { get; } = ["-O3", "-ffp-contract=off", "-ffunction-sections", "-fdata-sections"];

    /// <summary>Flags that choose a Cortex-M4 with its floating-point unit.</summary>
    public static ImmutableArray<string> CortexM4 { get; } = ["-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"];

    /// <summary>Flags that choose a Cortex-M7 with its double-precision floating-point unit.</summary>
    public static ImmutableArray<string> CortexM7 { get; } = ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard"];

    /// <summary>Flags of the final link: code and tables that nothing uses take no flash.</summary>
    public static ImmutableArray<string> Link { get; } = ["-Wl,--gc-sections"];
}
