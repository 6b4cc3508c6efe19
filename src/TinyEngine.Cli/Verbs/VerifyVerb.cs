using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Emission.Packages;
using TinyEngine.Compiler.Targets;
using TinyEngine.Report;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine verify MODEL</c>: compiles, builds, runs, compares, measures.</summary>
internal sealed class VerifyVerb : ReportingVerb<VerifyReport>
{
    private static readonly Option<string?> Output = new("--output")
    {
        Description = "also keep the generated folder here, as 'compile' writes it, with what was measured in its reports",
        HelpName = "DIR",
    };

    /// <summary>Declares the verb.</summary>
    public VerifyVerb()
        : base("verify", "Build the generated C, run it on this machine and on emulated boards, and compare every output")
    {
        Add(CommonOptions.Model);
        GraphArguments.AddTo(this);
        GraphArguments.AddEdgesTo(this);
        SampleFiles.AddTo(this);
        CompileArguments.AddTo(this);
        Add(Output);
        Add(NetworkFiles.Report);
        Add(CommonOptions.Compiler);
        Add(CommonOptions.NoCache);
        Add(CommonOptions.Dump);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            Compiles the model to a temporary folder, builds it and runs it with the samples: on this machine under sanitizers, with all of
            the arena that no value occupies made inaccessible, and on emulated Cortex-M boards, where instructions, stack and flash are
            measured. Without --target it does so for host, cortex-m4 and cortex-m7. Without --expect (or out*.bin files) the outputs of the
            interpreter are expected; without --input a random input is made. Integer outputs must be equal; float32 may differ by one unit
            in the last place.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("verify model.tflite", "a random input, three targets, against the interpreter"),
            new("verify model.tflite --input in0.bin --expect out0.bin --target cortex-m7", "a sample of your own, one target"),
            new("verify model.tflite --board nucleo-f446re --report build/net.html", "and a page that shows where memory and time go"),
            new("verify model.tflite --samples data --json", "all samples of a folder, as one JSON object"),
        ];

    /// <inheritdoc/>
    protected override string Activity => "compiling the model";

    /// <inheritdoc/>
    protected override JsonTypeInfo<VerifyReport> Json => VerifyJson.Default.VerifyReport;

    /// <inheritdoc/>
    protected override VerifyReport? Execute(Invocation call)
    {
        if (LoadedModel.Load(call) is not { } model || !CompileArguments.CheckInstructions(call, CompileArguments.Target))
            return null;
        if (CompileArguments.FindTarget(call) is { } asked && asked.RunsOn != asked)
            call.Terminal.Error.WriteLine($"{asked} is not emulated: its code is the portable C of the host, which runs here");
        ImmutableArray<Target> targets = CompileArguments.FindTarget(call) is { } only
            ? [only.RunsOn]
            : [.. Target.Usual.Select(target => CompileArguments.Within(call, target))];
        if (SampleFiles.Read(model, call) is not { } samples || Compile(model, targets, call) is not { } networks)
            return null;

        using var bench = TestBench.Open(call);
        if (bench is null)
            return null;
        var folder = call.Get(Output);
        var options = new VerifyOptions
        {
            Clang = CommonOptions.UsesClang(call),
            KeepState = SampleFiles.KeepsState(call),
            MeasureSteps = folder is not null || call.Get(NetworkFiles.Report) is not null,
        };
        var results = ImmutableArray.CreateBuilder<VerificationResult>(targets.Length);
        foreach (var target in targets)
        {
            if (bench.Verify(networks[target], samples.Samples, target, options) is not { } result)
                return null;
            var need = MemoryNeed.Measured(result);
            MemoryLimits.HoldsWithCode(networks[target], need, call);
            FailLimits.Check(need, model.Path, call);
            results.Add(result);
            call.Progress?.ReportShare(results.Count, targets.Length);
        }

        // What is kept is what 'compile' writes without --target.
        var (kept, verification) = (
            networks[targets[^1]],
            new Verification(samples.Samples.Length, samples.Inputs, samples.Expectation, results.DrainToImmutable())
        );
        if (
            (folder is not null && NetworkFiles.WriteFolder(kept, Package.All[0], folder, verification, call) is null)
            || !NetworkFiles.WriteReport(kept, verification, call)
        )
            return null;
        ImmutableArray<TargetReport> reports =
        [
            .. verification.Results.Select(result =>
                TargetReport.Of(networks[result.Target], samples, result) with
                {
                    Time = TimeEstimate.Of(call.Board, result.Instructions),
                }
            ),
        ];
        return targets is [_] ? reports[0] : new AllTargetsReport(reports);
    }

    /// <summary>Compiles for each of the targets.</summary>
    private static Dictionary<Target, CompiledNetwork>? Compile(LoadedModel model, ImmutableArray<Target> targets, Invocation call)
    {
        var networks = new Dictionary<Target, CompiledNetwork>();
        foreach (var target in targets)
        {
            if (CompiledNetwork.Compile(model, target, call) is not { } network)
                break;
            networks[target] = network;
        }

        return model.Dumps.Write(call) && !call.Diagnostics.HasErrors ? networks : null;
    }

    /// <inheritdoc/>
    protected override void Print(VerifyReport report, Terminal terminal)
    {
        var results = report is AllTargetsReport all ? all.Results : [(TargetReport)report];
        terminal.WriteTable(
            [
                "target",
                "outputs",
                Column.Number("instructions"),
                Column.Number("per MAC"),
                Column.Number("arena"),
                Column.Number("stack"),
                Column.Number("at most"),
                Column.Number("code"),
                Column.Number("weights"),
                Column.Number("tables"),
            ],
            results.Select(result =>
                new[]
                {
                    result.Target,
                    result.Outcome,
                    Number(result.Instructions),
                    result.Instructions is { } instructions && result.Macs > 0 ? $"{(double)instructions / result.Macs:F2}" : "-",
                    Number(result.Ram?.Arena),
                    Number(result.Ram?.Stack),
                    Number(result.Ram?.StackBound),
                    Number(result.Flash?.Code),
                    Number(result.Flash?.Weights),
                    Number(result.Flash?.Tables),
                }
            )
        );
        var first = results[0];
        terminal.Out.WriteLine(
            $"{first.Samples} sample{(first.Samples == 1 ? "" : "s")}{(first.Inputs == "random" ? " (random)" : "")}; expected is "
                + $"what {(first.Expectation == "files" ? "the files hold" : "the interpreter computes")}; {first.Macs:N0} MACs"
        );
        if (results.Any(result => result.Ram is { Io: > 0 }))
            terminal.Out.WriteLine($"inputs outside the arena: {results.Max(result => result.Ram?.Io ?? 0):N0} bytes");
        foreach (var time in results.Select(result => result.Time).OfType<TimeEstimate>())
            terminal.Out.WriteLine(time.Text);
    }

    private static string Number(long? value) => value is { } number ? $"{number:N0}" : "-";
}
