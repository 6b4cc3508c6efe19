using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

public class TfliteExporterTests
{
    public static TheoryData<string> Cases => ConformanceTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Export_and_import_give_the_same_graph_and_results(string path)
    {
        var test = ConformanceCase.All.Single(c => c.Path == path);
        var bag = new DiagnosticBag();
        var graph = Pipeline.Import(test.Read("model.tflite"), $"{path}/model.tflite", bag)!;
        var file = TfliteExporter.Export(graph, bag);
        var again = Pipeline.Import(file, $"{path}/model.tflite", bag);
        string.Join('\n', bag.Items).ShouldBe("");
        CanonicalDump.Write(again!).ShouldBe(CanonicalDump.Write(graph));
        TfliteExporter.Export(again!, bag).ShouldBe(file, "the same graph gives the same file");
        new Interpreter.Interpreter(again!).Run(test.SampleInputs(0)).ShouldBe(new Interpreter.Interpreter(graph).Run(test.SampleInputs(0)));
    }

    [Fact]
    public void All_operators_without_a_spelling_are_reported()
    {
        var type = new TensorType(DType.Int8, [1, 4, 4, 2], QuantParams.PerTensor(0.1f, 0));
        var builder = new GraphBuilder("odd");
        var x = builder.Input("x", type);
        var first = builder.Node(new Add(new Clamp(3, 5)), [x, x], type, "first");
        builder.Output(builder.Node(new Add(new Clamp(-5, 5)), [first, x], type, "second"));

        var bag = new DiagnosticBag();
        TfliteExporter.Export(builder.Build(), bag).ShouldBeNull();
        bag.Items.Select(item => item.Id).ShouldBe(["TE5007", "TE5007"]);
        bag.Items[0].ToString().ShouldBe(
            """
            odd(ADD 'first'): error TE5007: ADD with clamp 3..5 cannot be written to a TFLite file
                why: TFLite's operator has no options that mean this
                try: export the graph as it was imported, before passes rewrite it
                see: docs/reference/diagnostics/TE5007.md
            """);
    }

    [Fact]
    public void Biases_beside_per_channel_weights_get_the_scales_that_follow()
    {
        var map = new TensorType(DType.Int8, [1, 4, 4, 2], QuantParams.PerTensor(0.5f, 3));
        var builder = new GraphBuilder("conv");
        var x = builder.Input("x", map);
        var weights = builder.Constant<sbyte>("w", new TensorType(DType.Int8, [2, 1, 1, 2], new QuantParams([0.25f, 0.125f], [0, 0])), [1, 2, 3, 4]);
        var bias = builder.Constant<int>("b", new TensorType(DType.Int32, [2], QuantParams.None), [5, 6]);
        var one = new WindowAxis(1, 1, 1, 0, 0);
        builder.Output(builder.Node(new Conv2D(new Window2D(one, one), Clamp.Full(DType.Int8)), [x, weights, bias], map));

        var model = TfliteExporter.ToModel(builder.Build(), new DiagnosticBag())!;
        var tensor = model.Subgraphs[0].Tensors.Single(t => t.Name == "b");
        tensor.Quantization.ShouldBe(new TfliteQuantization([0.125f, 0.0625f], [0, 0]));
    }

    [Fact]
    public void Values_that_nothing_reads_are_left_out()
    {
        var type = new TensorType(DType.Int8, [4], QuantParams.PerTensor(0.1f, 0));
        var builder = new GraphBuilder("small");
        var x = builder.Input("x", type);
        builder.Constant("unused", type, new byte[4]);
        builder.Output(builder.Node(new Reshape([2, 2]), [x], type, "y"));
        var model = TfliteExporter.ToModel(builder.Build(), new DiagnosticBag())!;
        model.Subgraphs[0].Tensors.Select(tensor => tensor.Name).ShouldBe(["x", "y/1", "y"]);
        model.Buffers.Count.ShouldBe(2);
    }
}
