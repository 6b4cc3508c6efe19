using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine plan MODEL</c>: what a network can be run in, and what each saving costs.</summary>
internal sealed class PlanVerb : ReportingVerb<PlanReport>
{
    /// <summary>Declares the verb.</summary>
    public PlanVerb()
        : base("plan", "Show the plans that a model can run with: RAM against computation")
    {
        Add(CommonOptions.Model);
        GraphArguments.AddTo(this);
        GraphArguments.AddEdgesTo(this);
        foreach (
            var option in new System.CommandLine.Option[]
            {
                CompileArguments.Target,
                CompileArguments.Isa,
                CompileArguments.Schedule,
                CompileArguments.InputMode,
                CompileArguments.OutputMode,
                CompileArguments.Sram,
                CompileArguments.MaxOverhead,
                CompileArguments.Optimize,
            }
        )
            Add(option);
        BoardArguments.AddTo(this);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            Lists every plan that is worth having, the fastest first: none of the others needs less RAM and computes less. Then the plan
            that 'compile' would take, stage by stage: which operators run row by row together, and how many rows of each tensor they keep.
            Without --sram that is the smallest plan that computes nothing twice. Nothing is built or run. Without --input-mode rows are
            pushed where the model allows it.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("plan model.tflite", "all plans, and the smallest that computes nothing twice"),
            new("plan model.tflite --sram 64K", "all plans, and the fastest that fits"),
            new("plan model.tflite --board nucleo-f446re", "all plans, and the fastest that fits a board"),
            new("plan model.tflite --input-mode arena --json", "with the image in the arena, as one JSON object"),
        ];

    /// <inheritdoc/>
    protected override string Activity => "planning";

    /// <inheritdoc/>
    protected override JsonTypeInfo<PlanReport> Json => PlanJson.Default.PlanReport;

    /// <inheritdoc/>
    protected override PlanReport? Execute(Invocation call)
    {
        if (LoadedModel.Load(call) is not { } model || !CompileArguments.CheckInstructions(call, CompileArguments.Target))
            return null;
        var target = CompileArguments.FindTarget(call) ?? CompileArguments.Within(call, Target.CortexM7);
        var options = CompileArguments.Read(call, model.Name, target);
        var whyNot = PlanSearch.WhyNotByRows(model.Graph);
        if (call.TextOf(CompileArguments.InputMode) is null)
            options = options with { Interface = options.Interface with { Inputs = whyNot is null ? InputMode.Stream : InputMode.Arena } };
        if (Pipeline.Search(model.Graph, options, model.Path, call.Diagnostics) is not { } plans)
            return null;
        var point = Choose(plans, options);
        var front = List(plans.Front, point);
        var chosen = front.IndexOf(point);
        if (PlanValidator.FindMistake(point.Plan) is { } mistake)
            throw new InvalidOperationException($"the memory plan is wrong: {mistake}");
        var report = PlanReport.Of(model, target, call.Board, front, chosen);
        if (report.Chosen.ArenaBytes > options.SramBytes)
        {
            call.Diagnostics.Add(
                Diag.RamExceeded,
                new Place(model.Path),
                $"no plan needs {options.SramBytes:N0} bytes of RAM or less for its arena",
                $"the smallest that was allowed takes {report.Chosen.ArenaBytes:N0} bytes",
                "see the list of plans; --input-mode stream, --output-mode rows for large outputs, and a larger --max-overhead "
                    + "give smaller ones"
            );
        }

        return report;
    }

    /// <summary>The plan that <c>compile</c> would take; without a limit the smallest that computes nothing twice.</summary>
    private static PlanPoint Choose(PlanSearch plans, CompileOptions options)
    {
        if (options is not { Schedule: ScheduleKind.Auto, SramBytes: null })
            return plans.Find(options.Schedule, options.SramBytes, options.MaxOverhead);
        var (whole, stream) = (plans.Find(ScheduleKind.Layers), plans.Find(ScheduleKind.Stream));
        return stream.Plan.ArenaBytes < whole.Plan.ArenaBytes ? stream : whole;
    }

    /// <summary>The plans that are worth having, and the chosen one where it stands among them.</summary>
    private static ImmutableArray<PlanPoint> List(ImmutableArray<PlanPoint> front, PlanPoint chosen) =>
        front.Contains(chosen) ? front : front.Insert(front.Count(point => point.Plan.ArenaBytes > chosen.Plan.ArenaBytes), chosen);

    /// <inheritdoc/>
    protected override void Print(PlanReport report, Terminal terminal)
    {
        var inputs = report.Front.Any(point => point.WithInputBytes != point.ArenaBytes + point.IoBytes);
        terminal.Out.WriteLine(
            $"{Terminal.Printable(report.Model)} for {report.Target}, input {Words(report.InputMode)}"
                + $"{(report.OutputMode == "rows" ? ", outputs row by row" : "")}; {report.Macs:N0} MACs"
        );
        terminal.WriteTable(
            [
                "",
                "schedule",
                Column.Number("arena"),
                Column.Number(inputs ? "with image" : "with input"),
                Column.Number("F"),
                Column.Number("MACs"),
                Column.Number("instructions"),
                Column.Number("ms"),
                Column.Number("stages"),
                Column.Number("steps in them"),
                Column.Number("constants"),
            ],
            report.Front.Select(
                (point, index) =>
                    new[]
                    {
                        index == report.ChosenIndex ? "→" : "",
                        point.Schedule,
                        $"{point.ArenaBytes:N0}",
                        $"{point.WithInputBytes:N0}",
                        $"{point.MacsRatio:F2}",
                        $"{point.MacsExecuted:N0}",
                        $"{point.InstructionsEstimate:N0}",
                        point.MillisecondsEstimate is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time:0.0}") : "",
                        $"{point.Stages}",
                        $"{point.StageSteps}",
                        $"{point.ConstantBytes:N0}",
                    }
            )
        );
        terminal.Out.WriteLine(
            "bytes; F = multiply-accumulates in relation to the network's own; constants lie in flash, code comes on top;"
        );
        terminal.Out.WriteLine(
            "instructions are predicted"
                + (
                    report.Chosen.MillisecondsEstimate is null
                        ? "; --board adds an estimate of the time"
                        : $"; ms: {TimeEstimate.Assumption}"
                )
        );
        terminal.Out.WriteLine();
        var chosen = report.Chosen;
        terminal.Out.WriteLine(
            $"The plan marked →: arena {chosen.ArenaBytes:N0} bytes, "
                + (
                    report.GapBytes == 0
                        ? "as small as its buffers allow"
                        : $"{report.GapBytes:N0} more than the {report.LowerBoundBytes:N0} that its buffers need at least"
                )
        );
        PlanTable.Print(report.Parts, terminal);
    }

    private static string Words(string mode) =>
        mode switch
        {
            "stream" => "row by row",
            "external" => "kept by the caller",
            _ => "in the arena",
        };
}
