using System.Text;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli;

/// <summary>Builds, runs and measures compiled networks in a temporary folder; disposing it leaves nothing behind.</summary>
internal sealed class TestBench : IDisposable
{
    private readonly Invocation _call;
    private readonly TemporaryFolder _folder;
    private readonly Verifier _verifier;
    private readonly Dictionary<CompiledNetwork, CompiledModel> _written = new(ReferenceEqualityComparer.Instance);

    private TestBench(Invocation call, TemporaryFolder folder)
    {
        (_call, _folder) = (call, folder);
        _verifier = new Verifier(Toolset.FromEnvironment()) { CacheFolder = call.Get(CommonOptions.NoCache) ? null : CacheFolder() };
    }

    // TINYENGINE_CACHE names the folder; empty, it asks for none.
    private static string? CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("TINYENGINE_CACHE") is { } asked)
            return asked.Length > 0 ? Path.GetFullPath(asked) : null;
        var user = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.IsPathRooted(user) ? Path.Combine(user, "tinyengine", "objects") : null;
    }

    /// <summary>Makes the temporary folder.</summary>
    /// <returns>The bench, or null after an error was reported.</returns>
    public static TestBench? Open(Invocation call) => Try(call, () => new TestBench(call, new TemporaryFolder(null, call.Cancellation)));

    /// <summary>Builds a network, runs samples on it and compares. What is wrong goes to the diagnostics of the call too.</summary>
    /// <returns>The result, or null after an error was reported that has nothing to do with the network.</returns>
    /// <exception cref="OperationCanceledException">Ctrl-C; no process is left.</exception>
    public VerificationResult? Verify(CompiledNetwork network, IReadOnlyList<Sample> samples, Target target, VerifyOptions options)
    {
        _call.Cancellation.ThrowIfCancellationRequested();
        if (!_written.TryGetValue(network, out var model))
        {
            if (Try(_call, () => Write(network)) is not { } written)
                return null;
            _written[network] = model = written;
        }

        var result = _verifier.VerifyAsync(model, samples, target, options, _call.Progress, _call.Cancellation).GetAwaiter().GetResult();
        _call.Cancellation.ThrowIfCancellationRequested(); // a terminal sends Ctrl-C to compilers too, which then fail
        foreach (var diagnostic in result.Diagnostics)
            _call.Diagnostics.Add(diagnostic);
        return result;
    }

    /// <summary>The exit code that goes with how a verification ended.</summary>
    public static ExitCode CodeOf(VerificationStatus status) =>
        status switch
        {
            VerificationStatus.Passed => ExitCode.Done,
            VerificationStatus.Differed => ExitCode.VerificationDiffered,
            VerificationStatus.ToolMissing => ExitCode.ToolMissing,
            _ => ExitCode.Diagnostics,
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        _verifier.Dispose();
        _folder.Dispose();
    }

    // Cores often get the same sources; then their objects serve all.
    private CompiledModel Write(CompiledNetwork network)
    {
        if (_written.FirstOrDefault(other => other.Key.Sources.Files.SequenceEqual(network.Sources.Files)).Value is { } same)
            return CompiledModel.From(network.Sources, same.Folder);
        var folder = _folder.CreateFolder($"network{_written.Count}");
        foreach (var (name, text) in network.Sources.Files)
            File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));
        return CompiledModel.From(network.Sources, folder);
    }

    private static T? Try<T>(Invocation call, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            call.Diagnostics.Add(
                Diag.NoTemporaryFolder,
                new Place(Path.GetTempPath()),
                "the temporary folder cannot be used: "
                    + $"{(exception is FileNotFoundException ? "it does not exist" : InputFile.Reason(exception))}",
                "programs are built below the system's temporary folder",
                "make room there, or point TMPDIR to a folder that can be written"
            );
            return null;
        }
    }
}
