using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Report.Tests;

/// <summary>Compiled networks to write reports of, and the way back from a page.</summary>
internal static class Sample
{
    /// <summary>A network with windows, scratch and overlaps.</summary>
    public static CSources Demo { get; } = Compile(DemoNetwork.Build());

    /// <summary>The same as a row stream whose input is pushed.</summary>
    public static CSources Stream { get; } = Compile(DemoNetwork.Build(), new CompileOptions("model") { Schedule = ScheduleKind.Stream, InputMode = InputMode.Stream });

    /// <summary>Two steps, one of which only renames bytes.</summary>
    public static CSources Small(string name = "small", string input = "image", string output = "flat")
    {
        var graph = new GraphBuilder(name);
        var quant = QuantParams.PerTensor(0.5f, -3);
        var image = graph.Input(input, new TensorType(DType.Int8, [1, 4, 4, 2], quant));
        var active = graph.Node(new Relu(ReluKind.Relu), [image], new TensorType(DType.Int8, default, quant), $"{output}?");
        return Compile(graph.Output(graph.Node(new Reshape([1, 32]), [active], new TensorType(DType.Int8, default, quant), output)).Build());
    }

    /// <summary>The page of a network, read as the HTML standard says; errors throw.</summary>
    public static IHtmlDocument Read(CSources sources, ReportSubject? subject = null) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(HtmlReport.Write(sources, subject ?? Subject));

    /// <summary>A model for a target without limits.</summary>
    public static ReportSubject Subject { get; } = new("small.tflite", "cortex-m7");

    private static CSources Compile(Graph.Graph graph, CompileOptions? chosen = null)
    {
        var (bag, options) = (new DiagnosticBag(), chosen ?? new CompileOptions("model"));
        return Pipeline.Emit(Pipeline.Plan(Pipeline.Optimize(graph), options, "sample", bag).ShouldNotBeNull(), options);
    }
}
