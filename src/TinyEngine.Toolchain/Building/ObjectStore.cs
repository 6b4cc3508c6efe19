using System.Collections.Concurrent;
using System.Collections.Immutable;
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
/// is the content of the source and of everything it includes, the compiler and the flags.
/// </summary>
internal sealed class ObjectStore(ProcessRunner processes, string folder, TimeSpan timeout)
{
    private readonly ConcurrentDictionary<string, Task<CompileResult>> _results = new();

    /// <summary>The object of a source, compiled now or before.</summary>
    public async Task<CompileResult> CompileAsync(CompileJob job, CancellationToken cancellation)
    {
        var key = Key(job);
        var mine = new TaskCompletionSource<CompileResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = _results.GetOrAdd(key, mine.Task);
        if (task != mine.Task)
            return await task.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            mine.SetResult(await RunAsync(job, key, cancellation).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            _results.TryRemove(key, out _);
            mine.SetException(e);
        }
        return await mine.Task.ConfigureAwait(false);
    }

    private async Task<CompileResult> RunAsync(CompileJob job, string key, CancellationToken cancellation)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, key)).FullName;
        var target = Path.Combine(place, Path.ChangeExtension(Path.GetFileName(job.Source), ".o"));
        var request = new ProcessRequest(
            job.Compiler,
            [.. job.Flags, .. job.IncludeFolders.Select(f => "-I" + f), "-c", job.Source, "-o", target],
            place,
            timeout
        );
        var result = await processes.RunAsync(request, cancellation).ConfigureAwait(false);
        return new CompileResult(target, request.CommandLine, result.Succeeded ? null : result);
    }

    private static string Key(CompileJob job)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
        Add(job.Compiler);
        foreach (var flag in job.Flags)
            Add(flag);
        foreach (var file in IncludeScanner.Closure(job.Source, job.IncludeFolders).Concat(job.AlsoDependsOn))
        {
            Add(Path.GetFileName(file));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
