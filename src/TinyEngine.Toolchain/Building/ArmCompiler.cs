using System.Collections.Immutable;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Targets;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Building;

/// <summary>What compiles for Cortex-M.</summary>
/// <param name="Gcc">Full path of GCC, which also links and has the C library.</param>
/// <param name="Clang">Full path of clang where that compiles; null where GCC does.</param>
internal sealed record ArmCompiler(string Gcc, string? Clang)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The one that compiles.</summary>
    public string Path => Clang ?? Gcc;

    /// <summary>Its flags for code of a core, without those that choose the core.</summary>
    public async Task<ImmutableArray<string>> FlagsAsync(
        Target target,
        ProcessRunner processes,
        EmbeddedFiles files,
        CancellationToken cancellation
    )
    {
        ImmutableArray<string> flags = [BuildFlags.Standard, .. BuildFlags.Optimization, "-fstack-usage"];
        if (Clang is null)
            return [.. flags, "-fcallgraph-info=su"];
        var headers = await HeadersAsync(processes, files, cancellation).ConfigureAwait(false);
        return
        [
            .. flags,
            "--target=arm-none-eabi",
            .. target.LoadsUnaligned ? BuildFlags.ClangUnaligned : [],
            .. headers is null ? ImmutableArray<string>.Empty : ["-isystem", headers],
        ];
    }

    /// <summary>Folder of the headers of GCC's C library, which clang does not know; null when there is none.</summary>
    private async Task<string?> HeadersAsync(ProcessRunner processes, EmbeddedFiles files, CancellationToken cancellation)
    {
        var probe = files.HarnessFile("te_probe.c");
        ImmutableArray<string> list = ["-M", "-include", "string.h", probe];
        var request = new ProcessRequest(Gcc, list, System.IO.Path.GetDirectoryName(probe)!, ProbeTimeout);
        var listed = await processes.RunAsync(request, cancellation).ConfigureAwait(false);
        return listed
            .Output.Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries)
            .Where(path => System.IO.Path.GetFileName(path) == "string.h")
            .Select(System.IO.Path.GetDirectoryName)
            .FirstOrDefault();
    }
}
