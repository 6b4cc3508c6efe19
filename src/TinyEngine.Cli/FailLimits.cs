using System.CommandLine;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Limits that only judge: unlike <c>--sram</c> and <c>--flash</c> they change nothing about the result, which stays to be looked
/// at.</summary>
internal static class FailLimits
{
    /// <summary>RAM.</summary>
    public static Option<long?> Ram { get; } =
        CommonOptions.ByteSize("--fail-if-ram-over", "for CI: do everything, and end with exit code 1 when RAM is above this");

    /// <summary>Flash.</summary>
    public static Option<long?> Flash { get; } =
        CommonOptions.ByteSize("--fail-if-flash-over", "for CI: do everything, and end with exit code 1 when flash is above this");

    /// <summary>Declares both.</summary>
    public static void AddTo(Verb verb)
    {
        verb.Add(Ram);
        verb.Add(Flash);
    }

    /// <summary>Reports what is over its limit.</summary>
    /// <param name="need">Figures of a network; null for none.</param>
    /// <param name="file">The model, for messages.</param>
    /// <param name="call">The limits.</param>
    public static void Check(MemoryNeed? need, string file, Invocation call)
    {
        if (need is null)
            return;
        if (call.Get(Ram) is { } ram && need.Ram > ram)
        {
            call.Diagnostics.Add(
                Diag.RamOverLimit,
                new Place(file),
                $"the network takes {need.Ram:N0} bytes of RAM, {need.Ram - ram:N0} more than the limit of {ram:N0}",
                need.RamParts,
                "'tinyengine compare' with the report.json of an earlier compile shows what grew; raise the limit when it is meant to"
            );
        }

        if (call.Get(Flash) is { } flash && need.Flash > flash)
        {
            call.Diagnostics.Add(
                Diag.FlashOverLimit,
                new Place(file),
                $"the network takes {need.Flash:N0} bytes of flash, {need.Flash - flash:N0} more than the limit of {flash:N0}",
                need.FlashParts,
                "'tinyengine compare' with the report.json of an earlier compile shows what grew; raise the limit when it is meant to"
            );
        }
    }
}
