using TinyEngine.Compiler;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Compares what a network needs with what the user has.</summary>
internal static class MemoryLimits
{
    private const int ListedBuffers = 6;

    /// <summary>Whether a network keeps to the limits of <c>--sram</c> and <c>--flash</c> as far as the plan alone tells: code is not
    /// counted yet. When not, the reasons were reported.</summary>
    public static bool Hold(CompiledNetwork network, CompileOptions options, Invocation call)
    {
        var fits = CompileArguments.FindSram(call) is not { } sram || HoldsRam(network, options, sram, call);
        var constants = network.Flash.Constants;
        if (CompileArguments.FindFlash(call) is { } flash && constants > flash)
        {
            var parts =
                $"packed weights take {network.Sources.WeightBytes:N0} bytes, tables {network.Sources.TableBytes:N0}; code comes on top";
            ReportFlash(
                network,
                $"the network needs {constants:N0} bytes of flash for its constants, {flash:N0} are available",
                parts,
                call.Diagnostics
            );
            fits = false;
        }

        return fits;
    }

    /// <summary>Whether the arena of a network fits; when not, the reason was reported.</summary>
    public static bool HoldsRam(CompiledNetwork network, CompileOptions options, long sram, Invocation call)
    {
        if (network.Plan.ArenaBytes <= sram)
            return true;
        ReportRam(network, options, sram, call.Diagnostics);
        return false;
    }

    /// <summary>Whether a network keeps to the limit of <c>--flash</c> with its code; when not, the reason was reported.</summary>
    /// <param name="network">The network.</param>
    /// <param name="need">Its figures, estimated or measured; null for none.</param>
    /// <param name="call">The limit.</param>
    public static bool HoldsWithCode(CompiledNetwork network, MemoryNeed? need, Invocation call)
    {
        if (CompileArguments.FindFlash(call) is not { } flash || need?.Flash is not { } bytes || bytes <= flash)
            return true;
        ReportFlash(network, $"the network needs {bytes:N0} bytes of flash, {flash:N0} are available", need.FlashParts, call.Diagnostics);
        return false;
    }

    private static void ReportFlash(CompiledNetwork network, string message, string parts, DiagnosticBag bag) =>
        bag.Add(
            Diag.FlashExceeded,
            new Place(network.Model.Path),
            message,
            parts,
            $"place the constants in external memory with {network.Sources.Name.ToUpperInvariant()}_WEIGHTS_SECTION, or use a "
                + "network with fewer parameters ('tinyengine inspect' shows them per operator)"
        );

    private static void ReportRam(CompiledNetwork network, CompileOptions options, long sram, DiagnosticBag bag)
    {
        var (plan, schedule) = (network.Plan, network.Plan.Schedule);
        var step = plan.FullestStep;
        var live = plan
            .Buffers.Where(buffer => buffer.Request.LivesIn(step))
            .OrderByDescending(buffer => buffer.Request.Bytes)
            .ThenBy(buffer => buffer.Offset)
            .ToList();
        var listed = live.Take(ListedBuffers).Select(buffer => $"{Describe(buffer)} {buffer.Request.Bytes:N0}");
        var rest = live.Skip(ListedBuffers).ToList();
        bag.Add(
            Diag.RamExceeded,
            new Place(network.Model.Path, Where(schedule, step)),
            $"the network needs {plan.ArenaBytes:N0} bytes of RAM for its arena, {sram:N0} are available",
            $"{plan.LiveBytes(step):N0} bytes are in use at this step: {string.Join(" + ", listed)}"
                + $"{(rest.Count > 0 ? $" + {rest.Count} smaller ones {rest.Sum(buffer => buffer.Request.Bytes):N0}" : "")}"
                + (live.Sum(buffer => (long)buffer.Request.Bytes) > plan.LiveBytes(step) ? ", where outputs overlap consumed inputs" : ""),
            RamAdvice.For(network, options, sram)
        );
    }

    private static string Describe(PlannedBuffer buffer) => buffer.Value is null ? buffer.Request.Name : $"'{buffer.Request.Name}'";

    private static string Where(Schedule schedule, int step) =>
        schedule.Steps.IsEmpty ? ""
        : schedule.StageOf(step) is { } stage
            ? $"steps {stage.First} to {stage.End - 1}: {schedule.NodeOf(schedule.Steps[stage.First]).Label} and what follows, row by row"
        : $"step {step}: {schedule.NodeOf(schedule.Steps[step]).Label}";
}
