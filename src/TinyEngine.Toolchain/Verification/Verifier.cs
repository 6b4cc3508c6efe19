using System.Collections.Immutable;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Tools;

namespace TinyEngine.Toolchain.Verification;

/// <summary>
/// Builds a generated folder, runs it and compares and measures what comes out. One verifier serves any number of models, also in
/// parallel: objects are compiled once, at most two processes run at a time. Disposing it removes its temporary folder.
/// </summary>
/// <param name="tools">Where compilers and the emulator are.</param>
public sealed class Verifier(Toolset tools) : IDisposable
{
    private static readonly ImmutableHashSet<string> ToolIds =
    [
        Diag.HostCompilerMissing.Id,
        Diag.ArmCompilerMissing.Id,
        Diag.ClangMissing.Id,
        Diag.EmulatorMissing.Id,
        Diag.ArmLibraryMissing.Id,
    ];

    private readonly Lock _lock = new();
    private Session? _session;

    /// <summary>Verifies one network on one target.</summary>
    /// <param name="sources">The generated sources.</param>
    /// <param name="folder">Where they were written; every <c>.c</c> file in it belongs to the network.</param>
    /// <param name="samples">Inputs and expectations, at least one.</param>
    /// <param name="target">Where to run.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Receives one line per phase.</param>
    /// <param name="cancellation">Kills what runs. A caller that passes one turns SIGINT and SIGTERM into a cancellation.</param>
    /// <returns>The result; every failure that the user can meet is a diagnostic in it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; no process is left.</exception>
    public Task<VerificationResult> VerifyAsync(
        CSources sources,
        string folder,
        IReadOnlyList<Sample> samples,
        Target target,
        VerifyOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default
    ) => VerifyAsync(CompiledModel.From(sources, folder), samples, target, options, progress, cancellation);

