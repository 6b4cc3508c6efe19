using System.Collections.Immutable;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Emission;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Compares what the networks of a library need together with what the user has.</summary>
internal static class LibraryLimits
{
    /// <summary>RAM and flash of a library.</summary>
    public static MemoryNeed Need(CompiledLibrary library)
    {
        var inputs = library.Networks.Sum(network => MemoryNeed.InputsOutside(network));
        return new MemoryNeed(
            library.Library.ArenaBytes + inputs,
            $"{ArenaParts(library)}{(inputs > 0 ? $", inputs outside of arenas {inputs:N0}" : "")}; the stack comes on top",
            library.Flash.TotalEstimate,
            $"{FlashParts(library)}, code about {library.Flash.CodeEstimate:N0} (estimated for a Cortex-M7)"
        );
    }

    /// <summary>Whether a library keeps to <c>--sram</c> and <c>--flash</c>; when not, the reasons were reported.</summary>
    /// <param name="library">The library.</param>
    /// <param name="options">How each network was compiled.</param>
    /// <param name="call">The limits.</param>
    public static bool Hold(CompiledLibrary library, ImmutableArray<CompileOptions> options, Invocation call)
    {
        var before = call.Diagnostics.ErrorCount;
        if (CompileArguments.FindSram(call) is { } sram)
            HoldRam(library, options, sram, call);
        if (CompileArguments.FindFlash(call) is { } flash && library.Flash.TotalEstimate > flash)
        {
            call.Diagnostics.Add(
                Diag.FlashExceeded,
                new Place(library.Library.Name),
                $"the networks need about {library.Flash.TotalEstimate:N0} bytes of flash, {flash:N0} are available",
                $"{FlashParts(library)}; code about {library.Flash.CodeEstimate:N0}",
                "place constants in external memory with NAME_WEIGHTS_SECTION, or use networks with fewer parameters"
            );
        }

        return call.Diagnostics.ErrorCount == before;
    }

    private static void HoldRam(CompiledLibrary library, ImmutableArray<CompileOptions> options, long sram, Invocation call)
    {
        // Where one network alone is too large, its own message tells most.
        var alone = false;
        foreach (var (network, own) in library.Networks.Zip(options))
            alone |= !MemoryLimits.HoldsRam(network, own, sram, call);
        if (alone || library.Library.ArenaBytes <= sram)
            return;
        var largest = library.Networks.Max(network => network.Plan.ArenaBytes);
        var sharing = largest <= sram ? $"use --arena shared where only one of them runs at a time: {largest:N0} bytes; or " : "";
        call.Diagnostics.Add(
            Diag.RamExceeded,
            new Place(library.Library.Name),
            $"the networks need {library.Library.ArenaBytes:N0} bytes of RAM for their arenas, {sram:N0} are available",
            ArenaParts(library),
            $"{sharing}find smaller plans: --schedule auto, --input-mode stream, --output-mode rows"
        );
    }

    private static string ArenaParts(CompiledLibrary library) =>
        library.Library.SharesArena
            ? $"one arena of {library.Library.ArenaBytes:N0} for all"
            : $"arenas: {string.Join(", ", library.Networks.Select(network => $"{network.Sources.Name} {network.Plan.ArenaBytes:N0}"))}";

    private static string FlashParts(CompiledLibrary library) =>
        $"constants: {string.Join(", ", library.Networks.Select(network => $"{network.Sources.Name} {network.Flash.Constants:N0}"))}";
}
