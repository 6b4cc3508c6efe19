using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Report;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine bench MODEL</c>: instructions of a network, whole and per layer.</summary>
internal sealed class BenchVerb : ReportingVerb<BenchReport>
{
    private static readonly Option<bool> Layers = new("--layers") { Description = "also measure each step, in a second build" };

    private static readonly string[] Emulated = [.. Target.All.Where(target => target.IsEmulated).Select(target => target.Name)];

    private static readonly ChoiceOption Core = new("--target", Emulated)
    {
        Description = "the emulated core; cortex-m7 when neither it nor a board is given",
        Refused = new Dictionary<string, string> { [Target.Host.Name] = $"cannot count instructions: use {string.Join(" or ", Emulated)}" },
    };

    private static readonly Option<bool> Planner = new("--planner")
    {
        Description = "measure instead how long a candidate for a plan takes; nothing is built",
    };

    /// <summary>Declares the verb.</summary>
    public BenchVerb()
        : base("bench", "Count the instructions of a model on an emulated Cortex-M")
    {
        Add(CommonOptions.Model);
        GraphArguments.AddTo(this);
        GraphArguments.AddEdgesTo(this);
        Add(Layers);
        Add(Planner);
        Add(NetworkFiles.Report);
        Add(CommonOptions.Compiler);
        Add(CommonOptions.NoCache);
        Add(Core);
        Add(CompileArguments.Isa);
        Add(CompileArguments.Schedule);
        Add(PatchArguments.Patch);
        Add(CompileArguments.Sram);
        Add(CompileArguments.MaxOverhead);
        Add(CompileArguments.Optimize);
        Add(CompileArguments.InputMode);
        Add(CompileArguments.OutputMode);
        BoardArguments.AddTo(this);
        FailLimits.AddTo(this);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            Compiles the model, builds it with the flags of its build file and runs it once on an emulated board with a random input, the
            same every time. The result is compared with the interpreter's: a wrong network has no speed (exit code 4). Instructions are
            counted from the entry of NAME_run to its return, to within 50 (of rows that are pushed: over all calls, to within 50 each);
            they are not cycles. Of a step, the padded taps count as multiply-accumulates too.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("bench model.tflite", "instructions on a Cortex-M7"),
            new("bench model.tflite --layers --target cortex-m4", "per layer, on a Cortex-M4"),
            new("bench model.tflite --target cortex-m33 --isa c99", "portable kernels alone, on a Cortex-M33"),
            new("bench model.tflite --compiler clang", "as clang compiles it"),
            new("bench model.tflite --report build/net.html", "per layer, as a page"),
            new("bench model.tflite --planner", "how long it takes to plan and price a candidate"),
            new("bench model.tflite --board nucleo-f446re", "and an estimate of the time on a board"),
        ];

    /// <inheritdoc/>
    protected override string Activity => "compiling the model";

    /// <inheritdoc/>
    protected override JsonTypeInfo<BenchReport> Json => BenchJson.Default.BenchReport;

    /// <inheritdoc/>
    protected override BenchReport? Execute(Invocation call)
    {
        if (
            LoadedModel.Load(call) is not { } model
            || !CompileArguments.CheckInstructions(call, Core)
            || FindTarget(call) is not { } target
        )
            return null;
        if (call.Get(Planner))
            return BenchPlanner(model, target, call);
        if (CompiledNetwork.Compile(model, target, call) is not { } network)
            return null;
        if (SampleFiles.Random(model, call) is not { } samples)
            return null;
        using var bench = TestBench.Open(call);
        var options = new VerifyOptions
        {
            Clang = CommonOptions.UsesClang(call),
            MeasureSteps = call.Get(Layers) || call.Get(NetworkFiles.Report) is not null,
            InstrumentedHostRun = false,
        };
        if (bench?.Verify(network, samples.Samples, target, options) is not { } result)
            return null;
        FailLimits.Check(MemoryNeed.Measured(result), model.Path, call);
        if (
            !NetworkFiles.WriteReport(
                network,
                new Verification(samples.Samples.Length, samples.Inputs, samples.Expectation, [result]),
                call
            )
        )
            return null;
        return BenchReport.Of(network, result) with { Time = TimeEstimate.Of(call.Board, result.Instructions) };
    }

