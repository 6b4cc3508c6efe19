using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Running;
using TinyEngine.Toolchain.Tools;

namespace TinyEngine.Toolchain.Verification;

/// <summary>A program that was built and run.</summary>
/// <param name="Program">The program.</param>
/// <param name="Run">What it did.</param>
/// <param name="Sanitized">Whether it ran under sanitizers.</param>
internal sealed record ExecutedProgram(BuiltProgram Program, CompletedRun Run, bool Sanitized);

/// <summary>What verifications share: the temporary folder, the unpacked harness, compiled objects and host runs.</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan ToolTimeout = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder;
    private readonly ProcessRunner _processes = new();
    private readonly EmbeddedFiles _files;
    private readonly ObjectCache? _cache;
    private readonly ProgramBuilder _builder;
    private readonly ProgramRunner _runner;
    private readonly ConcurrentDictionary<string, HostCompiler> _hostCompilers = new();
    private readonly ConcurrentDictionary<string, CompletedRun> _hostRuns = new();

    /// <summary>Unpacks the harness into a new temporary folder.</summary>
    /// <param name="root">Where; null for the system's temporary folder.</param>
    /// <param name="cache">Folder of objects that outlive the session; null for none.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    public Session(string? root, string? cache)
    {
        _folder = new TemporaryFolder(root);
        _cache = cache is null ? null : new ObjectCache(cache);
        try
        {
            _files = new EmbeddedFiles(_folder.CreateFolder("c"));
            var objects = new ObjectStore(_processes, _folder.CreateFolder("objects"), ToolTimeout, _cache);
            _builder = new ProgramBuilder(_processes, objects, _files, _folder.CreateFolder("programs"), ToolTimeout);
            _runner = new ProgramRunner(_processes, _folder.CreateFolder("runs"));
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>The temporary folder.</summary>
    public string FolderPath => _folder.Path;

    /// <summary>Builds and runs on this computer, instrumented; a program and samples that ran before are not run again.</summary>
    public async Task<ExecutedProgram?> RunOnHostAsync(
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        string compiler,
        VerifyOptions options,
        DiagnosticBag bag,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        progress?.Report("building for this computer");
        var host = await HostCompilerAsync(compiler, cancellation).ConfigureAwait(false);
        if (!host.Sanitizes)
        {
            bag.Add(
                Diag.SanitizersMissing,
                Place.None,
                $"{compiler} cannot build or run programs with -fsanitize=address,undefined",
                "the generated C runs at -O2 without them, so memory errors may go unnoticed",
                options.Clang
                    ? "install the runtime of clang's sanitizers, on Debian or Ubuntu: sudo apt-get install libclang-rt-dev"
                    : "install gcc from the distribution, with libasan and libubsan"
            );
        }
        if (
            await _builder.BuildAsync(model, samples.Count, _builder.HostRecipe(host), options, bag, cancellation).ConfigureAwait(false)
            is not { } program
        )
            return null;
        var key = program.Key + RunKey(model, samples);
        if (_hostRuns.TryGetValue(key, out var before))
            return new ExecutedProgram(program, before, host.Sanitizes);
        progress?.Report("running on this computer");
        var run = await _runner.RunAsync(program, model, samples, Target.Host, "", options, bag, cancellation).ConfigureAwait(false);
        if (run is null)
            return null;
        _hostRuns[key] = run;
        return new ExecutedProgram(program, run, host.Sanitizes);
    }

    /// <summary>Builds and runs on an emulated board.</summary>
    public async Task<ExecutedProgram?> RunOnBoardAsync(
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        Target target,
        ArmCompiler compiler,
        string emulator,
        bool stepHook,
        VerifyOptions options,
        DiagnosticBag bag,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        progress?.Report($"building for {target.Name}");
        var flags = await compiler.FlagsAsync(target, _processes, _files, cancellation).ConfigureAwait(false);
        var recipe = _builder.BoardRecipe(target, compiler, flags, stepHook);
        if (await _builder.BuildAsync(model, samples.Count, recipe, options, bag, cancellation).ConfigureAwait(false) is not { } program)
            return null;
        progress?.Report($"running on {target.Name}");
        var run = await _runner.RunAsync(program, model, samples, target, emulator, options, bag, cancellation).ConfigureAwait(false);
        return run is null ? null : new ExecutedProgram(program, run, Sanitized: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache?.Trim();
        _processes.Dispose();
        _folder.Dispose();
    }

    private async Task<HostCompiler> HostCompilerAsync(string path, CancellationToken cancellation)
    {
        if (_hostCompilers.TryGetValue(path, out var known))
            return known;
        var folder = _folder.CreateFolder("probe-" + Guid.NewGuid().ToString("N"));
        return _hostCompilers[path] = await HostCompiler.DetectAsync(path, _processes, _files, folder, cancellation).ConfigureAwait(false);
    }

    private static string RunKey(CompiledModel model, IReadOnlyList<Sample> samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ProgramRunner.LiveRangeTable(model.LiveRanges.IsDefault ? [] : model.LiveRanges));
        foreach (var input in samples.SelectMany(s => s.Inputs))
            hash.AppendData(input.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
