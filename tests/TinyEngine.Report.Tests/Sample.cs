using System.Collections.Immutable;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Report.Tests;

/// <summary>Compiled networks to write reports of, and the way back from a page.</summary>
internal static class Sample
{
    /// <summary>A network with windows, scratch and overlaps.</summary>
    public static CSources Demo { get; } = Compile(DemoNetwork.Build());

    /// <summary>The same as a row stream whose input is pushed.</summary>
    public static CSources Stream { get; } =
        Compile(
            DemoNetwork.Build(),
            new CompileOptions("model") { Schedule = ScheduleKind.Stream, Interface = new InterfaceModes(InputMode.Stream) }
        );

    /// <summary>The same with its first two steps in 2 × 2 patches.</summary>
    public static CSources Patches { get; } =
        Compile(DemoNetwork.Build(), new CompileOptions("model") { Schedule = ScheduleKind.Patches, Patch = new(2, 2) });

    /// <summary>What a run of the demo could have shown: 100 instructions for step 0, 200 for step 1...</summary>
    public static Verification Verified(VerificationStatus status = VerificationStatus.Passed)
    {
        var comparison =
            status == VerificationStatus.Passed ? new OutputComparison(true, 0, 0, 10, null) : new OutputComparison(false, 7, 3, 10, null);
        var steps = Demo.Plan.Schedule.Steps.Select((_, step) => new StepCost(step, "", 100 * (step + 1), null)).ToImmutableArray();
        return new Verification(
            2,
            "files",
            "files",
            [
                new VerificationResult(Target.Host, VerificationStatus.Passed, [])
                {
                    Comparison = new OutputComparison(true, 0, 0, 10, null),
                    Sanitized = true,
                },
                new VerificationResult(Target.CortexM7, status, [])
                {
                    Comparison = comparison,
                    SampleInstructions = [5000, steps.Sum(step => step.Instructions!.Value)],
                    Steps = steps,
                    Ram = new Ram(1, 0, 404, 0) { StackBound = 432 },
                    Flash = new Flash(1000, 200, 30),
                },
            ]
        );
    }

    /// <summary>Two steps, one of which only renames bytes.</summary>
    public static CSources Small(string name = "small", string input = "image", string output = "flat")
    {
        var graph = new GraphBuilder(name);
        var quant = QuantParams.PerTensor(0.5f, -3);
        var image = graph.Input(input, new TensorType(DType.Int8, [1, 4, 4, 2], quant));
        var active = graph.Node(new Relu(ReluKind.Relu), [image], new TensorType(DType.Int8, default, quant), $"{output}?");
        return Compile(
            graph.Output(graph.Node(new Reshape([1, 32]), [active], new TensorType(DType.Int8, default, quant), output)).Build()
        );
    }

    /// <summary>The page of a network, read as the HTML standard says; errors throw.</summary>
    public static IHtmlDocument Read(CSources sources, ReportSubject? subject = null) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(HtmlReport.Write(sources, subject ?? Subject));

    /// <summary>A model for a target without limits.</summary>
    public static ReportSubject Subject { get; } = new("small.tflite", "cortex-m7");

    /// <summary>A compiled network.</summary>
    public static CSources Compile(Network graph, CompileOptions? chosen = null)
    {
        var (bag, options) = (new DiagnosticBag(), chosen ?? new CompileOptions("model"));
        return Pipeline.Emit(Pipeline.Plan(Pipeline.Optimize(graph), options, "sample", bag).ShouldNotBeNull(), options);
    }
}
