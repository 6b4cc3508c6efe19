using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
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
        string.Join('\n', bag.Items.Where(item => item.Severity == Severity.Error)).ShouldBe("");
        CanonicalDump.Write(again!).ShouldBe(CanonicalDump.Write(graph));
        TfliteExporter.Export(again!, bag).ShouldBe(file, "the same graph gives the same file");
        new Interpreter.Interpreter(again!)
            .Run(test.SampleInputs(0))
            .ShouldBe(new Interpreter.Interpreter(graph).Run(test.SampleInputs(0)));
    }

    [Fact]
    public void All_operators_without_a_spelling_are_reported()
    {
        var type = new TensorType(DType.Int8, [1, 4, 4, 2], QuantParams.PerTensor(0.1f, 0));
        var builder = new GraphBuilder("odd");
        var x = builder.Input("x", type);
        var first = builder.Node(new AddSub(AddSubKind.Add, new Clamp(3, 5)), [x, x], type, "first");
        builder.Output(builder.Node(new AddSub(AddSubKind.Add, new Clamp(-5, 5)), [first, x], type, "second"));

        var bag = new DiagnosticBag();
        TfliteExporter.Export(builder.Build(), bag).ShouldBeNull();
        bag.Items.Select(item => item.Id).ShouldBe(["TE5007", "TE5007"]);
        bag.Items[0]
            .ToString()
            .ShouldBe(
                """
                odd(ADD 'first'): error TE5007: ADD with clamp 3..5 cannot be written to a TFLite file
                    why: TFLite's operator has no options that mean this
                    try: export the graph as it was imported, before passes rewrite it
                    see: docs/reference/diagnostics/TE5007.md
                """
            );
    }

    [Fact]
    public void Biases_beside_per_channel_weights_get_the_scales_that_follow()
    {
        var map = new TensorType(DType.Int8, [1, 4, 4, 2], QuantParams.PerTensor(0.5f, 3));
        var builder = new GraphBuilder("conv");
        var x = builder.Input("x", map);
        var weights = builder.Constant<sbyte>(
            "w",
            new TensorType(DType.Int8, [2, 1, 1, 2], new QuantParams([0.25f, 0.125f], [0, 0])),
            [1, 2, 3, 4]
        );
        var bias = builder.Constant<int>("b", new TensorType(DType.Int32, [2], QuantParams.None), [5, 6]);
        var one = new WindowAxis(1, 1, 1, 0, 0);
        builder.Output(builder.Node(new Conv2D(new Window2D(one, one), Clamp.Full(DType.Int8)), [x, weights, bias], map));

        var model = TfliteExporter.ToModel(builder.Build(), new DiagnosticBag())!;
        var tensor = model.Subgraphs[0].Tensors.Single(t => t.Name == "b");
        tensor.Quantization.ShouldBe(new TfliteQuantization([0.125f, 0.0625f], [0, 0]));
    }

    /// <summary>As the converter's own table has them: tensorflow/lite/tools/versioning/op_version.cc.</summary>
    [Theory]
    [InlineData("ADD/vector", 2)]
    [InlineData("ADD_INT16/i16_same", 3)]
    [InlineData("SUB_INT16/i16_same", 5)]
    [InlineData("MUL_INT16/i16_same", 4)]
    [InlineData("CONV_2D/dilated_1_3_valid", 3)]
    [InlineData("DEPTHWISE_CONV_2D/mult8_1ch", 3)]
    [InlineData("FULLY_CONNECTED/nobias", 6)]
    [InlineData("GATHER/cols", 2)]
    [InlineData("HARD_SWISH/basic", 1)]
    [InlineData("LEAKY_RELU/a_neg", 1)]
    [InlineData("MEAN_INT16/i16_hw", 3)]
    [InlineData("PADV2/hw", 2)]
    [InlineData("QUANTIZE/u8_i8", 1)]
    [InlineData("RESHAPE/minus1", 1)]
    [InlineData("RESIZE_BILINEAR/half", 3)]
    [InlineData("RESIZE_NEAREST_NEIGHBOR/align", 3)]
    [InlineData("SOFTMAX/beta_3", 2)]
    [InlineData("SPLIT/neg", 2)]
    [InlineData("SQUEEZE/two_neg", 1)]
    [InlineData("SVDF/rank2", 3)]
    [InlineData("TANH_INT16/wide", 3)]
    [InlineData("UNIDIRECTIONAL_SEQUENCE_LSTM/t8", 1)]
    public void Operators_have_the_version_of_their_types_and_options(string path, int version)
    {
        var graph = Pipeline.Import(TestFiles.Read($"conformance/{path}/model.tflite"), "model.tflite", new DiagnosticBag())!;
        TfliteExporter.ToModel(graph, new DiagnosticBag())!.OperatorCodes.ShouldHaveSingleItem().Version.ShouldBe(version);
    }

    /// <summary>Interpreters ask for five tensors inside an integer LSTM: what its gates take, and the hidden state.</summary>
    [Fact]
    public void An_lstm_states_the_types_inside()
    {
        var graph = Pipeline.Import(
            TestFiles.Read("conformance/UNIDIRECTIONAL_SEQUENCE_LSTM/zp_min/model.tflite"),
            "model.tflite",
            new DiagnosticBag()
        )!;
        var file = TfliteWriter.Write(TfliteExporter.ToModel(graph, new DiagnosticBag())!);
        var subgraph = TfliteReader.Read(file, "model.tflite", new DiagnosticBag())!.Subgraphs[0];
        var inside = subgraph.Operators.ShouldHaveSingleItem().Intermediates.Select(index => subgraph.Tensors[index]).ToArray();
        inside.Length.ShouldBe(5);
        foreach (var tensor in inside[..4])
            (tensor.Type, tensor.Quantization).ShouldBe((TfliteTensorType.Int16, new TfliteQuantization([1f / 4096], [0])));
        var output = graph[graph.Outputs[0]].Type.Quant;
        (inside[4].Type, inside[4].Quantization!.Scales[0], inside[4].Quantization!.ZeroPoints[0]).ShouldBe(
            (TfliteTensorType.Int8, output.Scale, (long)output.ZeroPoint)
        );
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
