using System.Collections.Immutable;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Building;

/// <summary>The host's C compiler.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Sanitizes">Whether a program built with sanitizers runs here.</param>
internal sealed record HostCompiler(string Path, bool Sanitizes)
{
    private static readonly ImmutableArray<string> Sanitizers =
    [
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all",
        "-fno-omit-frame-pointer",
    ];

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Flags to compile with: counting multiply-accumulates, and under sanitizers where they work.</summary>
    public ImmutableArray<string> CompileFlags =>
        Sanitizes
            ? ["-std=c99", "-O1", "-g", "-ffp-contract=off", "-DTE_COUNT", .. Sanitizers]
            : ["-std=c99", "-O2", "-ffp-contract=off", "-DTE_COUNT"];

    /// <summary>Flags to link with.</summary>
    public ImmutableArray<string> LinkFlags => Sanitizes ? Sanitizers : [];

    /// <summary>Tries out a compiler's sanitizers.</summary>
    public static async Task<HostCompiler> DetectAsync(
        string path,
        ProcessRunner processes,
        EmbeddedFiles files,
        string folder,
        CancellationToken cancellation
    )
    {
        var program = System.IO.Path.Combine(folder, "probe");
        ImmutableArray<string> build = [.. Sanitizers, files.HarnessFile("te_probe.c"), "-o", program];
        var built = await processes.RunAsync(new ProcessRequest(path, build, folder, ProbeTimeout), cancellation).ConfigureAwait(false);
        if (!built.Succeeded)
            return new HostCompiler(path, false);
        var ran = await processes.RunAsync(new ProcessRequest(program, [], folder, ProbeTimeout), cancellation).ConfigureAwait(false);
        return new HostCompiler(path, ran.Succeeded && ran.Output.Contains("te: done", StringComparison.Ordinal));
    }
}
