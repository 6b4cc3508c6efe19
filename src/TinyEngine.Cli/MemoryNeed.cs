using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli;

/// <summary>RAM and flash of a network, with what is known about the figures.</summary>
/// <param name="Ram">Bytes of RAM.</param>
/// <param name="RamParts">What they are, for people.</param>
/// <param name="Flash">Bytes of flash; null where they are unknown.</param>
/// <param name="FlashParts">What they are, for people, and whether code was measured or estimated.</param>
internal sealed record MemoryNeed(long Ram, string RamParts, long? Flash, string FlashParts)
{
    /// <summary>What a plan tells: the stack is unknown, code estimated.</summary>
    public static MemoryNeed Planned(CompiledNetwork network)
    {
        var io = InputsOutside(network);
        var (sources, flash) = (network.Sources, network.Flash);
        return new MemoryNeed(
            network.Plan.ArenaBytes + io,
            $"arena {network.Plan.ArenaBytes:N0}{Inputs(io)}; the stack comes on top, 'tinyengine verify' measures it",
            flash.TotalEstimate,
            $"weights {sources.WeightBytes:N0}, tables {sources.TableBytes:N0}, code about {flash.CodeEstimate:N0} (estimated for "
                + "a Cortex-M7; 'tinyengine verify' measures it)"
        );
    }

    /// <summary>Bytes of the inputs that the caller keeps outside the arena.</summary>
    public static int InputsOutside(CompiledNetwork network) =>
        network.Plan.Interface.Inputs == InputMode.External
            ? network.Plan.Schedule.Graph.Inputs.Sum(id => network.Plan.Schedule.Graph[id].Type.ByteSize)
            : 0;

    /// <summary>What a run on an emulated board showed; null when it came to no figures.</summary>
    public static MemoryNeed? Measured(VerificationResult result) =>
        result.Ram is not { } ram
            ? null
            : new MemoryNeed(
                ram.Total,
                $"on {result.Target.Name}: arena {ram.Arena:N0}"
                    + $"{(ram.Stack is { } stack ? $", stack {stack:N0}" : "; the stack is not measured there")}{Inputs(ram.Io)}",
                result.Flash?.Total,
                result.Flash is { } flash
                    ? $"measured on {result.Target.Name}: weights {flash.Weights:N0}, tables {flash.Tables:N0}, code {flash.Code:N0}"
                    : ""
            );

    private static string Inputs(long io) => io > 0 ? $", inputs outside of it {io:N0}" : "";
}