    /// <summary>Verifies a folder of generated C on one target.</summary>
    internal async Task<VerificationResult> VerifyAsync(
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        Target target,
        VerifyOptions? options = null,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new VerifyOptions();
        var bag = new DiagnosticBag();
        SampleChecks.Check(model, samples, bag);
        if (!File.Exists(Path.Combine(model.Folder, model.Name + ".h")))
            bag.Add(Diag.BuildFailed, new Place(model.Name, target.Name), $"there is no {model.Name}.h in {model.Folder}");
        var paths = FindTools(target, options, bag);
        if (bag.HasErrors)
            return Empty(model, target, bag);
        using var signals = ExitGuard.LeaveTo(cancellation);
        try
        {
            var session = Open();
            return target.IsEmulated
                ? await OnBoardAsync(session, model, samples, target, paths, options, bag, progress, cancellation).ConfigureAwait(false)
                : await OnHostAsync(session, model, samples, paths, options, bag, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bag.Add(
                Diag.NoTemporaryFolder,
                new Place(model.Name, target.Name),
                e.Message,
                "programs are built below the system's temporary folder",
                "make room there, or point TMPDIR to a folder that can be written"
            );
            return Empty(model, target, bag);
        }
    }

    /// <summary>Folder for compiled objects that later verifiers use too, made when missing, shared with other processes, of bounded size;
    /// null to compile everything anew.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Where to put the temporary folder; null for the system's.</summary>
    internal string? TemporaryRoot { get; init; }

    /// <summary>The temporary folder, once there is one.</summary>
    internal string? TemporaryPath => _session?.FolderPath;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    private Session Open()
    {
        lock (_lock)
            return _session ??= new Session(TemporaryRoot, CacheFolder);
    }

    private sealed record ToolPaths(string Host, ArmCompiler Arm, string Emulator);

    private ToolPaths FindTools(Target target, VerifyOptions options, DiagnosticBag bag)
    {
        var clang = options.Clang ? tools.Require(Tool.Clang, bag) : null;
        var host =
            !target.IsEmulated && options.Clang ? clang
            : !target.IsEmulated || options.InstrumentedHostRun ? tools.Require(Tool.HostCompiler, bag)
            : "";
        var gcc = target.IsEmulated ? tools.Require(Tool.ArmCompiler, bag) : "";
        var emulator = target.IsEmulated ? tools.Require(Tool.ArmEmulator, bag) : "";
        return new ToolPaths(host ?? "", new ArmCompiler(gcc ?? "", clang), emulator ?? "");
    }

    private static async Task<VerificationResult> OnHostAsync(
        Session session,
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        ToolPaths paths,
        VerifyOptions options,
        DiagnosticBag bag,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        if (
            await session.RunOnHostAsync(model, samples, paths.Host, options, bag, progress, cancellation).ConfigureAwait(false)
            is not { } host
        )
            return Empty(model, Target.Host, bag);
        var comparison = OutputComparison.Compare(model.Outputs, samples, [.. host.Run.Outputs], options);
        Report(comparison, model, Target.Host, bag);
        return Figures(Empty(model, Target.Host, bag), model, host, comparison) with
        {
            MacsExecuted = host.Run.Report.Samples[0]["macs"],
            Steps = Steps(model, null, host.Run.Report.StepCosts),
            Sanitized = host.Sanitized,
        };
    }

    private static async Task<VerificationResult> OnBoardAsync(
        Session session,
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        Target target,
        ToolPaths paths,
        VerifyOptions options,
        DiagnosticBag bag,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        var (boardBag, stepBag, hostBag) = (new DiagnosticBag(), new DiagnosticBag(), new DiagnosticBag());
        Task<ExecutedProgram?> Board(IReadOnlyList<Sample> runs, bool hook, DiagnosticBag into) =>
            session.RunOnBoardAsync(model, runs, target, paths.Arm, paths.Emulator, hook, options, into, progress, cancellation);

        var boardTask = Board(samples, false, boardBag);
        var hostTask = options.InstrumentedHostRun
            ? session.RunOnHostAsync(model, samples, paths.Host, options, hostBag, progress, cancellation)
            : Task.FromResult<ExecutedProgram?>(null);
        var stepTask = options.MeasureSteps ? Board([samples[0]], true, stepBag) : Task.FromResult<ExecutedProgram?>(null);
        await Task.WhenAll(boardTask, hostTask, stepTask).ConfigureAwait(false);
        var (board, host, steps) = (
            await boardTask.ConfigureAwait(false),
            await hostTask.ConfigureAwait(false),
            await stepTask.ConfigureAwait(false)
        );

        foreach (var diagnostic in boardBag.Items.Concat(boardBag.HasErrors ? [] : stepBag.Items).Concat(hostBag.Items))
            bag.Add(diagnostic);
        if (host is not null)
            Report(OutputComparison.Compare(model.Outputs, samples, [.. host.Run.Outputs], options), model, Target.Host, bag);
        if (board is null)
            return Empty(model, target, bag);

        var comparison = OutputComparison.Compare(model.Outputs, Expectations(samples, host), [.. board.Run.Outputs], options);
        Report(comparison, model, target, bag);
        var footprint = Footprint.Measure(board.Program.Map!, board.Program.ModelObjects, model.Name);
        if (footprint.StaticBytes > 0)
        {
            bag.Add(
                Diag.StaticData,
                new Place(model.Name, target.Name),
                $"{footprint.StaticBytes} bytes of variables: {string.Join(", ", footprint.Variables)}",
                "all state belongs to the arena, so that a network can run several times at once"
            );
        }
        var result = Figures(Empty(model, target, bag), model, board, comparison);
        return result with
        {
            Ram = result.Ram!.Value with
            {
                Static = footprint.StaticBytes,
                Stack = (int)board.Run.Report.Samples.Max(s => s["stack"]),
                StackBound = board.Program.BoundStack(),
            },
            Flash = footprint.Flash,
            SampleInstructions = [.. board.Run.Report.Samples.Select(s => s["instructions"])],
            MacsExecuted = host?.Run.Report.Samples[0]["macs"],
            Steps = Steps(model, steps?.Run.Report.StepCosts, host?.Run.Report.StepCosts),
            StackFrames = board.Program.StackFrames(),
            Sanitized = host is { Sanitized: true },
        };
    }

    // Without expectations the sanitized host run takes their place.
    private static List<Sample> Expectations(IReadOnlyList<Sample> samples, ExecutedProgram? host) =>
        [.. samples.Select((s, k) => s.Expected.Count > 0 || host is null ? s : s with { Expected = host.Run.Outputs[k] })];

    private static ImmutableArray<StepCost> Steps(CompiledModel model, ImmutableArray<long>? instructions, ImmutableArray<long>? macs)
    {
        var count = Math.Max(instructions?.Length ?? 0, macs?.Length ?? 0);
        long? At(ImmutableArray<long>? costs, int i) => costs is { } c && i < c.Length ? c[i] : null;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new StepCost(i, i < model.StepNames.Length ? model.StepNames[i] : "", At(instructions, i), At(macs, i))),
        ];
    }

    private static VerificationResult Figures(
        VerificationResult result,
        CompiledModel model,
        ExecutedProgram executed,
        OutputComparison comparison
    ) =>
        result with
        {
            Comparison = comparison,
            Outputs = executed.Run.Outputs,
            ArenaTouched = (int)executed.Run.Report.Samples.Max(s => s["touched"]),
            Ram = new Ram((int)executed.Run.Report.Samples[0]["arena"], null, null, model.IoBytes),
        };

    private static void Report(OutputComparison comparison, CompiledModel model, Target target, DiagnosticBag bag)
    {
        if (comparison.Match)
            return;
        bag.Add(
            Diag.OutputsDiffer,
            new Place(model.Name, target.Name),
            comparison.First!.ToString(),
            $"{comparison.Differing} of {comparison.Elements} elements differ, by {comparison.MaxAbsDiff} at most"
        );
    }

    private static VerificationResult Empty(CompiledModel model, Target target, DiagnosticBag bag)
    {
        var errors = bag.Items.Where(d => d.Severity == Severity.Error).ToList();
        var status =
            errors.Exists(d => ToolIds.Contains(d.Id)) ? VerificationStatus.ToolMissing
            : errors.Exists(d => d.Id != Diag.OutputsDiffer.Id) ? VerificationStatus.Failed
            : errors.Count > 0 ? VerificationStatus.Differed
            : VerificationStatus.Passed;
        return new VerificationResult(target, status, bag.Items) { Macs = model.Macs };
    }
}
