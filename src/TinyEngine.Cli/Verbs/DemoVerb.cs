using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Emission.Packages;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Passes;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Report;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine demo</c>: the whole road with a network that the tool builds itself.</summary>
internal sealed class DemoVerb : ReportingVerb<DemoReport>
{
    private const ulong ImageSeed = 1;

    private const string ModelName = "demo.tflite",
        InputName = "in0.bin",
        OutputName = "out0.bin",
        CodeFolder = "c";

    private static readonly Option<string> Output = new("--output")
    {
        Description = "folder for the model, its input and the results; made when missing",
        HelpName = "DIR",
        DefaultValueFactory = _ => "build/demo",
    };

    /// <summary>Declares the verb.</summary>
    public DemoVerb()
        : base("demo", "Build a small network and take it all the way, with nothing but this tool") => Add(Output);

    /// <inheritdoc/>
    public override string About =>
        $"""
            Builds a small MobileNetV2 (64x64 colour image, ten classes, random weights), writes it as {ModelName} together with an input,
            reads the file back like any model, inspects it and computes it on this machine. Then it compiles the model to C, builds that,
            runs it on this machine under sanitizers and on emulated Cortex-M boards, and compares every byte. The files stay, to try the
            other verbs on.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [new("demo", "everything into build/demo"), new("demo --output mine", "into another folder")];

    /// <inheritdoc/>
    protected override string Activity => "building the network";

    /// <inheritdoc/>
    protected override JsonTypeInfo<DemoReport> Json => DemoJson.Default.DemoReport;

    /// <inheritdoc/>
    protected override DemoReport? Execute(Invocation call)
    {
        var folder = call.Required(Output);
        var image = DemoNetwork.Image(ImageSeed);
        if (
            TfliteExporter.Export(DemoNetwork.Build(), call.Diagnostics) is not { } model
            || Pipeline.Import(model, Path.Combine(folder, ModelName), call.Diagnostics) is not { } graph
        )
            return null;
        var result = new Compiler.Interpreter.Interpreter(graph).Run(image)[0];

        OutputFile[] files = [new(ModelName, model), new(InputName, image), new(OutputName, result)];
        if (!OutputFiles.Write(folder, files, call) || Prove(graph, image, result, folder, call) is not { } proof)
            return null;
        return new DemoReport(folder, DemoNetworkSummary.Of(graph, model.Length), DemoAnswer.Of(graph[graph.Outputs[0]], result))
        {
            Model = Path.Combine(folder, ModelName),
            Input = Path.Combine(folder, InputName),
            Output = Path.Combine(folder, OutputName),
            Code = Path.Combine(folder, CodeFolder),
            Targets = proof,
        };
    }

    /// <summary>Compiles the network, keeps the C for the last target, and verifies it on all of them.</summary>
    private static ImmutableArray<DemoTarget>? Prove(Network graph, byte[] image, byte[] result, string folder, Invocation call)
    {
        var model = new LoadedModel(
            Path.Combine(folder, ModelName),
            "demo",
            graph,
            NetworkEdges.None(graph),
            Pipeline.Optimize(graph),
            new StageDumps()
        );
        using var bench = TestBench.Open(call);
        var targets = ImmutableArray.CreateBuilder<DemoTarget>();
        var results = ImmutableArray.CreateBuilder<VerificationResult>(Target.Usual.Length);
        foreach (var target in Target.Usual)
        {
            if (bench is null || CompiledNetwork.Compile(model, target, call) is not { } network)
                return null;
            var shown = target == Target.Usual[^1];
            if (
                bench.Verify(network, [new Sample([image], [result])], target, new VerifyOptions { MeasureSteps = shown })
                is not { } verified
            )
                return null;
            results.Add(verified);
            if (
                shown
                && NetworkFiles.WriteFolder(
                    network,
                    Package.All[0],
                    Path.Combine(folder, CodeFolder),
                    new Verification(1, "files", "interpreter", results.ToImmutable()),
                    call
                )
                    is null
            )
                return null;
            targets.Add(DemoTarget.Of(verified));
        }

        return targets.ToImmutable();
    }

    /// <inheritdoc/>
    protected override void Print(DemoReport report, Terminal terminal)
    {
        var (network, answer) = (report.Network, report.Answer);
        void Step(int number, string text) => terminal.Out.WriteLine($"{number}. {text}");

        Step(1, $"Built a small MobileNetV2 with random weights and wrote it to {report.Model} ({network.FileBytes:N0} bytes).");
        Step(
            2,
            $"Read it back: {network.Operators.Sum(op => op.Count)} operators, {network.Macs:N0} multiply-accumulates, "
                + $"{network.Parameters:N0} parameters in {network.WeightBytes:N0} bytes."
        );
        terminal.WriteTable(
            ["operator", Column.Number("count"), Column.Number("MACs"), Column.Number("params"), Column.Number("largest output")],
            network.Operators.Select(op =>
                new[] { op.Op, $"{op.Count}", Number(op.Macs), Number(op.Parameters), $"{op.LargestOutput:N0} B" }
            )
        );
        Step(
            3,
            $"Computed it for the image {report.Input}, byte for byte as TensorFlow Lite's reference kernels do: class "
                + $"{answer.Class} with {answer.Probability:P0}."
        );
        Step(4, $"Compiled it: {report.Code} holds C99 for a Cortex-M7, the interface is demo.h, an example is in README.md.");
        Step(5, "Built and ran the C, on this machine under sanitizers and on emulated boards, and compared every byte:");
        terminal.WriteTable(
            [
                "target",
                "outputs",
                Column.Number("instructions"),
                Column.Number("arena (RAM)"),
                Column.Number("stack"),
                Column.Number("flash"),
            ],
            report.Targets.Select(target =>
                new[]
                {
                    target.Target,
                    target.Match ? "match" : "DIFFER",
                    Figure(target.Instructions),
                    Figure(target.ArenaBytes),
                    Figure(target.StackBytes),
                    Figure(target.FlashBytes),
                }
            )
        );
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"The result is in {report.Output}. Go on with:");
        terminal.Out.WriteLine($"    tinyengine inspect {report.Model}");
        terminal.Out.WriteLine($"    tinyengine bench {report.Model} --layers");
        terminal.Out.WriteLine($"    tinyengine run {report.Model} --input {report.Input} --output {Path.Combine(report.Folder, "again")}");
    }

    private static string Figure(long? value) => value is { } number ? $"{number:N0}" : "-";

    private static string Number(long value) => value == 0 ? "" : $"{value:N0}";
}

/// <summary>What <c>demo</c> did.</summary>
/// <param name="Folder">Where everything is.</param>
/// <param name="Network">The network, read back.</param>
/// <param name="Answer">What the network says about its input.</param>
internal sealed record DemoReport(string Folder, DemoNetworkSummary Network, DemoAnswer Answer) : Report
{
    /// <summary>The model file.</summary>
    public required string Model { get; init; }

    /// <summary>The input file.</summary>
    public required string Input { get; init; }

    /// <summary>The result file.</summary>
    public required string Output { get; init; }

    /// <summary>The folder of generated C.</summary>
    public required string Code { get; init; }

    /// <summary>What building and running the C showed.</summary>
    public required ImmutableArray<DemoTarget> Targets { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExitCode ExitCode => TestBench.CodeOf(Targets.Max(target => target.Status));
}

/// <summary>The C on one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Match">Whether every output byte is right.</param>
/// <param name="Instructions">Executed instructions; null where they cannot be counted.</param>
/// <param name="ArenaBytes">RAM for buffers.</param>
/// <param name="StackBytes">Stack that was used; null where it cannot be measured.</param>
/// <param name="FlashBytes">Code, weights and tables; null where they are not placed in flash.</param>
internal sealed record DemoTarget(
    string Target,
    VerificationStatus Status,
    bool Match,
    long? Instructions,
    int? ArenaBytes,
    int? StackBytes,
    int? FlashBytes
)
{
    /// <summary>The figures of a result.</summary>
    public static DemoTarget Of(VerificationResult result) =>
        new(
            result.Target.Name,
            result.Status,
            result.Match,
            result.Instructions,
            result.Ram?.Arena,
            result.Ram?.Stack,
            result.Flash?.Total
        );
}

/// <summary>The network in figures.</summary>
/// <param name="FileBytes">Size of the model file.</param>
/// <param name="Macs">Multiply-accumulates of one run.</param>
/// <param name="Parameters">Elements of weights and biases.</param>
/// <param name="WeightBytes">Bytes of the same.</param>
/// <param name="Operators">Operators by kind, in the order of their first use.</param>
internal sealed record DemoNetworkSummary(
    long FileBytes,
    long Macs,
    long Parameters,
    long WeightBytes,
    ImmutableArray<DemoOperators> Operators
)
{
    /// <summary>The figures of a graph.</summary>
    public static DemoNetworkSummary Of(Network graph, long fileBytes)
    {
        var report = InspectReport.OfGraph("", fileBytes, graph);
        return new DemoNetworkSummary(
            fileBytes,
            report.Macs,
            report.Parameters,
            report.WeightBytes,
            [
                .. report
                    .Operators.GroupBy(op => op.Op)
                    .Select(kind => new DemoOperators(
                        kind.Key,
                        kind.Count(),
                        kind.Sum(op => op.Macs),
                        kind.Sum(op => op.Parameters),
                        kind.Max(op => op.Outputs.Max(output => output.Bytes))
                    )),
            ]
        );
    }
}

/// <summary>All operators of one kind.</summary>
/// <param name="Op">Operator, in TFLite's spelling.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Macs">Their multiply-accumulates.</param>
/// <param name="Parameters">Elements of their constants.</param>
/// <param name="LargestOutput">Bytes of the largest result.</param>
internal sealed record DemoOperators(string Op, int Count, long Macs, long Parameters, int LargestOutput);

/// <summary>The most probable class.</summary>
/// <param name="Class">Its index.</param>
/// <param name="Probability">From 0 to 1.</param>
internal sealed record DemoAnswer(int Class, double Probability)
{
    /// <summary>Reads the output of a classifier.</summary>
    public static DemoAnswer Of(Value output, byte[] bytes)
    {
        var codes = MemoryMarshal.Cast<byte, sbyte>(bytes);
        var best = 0;
        for (var i = 1; i < codes.Length; i++)
            best = codes[i] > codes[best] ? i : best;
        return new DemoAnswer(best, (codes[best] - output.Type.Quant.ZeroPoint) * (double)output.Type.Quant.Scale);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext;
