using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Building;

/// <summary>A source to compile.</summary>
/// <param name="Source">Full path of the source.</param>
/// <param name="Compiler">Full path of the compiler.</param>
/// <param name="Flags">Flags without include folders.</param>
/// <param name="IncludeFolders">Folders for quoted includes.</param>
/// <param name="AlsoDependsOn">Files that the source includes through macros.</param>
internal sealed record CompileJob(
    string Source,
    string Compiler,
    ImmutableArray<string> Flags,
    ImmutableArray<string> IncludeFolders,
    ImmutableArray<string> AlsoDependsOn
);

/// <summary>What became of a <see cref="CompileJob"/>.</summary>
/// <param name="Object">Full path of the object file; its stack usage lies beside it, extension <c>.su</c>.</param>
/// <param name="Command">The command that was run.</param>
/// <param name="Failure">What the compiler said, when it failed.</param>
internal sealed record CompileResult(string Object, string Command, ProcessResult? Failure);

/// <summary>
/// Compiles sources and keeps the objects for the time of a session: a kernel that many models use is compiled once per target. The key
/// is the content of the source and of everything it includes, the compiler and the flags. Behind it may stand a cache that outlives the
/// session.
/// </summary>
internal sealed class ObjectStore(ProcessRunner processes, string folder, TimeSpan timeout, ObjectCache? cache = null)
{
    private readonly ConcurrentDictionary<string, Task<CompileResult>> _results = new();
    private readonly ConcurrentDictionary<string, Task<string>> _identities = new();

    /// <summary>The object of a source, compiled now or before.</summary>
    public async Task<CompileResult> CompileAsync(CompileJob job, CancellationToken cancellation)
    {
        var sources = IncludeScanner.Closure(job.Source, job.IncludeFolders).Concat(job.AlsoDependsOn).ToList();
        var key = Key(job, sources);
        var mine = new TaskCompletionSource<CompileResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = _results.GetOrAdd(key, mine.Task);
        if (task != mine.Task)
            return await task.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            mine.SetResult(await RestoreOrRunAsync(job, sources, key, cancellation).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            _results.TryRemove(key, out _);
            mine.SetException(e);
        }
        return await mine.Task.ConfigureAwait(false);
    }

    private async Task<CompileResult> RestoreOrRunAsync(
        CompileJob job,
        IReadOnlyCollection<string> sources,
        string key,
        CancellationToken cancellation
    )
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, key)).FullName;
        var target = Path.Combine(place, Path.ChangeExtension(Path.GetFileName(job.Source), ".o"));
        ImmutableArray<string> dependencies = cache is null ? [] : ["-MD", "-MF", Path.ChangeExtension(target, ".d")];
        var request = new ProcessRequest(
            job.Compiler,
            [.. job.Flags, .. job.IncludeFolders.Select(f => "-I" + f), .. dependencies, "-c", job.Source, "-o", target],
            place,
            timeout
        );
        if (cache is null)
            return await RunAsync(request, target, cancellation).ConfigureAwait(false);

        var lastingKey = Hash([key, await IdentityAsync(job.Compiler, cancellation).ConfigureAwait(false)]);
        if (cache.TryRestore(lastingKey, target))
            return new CompileResult(target, request.CommandLine, null);
        var result = await RunAsync(request, target, cancellation).ConfigureAwait(false);
        if (result.Failure is null && File.Exists(Path.ChangeExtension(target, ".d")))
        {
            var rule = await File.ReadAllTextAsync(Path.ChangeExtension(target, ".d"), cancellation).ConfigureAwait(false);
            cache.Keep(lastingKey, target, ObjectCache.Dependencies(rule).Except(sources));
        }

        return result;
    }

    private async Task<CompileResult> RunAsync(ProcessRequest request, string target, CancellationToken cancellation)
    {
        var result = await processes.RunAsync(request, cancellation).ConfigureAwait(false);
        return new CompileResult(target, request.CommandLine, result.Succeeded ? null : result);
    }

    // A compiler is what it says it is, and its file: an update changes both.
    private Task<string> IdentityAsync(string compiler, CancellationToken cancellation) => _identities.GetOrAdd(compiler, async path =>
        {
            var request = new ProcessRequest(path, ["--version"], folder, timeout);
            var version = await processes.RunAsync(request, cancellation).ConfigureAwait(false);
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{version.Output}\n{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}"
            );
        });

    private static string Key(CompileJob job, IEnumerable<string> sources) =>
        Hash([
            job.Compiler,
            .. job.Flags,
            .. sources.SelectMany(file => new[] { Path.GetFileName(file), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))) }),
        ]);

    private static string Hash(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(Encoding.UTF8.GetBytes(part + '\0'));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
