using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Emission.Packages;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine compile MODEL --output DIR</c>: a model becomes a folder of C.</summary>
internal sealed class CompileVerb : ReportingVerb<CompileReport>
{
    private static readonly Option<string[]> WithSelfTest = new("--with-selftest")
    {
        Description =
            "a sample, raw tensors or .npy: one per input, then one per expected output (without those the interpreter computes them)",
        HelpName = "FILE...",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly ChoiceOption Kind = new("--package", [.. Package.All.Select(package => package.Kind)])
    {
        Description = "form of the folder: what a build system accepts as a library, with an example that runs a sample; plain by default",
    };

    /// <summary>Declares the verb.</summary>
    public CompileVerb()
        : base("compile", "Turn a model into a folder of C that stands alone")
    {
        Add(CommonOptions.Models);
        GraphArguments.AddTo(this);
        GraphArguments.AddEdgesTo(this);
        Add(CommonOptions.Output);
        CompileArguments.AddTo(this);
        Add(CompiledLibrary.Arena);
        Add(Kind);
        Add(WithSelfTest);
        Add(CommonOptions.Dump);
        Validators.Add(result =>
        {
            var several = result.GetValue(CommonOptions.Models)?.Length > 1;
            if (several && Given(result, CompileArguments.Name))
                result.AddError("--name names one network: with several models leave it out, and rename the files whose names do not suit");
            else if (several && Given(result, WithSelfTest))
                result.AddError(
                    "--with-selftest is a sample of one model: with several use a --package with an example, which brings samples"
                );
            else if (!several && Given(result, CompiledLibrary.Arena))
                result.AddError("--arena is for several models: give more than one, or leave it out");
        });
    }

    private static bool Given(System.CommandLine.Parsing.CommandResult result, Option option) =>
        result.GetResult(option) is { Implicit: false };

    /// <inheritdoc/>
    public override string About =>
        """
            Writes C99 without heap and without library calls beyond memcpy and memset: NAME.h with the interface, NAME.c with the steps,
            the constants, the kernels that are used, CMakeLists.txt, a README.md that shows how to call it, and report.json with the memory
            plan. --package arranges them as a library for a build system, with an example. The folder must be missing, empty, or an earlier
            result of 'compile', which is replaced; it appears whole or not at all. The same model and options give the same bytes. Without
            --target the code is for cortex-m7; cortex-m4 gets the same sources.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("compile model.tflite --output build/net", "C for a Cortex-M7 or M4"),
            new("compile model.tflite --output build/net --sram 64K --flash 512K", "the same, and an error when it does not fit"),
            new(
                "compile model.tflite --output build/net --schedule stream --input-mode stream",
                "in as little RAM as possible; the image is pushed row by row"
            ),
            new(
                "compile model.tflite --output build/net --board nucleo-f446re",
                "for a board: its core, and an error when it does not fit"
            ),
            new("compile model.tflite --output build/net --target host --name vision", "portable C99, vision_run() and so on"),
            new("compile first.tflite second.tflite --output build/both", "one library of two networks, with one copy of each kernel"),
            new("compile model.tflite --output build/net --package zephyr", "as a Zephyr module with a sample application"),
            new(
                "compile model.tflite --output build/net --with-selftest in0.bin out0.bin",
                "with a sample, to try the network on your board"
            ),
        ];

    /// <inheritdoc/>
    protected override string Activity => "compiling the model";

    /// <inheritdoc/>
    protected override JsonTypeInfo<CompileReport> Json => CompileJson.Default.CompileReport;

    /// <inheritdoc/>
    public override (string Name, JsonTypeInfo Type)? OtherReport => ("compile-several", CompileJson.Default.LibraryReport);

    /// <inheritdoc/>
    public override ExitCode Invoke(Invocation call) =>
        call.Required(CommonOptions.Models).Length == 1
            ? base.Invoke(call)
            : Report(call, ExecuteSeveral, PrintSeveral, CompileJson.Default.LibraryReport);

    /// <inheritdoc/>
    protected override CompileReport? Execute(Invocation call)
    {
        if (
            !BoardArguments.Resolve(call)
            || !CompileArguments.CheckInstructions(call, CompileArguments.Target)
            || LoadedModel.Load(call.Required(CommonOptions.Models)[0], call) is not { } model
        )
            return null;
        var package = PackageOf(call);
        SelfTestSample? sample = null;
        if (
            call.Required(WithSelfTest) is { Length: > 0 } files
                ? (sample = ReadSample(model, files, call.Diagnostics)) is null
                : package.HasExample && (sample = SampleFiles.RandomSelfTest(model, call)) is null
        )
            return null;
        var network = CompiledNetwork.Compile(model, TargetOf(call), call, sample);
        if (!model.Dumps.Write(call) || network is null)
            return null;
        var need = MemoryNeed.Planned(network);
        if (
            !MemoryLimits.HoldsWithCode(network, need, call)
            || NetworkFiles.WriteFolder(network, package, call.Required(CommonOptions.Output), null, call) is not { } report
        )
            return null;
        FailLimits.Check(need, model.Path, call);
        return report;
    }

    /// <inheritdoc/>
    protected override void Print(CompileReport report, Terminal terminal)
    {
        var inStages = report.Stages.Sum(stage => stage.EndStep - stage.FirstStep);
        var stages = inStages == 0 ? "" : $", {inStages} of them in {report.Stages.Length} stage{(report.Stages.Length == 1 ? "" : "s")}";
        terminal.Out.WriteLine(
            $"{Terminal.Printable(report.Model)} as {report.Name}: "
                + $"{report.Steps.Length} step{(report.Steps.Length == 1 ? "" : "s")}{stages} "
                + $"for {report.Board ?? report.Target}, schedule {report.Schedule}"
        );
        var stage = report.Stages.FirstOrDefault(stage => stage.FirstStep <= report.FullestStep && report.FullestStep < stage.EndStep);
        var fullest =
            report.Steps.IsEmpty ? ""
            : stage is null ? $"; most in step {report.FullestStep}, {report.Steps[report.FullestStep].Op}"
            : $"; most in steps {stage.FirstStep} to {stage.EndStep - 1}, which run row by row";
        terminal.WriteTable(
            ["", Column.Number("bytes"), Column.Prose("")],
            [
                [
                    "arena (RAM)",
                    $"{report.ArenaBytes:N0}",
                    (
                        report.ArenaBytes == report.LowerBoundBytes
                            ? "as small as these buffers allow"
                            : $"these buffers need {report.LowerBoundBytes:N0} at least"
                    ) + fullest,
                ],
                [
                    "constants (flash)",
                    $"{report.Constants.Total:N0}",
                    $"weights {report.Constants.Weights:N0}, tables {report.Constants.Tables:N0}",
                ],
                [
                    "code (flash)",
                    $"~{report.Flash.CodeEstimate:N0}",
                    $"estimate; about {report.Flash.TotalEstimate:N0} bytes of flash in all, 'tinyengine verify' measures them",
                ],
            ]
        );
        terminal.Out.WriteLine(
            $"{report.Macs:N0} MACs"
                + (
                    report.MacsExecuted > report.Macs
                        ? $", {report.MacsExecuted:N0} executed: some rows are computed again to save RAM"
                        : ""
                )
        );
        terminal.Out.WriteLine();
        var form = report.Package == Package.All[0].Kind ? "" : $" as a package for {report.Package}";
        terminal.Out.WriteLine(
            $"{report.Files.Length} files in {report.OutputFolder}{form}; the interface is {report.Name}.h, README.md shows its "
                + "use. Prove it:"
        );
        terminal.Out.WriteLine($"    tinyengine verify {report.File}{report.PlanOptions}");
    }

    private static LibraryReport? ExecuteSeveral(Invocation call)
    {
        var package = PackageOf(call);
        if (
            !BoardArguments.Resolve(call)
            || !CompileArguments.CheckInstructions(call, CompileArguments.Target)
            || CompiledLibrary.Compile(TargetOf(call), package.HasExample, call) is not { } library
            || NetworkFiles.WriteFolder(library, package, call.Required(CommonOptions.Output), call) is not { } report
        )
            return null;
        FailLimits.Check(LibraryLimits.Need(library), library.Library.Name, call);
        return report;
    }

    private static void PrintSeveral(LibraryReport report, Terminal terminal)
    {
        terminal.Out.WriteLine($"{report.Networks.Length} networks as {report.Name} for {report.Board ?? report.Target}");
        terminal.WriteTable(
            ["", Column.Number("arena (RAM)"), Column.Number("constants (flash)"), Column.Prose("")],
            [
                .. report.Networks.Select(network =>
                    (string[])[network.Name, $"{network.ArenaBytes:N0}", $"{network.Constants.Total:N0}", $"schedule {network.Schedule}"]
                ),
                [
                    "all",
                    $"{report.ArenaBytes:N0}",
                    $"{report.Constants.Total:N0}",
                    report.Arena == "shared" ? "one arena: only one network runs at a time" : "an arena each",
                ],
            ]
        );
        terminal.Out.WriteLine(
            $"code ~{report.Flash.CodeEstimate:N0}, one copy of each kernel; about {report.Flash.TotalEstimate:N0} bytes of flash in all"
        );
        terminal.Out.WriteLine();
        var headers = string.Join(", ", report.Networks.Select(network => network.Name + ".h"));
        terminal.Out.WriteLine(
            $"{report.Files.Length} files in {report.OutputFolder}; the interfaces are {headers}, README.md shows their use"
        );
    }

    private static Package PackageOf(Invocation call) => Package.Find(call.Get(Kind) ?? "plain")!;

    private static Target TargetOf(Invocation call) => CompileArguments.FindTarget(call) ?? CompileArguments.Within(call, Target.CortexM7);

    /// <summary>Reads the sample of <c>--with-selftest</c>; missing expectations are computed.</summary>
    private static SelfTestSample? ReadSample(LoadedModel model, string[] files, DiagnosticBag bag)
    {
        var count = model.Source.Inputs.Length;
        var expectations = files.Skip(count).ToList();
        if (InputTensors.Read(model.Source, model.Path, [.. files.Take(count)], bag) is not { } inputs)
            return null;
        var expected =
            expectations.Count > 0
                ? InputTensors.ReadExpected(model.Source, model.Path, expectations, bag)
                : Expectations.Compute(model.Source, [inputs], keepState: false, bag)?[0];
        return expected is { } outputs
            ? new SelfTestSample([.. model.GivenInputs(inputs).Select(Bytes)], [.. model.GivenOutputs(outputs).Select(Bytes)])
            : null;
    }

    private static ReadOnlyMemory<byte> Bytes(byte[] tensor) => tensor;
}
