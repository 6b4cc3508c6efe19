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

    /// <summary>Flags of clang for cores that load words from any address, of which it does not know.</summary>
    public static ImmutableArray<string> ClangUnaligned { get; } = ["-munaligned-access"];

    /// <summary>Flags of the final link: code and tables that nothing uses take no flash.</summary>
    public static ImmutableArray<string> Link { get; } = ["-Wl,--gc-sections"];
}