    /// <summary>Plans and prices every candidate of a network a few times, after a round that compiles the code for it.</summary>
    private static BenchReport? BenchPlanner(LoadedModel model, Target target, Invocation call)
    {
        var options = CompileArguments.Read(call, model.Name, target);
        if (Pipeline.Search(model.Graph, options, model.Path, call.Diagnostics) is not { } plans)
            return null;
        var candidates = plans.Candidates();
        var times = new List<double>();
        for (var round = 0; round <= PlannerReport.Rounds; round++)
        {
            foreach (var price in candidates)
            {
                var start = Stopwatch.GetTimestamp();
                price();
                if (round > 0)
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        var median = times.Count == 0 ? 0 : Math.Round(times[times.Count / 2], 3);
        return new BenchReport(model.Path, model.Name, target.Name, "", VerificationStatus.Passed)
        {
            Planner = new PlannerReport(candidates.Length, median),
        };
    }

    private static string Percent(long predicted, long measured) =>
        measured == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * (((double)predicted / measured) - 1):+0.0;-0.0;0.0} %");

    private static Target? FindTarget(Invocation call)
    {
        var target = CompileArguments.FindTarget(call, Core) ?? CompileArguments.Within(call, Target.CortexM7);
        if (target.IsEmulated)
            return target;
        call.Diagnostics.Add(
            Diag.BoardNotEmulated,
            new Place(call.Board!.Name),
            $"instructions of a {target} cannot be counted: it is not emulated",
            $"the emulated cores are {string.Join(", ", Emulated)}",
            "'tinyengine verify' with this board checks the portable C on this machine; --target cortex-m4 counts for that core"
        );
        return null;
    }

    /// <inheritdoc/>
    protected override void Print(BenchReport report, Terminal terminal)
    {
        if (report.Planner is { } planner)
            terminal.Out.WriteLine(
                $"{report.Name} on {report.Target}: {planner.Candidates} candidates, "
                    + $"{planner.MedianMilliseconds:F2} ms to plan and price one (median)"
            );
        if (report.Instructions is not { } instructions)
            return;
        if (!report.Layers.IsEmpty)
        {
            terminal.WriteTable(
                [
                    Column.Number("#"),
                    "operator",
                    Column.Prose("in → out"),
                    Column.Number("MACs"),
                    Column.Number("instructions"),
                    Column.Number("predicted"),
                    Column.Number("error"),
                    Column.Number("per MAC"),
                    Column.Prose("kernel"),
                ],
                report.Layers.Select(layer =>
                    new[]
                    {
                        $"{layer.Index}",
                        layer.Op,
                        layer.Shapes,
                        layer.Macs == 0 ? "" : $"{layer.Macs:N0}",
                        $"{layer.Instructions:N0}",
                        $"{layer.PredictedInstructions:N0}",
                        Percent(layer.PredictedInstructions, layer.Instructions),
                        layer.InstructionsPerMac is { } ratio ? $"{ratio:F2}" : "",
                        string.Join(", ", layer.Kernels),
                    }
                )
            );
        }

        terminal.Out.WriteLine(
            $"{report.Name} on {report.Target}: {instructions:N0} instructions"
                + (report.InstructionsPerMac is { } perMac ? $", {report.Macs:N0} MACs, {perMac:F2} instructions per MAC" : "")
        );
        terminal.Out.WriteLine(
            $"predicted: {report.PredictedInstructions:N0} instructions, {Percent(report.PredictedInstructions, instructions)}"
        );
        if (report.Time is { } time)
            terminal.Out.WriteLine(time.Text);
    }
}

/// <summary>What <c>bench</c> measured.</summary>
/// <param name="File">The model.</param>
/// <param name="Name">Prefix of the C names.</param>
/// <param name="Target">The core.</param>
/// <param name="Schedule">How the network is cut into steps.</param>
/// <param name="Status">How the comparison with the interpreter ended.</param>
internal sealed record BenchReport(
    string File,
    string Name,
    string Target,
    string Schedule,
    [property: JsonConverter(typeof(StatusConverter))] VerificationStatus Status
) : Report
{
    /// <summary>Whether the outputs are those of the interpreter.</summary>
    public bool Match { get; init; }

    /// <summary>Instructions of a run; null when it did not come to its end.</summary>
    public long? Instructions { get; init; }

    /// <summary>What the instruction model predicts of a run.</summary>
    public long PredictedInstructions { get; init; }

    /// <summary>Time on the board that was asked for, an estimate; null without a board.</summary>
    public TimeEstimate? Time { get; init; }

    /// <summary>Multiply-accumulates by the shapes.</summary>
    public long Macs { get; init; }

    /// <summary>Their ratio; null when there are none.</summary>
    public double? InstructionsPerMac => BenchedLayer.Ratio(Instructions, Macs);

    /// <summary>Measured RAM.</summary>
    public Ram? Ram { get; init; }

    /// <summary>Measured flash.</summary>
    public Flash? Flash { get; init; }

    /// <summary>How long planning takes, when that was asked for; then nothing else was measured.</summary>
    public PlannerReport? Planner { get; init; }

    /// <summary>Steps, when asked for.</summary>
    public ImmutableArray<BenchedLayer> Layers { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExitCode ExitCode => TestBench.CodeOf(Status);

    /// <summary>The report of a measurement.</summary>
    public static BenchReport Of(CompiledNetwork network, VerificationResult result)
    {
        var predicted = network.PredictInstructions();
        return new(network.Model.Path, network.Sources.Name, result.Target.Name, network.Plan.Schedule.Name, result.Status)
        {
            Match = result.Match,
            Instructions = result.Instructions,
            PredictedInstructions = predicted.Total,
            Macs = result.Macs,
            Ram = result.Ram,
            Flash = result.Flash,
            Layers =
            [
                .. result.Steps.Where(step => step.Instructions is not null).Select(step => BenchedLayer.Of(network, step, predicted)),
            ],
        };
    }
}

/// <summary>How long it takes to plan and price a candidate for a plan, without C, in a process that has done so before.</summary>
/// <param name="Candidates">How many there are.</param>
/// <param name="MedianMilliseconds">The median of all, each measured a few times.</param>
internal sealed record PlannerReport(int Candidates, double MedianMilliseconds)
{
    /// <summary>How often each is measured.</summary>
    public const int Rounds = 5;
}

/// <summary>A step of the schedule.</summary>
/// <param name="Index">Number of the step.</param>
/// <param name="Op">Operator, in TFLite's spelling.</param>
/// <param name="Name">Name of its first output.</param>
/// <param name="Shapes">Shapes for people, for example <c>96x96x3 → 48x48x8</c>.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Instructions">Executed instructions.</param>
/// <param name="PredictedInstructions">What the instruction model predicts; without the loop of a stage that it may belong to.</param>
/// <param name="Kernels">Symbols of its kernels.</param>
internal sealed record BenchedLayer(
    int Index,
    string Op,
    string Name,
    string Shapes,
    long Macs,
    long Instructions,
    long PredictedInstructions,
    ImmutableArray<string> Kernels
)
{
    /// <summary>Their ratio; null when there are no multiply-accumulates.</summary>
    public double? InstructionsPerMac => Ratio(Instructions, Macs);

    /// <summary>A measured step of a network.</summary>
    public static BenchedLayer Of(CompiledNetwork network, StepCost cost, PlanInstructions predicted)
    {
        var step = CompiledStep.Of(network.Plan, cost.Index);
        var graph = network.Plan.Schedule.Graph;
        var shapes = InspectedOperator
            .From(graph, network.Plan.Schedule.NodeOf(network.Plan.Schedule.Steps[cost.Index]), cost.Index)
            .Shapes;
        return new BenchedLayer(
            cost.Index,
            step.Op,
            step.Name,
            shapes,
            step.Macs,
            cost.Instructions ?? 0,
            predicted.Steps[cost.Index],
            step.Kernels
        );
    }

    /// <summary>Instructions per multiply-accumulate, to three decimals.</summary>
    public static double? Ratio(long? instructions, long macs) =>
        instructions is { } count && macs > 0 ? Math.Round((double)count / macs, 3) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
