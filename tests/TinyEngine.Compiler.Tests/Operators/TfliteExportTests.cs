using System.Collections.Immutable;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>What an operator writes for a TFLite file, read again, is the same operator on the same operands.</summary>
public class TfliteExportTests
{
    public static TheoryData<string> Cases => ConformanceTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Written_operators_read_back(string path)
    {
        var graph = Pipeline.Import(TestFiles.Read($"conformance/{path}/model.tflite"), "model.tflite", new DiagnosticBag())!;
        foreach (var node in graph.Nodes)
        {
            var types = graph.TypesOf(node);
            foreach (var mapping in TfliteTable.Of(node.Op.GetType()))
            {
                if (mapping.Write?.Invoke(node.Op, types) is not { } export)
                    continue;
                var imported = mapping.Read(NodeOf(graph, node, types, export));
                imported.ShouldNotBeNull();
                imported.Op.ShouldBe(node.Op);
                imported
                    .Operands.Select(operand => export.Operands[operand])
                    .ShouldBe(Enumerable.Range(0, node.Inputs.Count - imported.States.Length));
            }
        }
    }

    [Theory]
    [InlineData("ADD/vector")]
    [InlineData("ARG_MAX/channel")]
    [InlineData("ARG_MIN/neg")]
    [InlineData("AVERAGE_POOL_2D/same_3x3_s2")]
    [InlineData("BATCH_MATMUL/adj_x")]
    [InlineData("BATCH_TO_SPACE_ND/crop")]
    [InlineData("CONCATENATION/five")]
    [InlineData("CONV_2D/dilated_1_3_valid")]
    [InlineData("DEPTHWISE_CONV_2D/mult8_1ch")]
    [InlineData("DEPTH_TO_SPACE/b2")]
    [InlineData("DEQUANTIZE/i8")]
    [InlineData("ELU/basic")]
    [InlineData("EXPAND_DIMS/mid")]
    [InlineData("FULLY_CONNECTED/nobias")]
    [InlineData("GATHER/cols")]
    [InlineData("HARD_SWISH/basic")]
    [InlineData("L2_NORMALIZATION/rows")]
    [InlineData("LEAKY_RELU/a_neg")]
    [InlineData("LOGISTIC/pot")]
    [InlineData("MAXIMUM/same")]
    [InlineData("MAX_POOL_2D/relu6")]
    [InlineData("MEAN/hw_keep")]
    [InlineData("MINIMUM/vector")]
    [InlineData("MIRROR_PAD/reflect_c")]
    [InlineData("MUL/relu")]
    [InlineData("PACK/last")]
    [InlineData("PAD/rank3")]
    [InlineData("PADV2/hw")]
    [InlineData("PRELU/channel")]
    [InlineData("QUANTIZE/u8_i8")]
    [InlineData("REDUCE_MAX/hw")]
    [InlineData("REDUCE_MIN/neg_axes")]
    [InlineData("RELU/rescale")]
    [InlineData("RELU6/basic")]
    [InlineData("RESHAPE/minus1")]
    [InlineData("RESIZE_BILINEAR/half")]
    [InlineData("RESIZE_NEAREST_NEIGHBOR/align")]
    [InlineData("SLICE/rank3")]
    [InlineData("SOFTMAX/beta_3")]
    [InlineData("SPACE_TO_BATCH_ND/pad")]
    [InlineData("SPACE_TO_DEPTH/b2")]
    [InlineData("SPLIT/neg")]
    [InlineData("SPLIT_V/rest")]
    [InlineData("SQUEEZE/two_neg")]
    [InlineData("STRIDED_SLICE/full_reverse")]
    [InlineData("SUB/n1to1")]
    [InlineData("SUM/w_neg")]
    [InlineData("SVDF/rank2")]
    [InlineData("TANH/basic")]
    [InlineData("TRANSPOSE/reverse")]
    [InlineData("TRANSPOSE_CONV/same_s2_3x3")]
    [InlineData("UNIDIRECTIONAL_SEQUENCE_LSTM/time_major")]
    [InlineData("UNPACK/neg")]
    public void One_mapping_writes_the_operator(string path)
    {
        var graph = Pipeline.Import(TestFiles.Read($"conformance/{path}/model.tflite"), "model.tflite", new DiagnosticBag())!;
        var node = graph.Nodes.ShouldHaveSingleItem();
        var writers = TfliteTable.Of(node.Op.GetType()).Where(mapping => mapping.Write?.Invoke(node.Op, graph.TypesOf(node)) is not null);
        writers.ShouldHaveSingleItem();
    }

    [Fact]
    public void Padding_that_is_neither_same_nor_valid_is_not_written()
    {
        var conv = new Conv2D(new Window2D(new WindowAxis(3, 1, 1, 2, 0), new WindowAxis(3, 1, 1, 1, 1)), Clamp.Full(DType.Int8));
        var map = new TensorType(DType.Int8, [1, 8, 8, 4], QuantParams.PerTensor(0.1f, 0));
        var weights = new TensorType(DType.Int8, [4, 3, 3, 4], QuantParams.PerTensor(0.1f, 0));
        var mapping = TfliteTable.Of(typeof(Conv2D)).ShouldHaveSingleItem();
        mapping.Write!(conv, new OpTypes([map, weights], [map])).ShouldBeNull();
    }

    [Fact]
    public void Bounds_that_no_activation_leaves_are_not_written()
    {
        var map = new TensorType(DType.Int8, [1, 8, 8, 4], QuantParams.PerTensor(0.1f, 0));
        var (add, types) = (new AddSub(AddSubKind.Add, new Clamp(3, 5)), new OpTypes([map, map], [map]));
        TfliteTable.Of(typeof(AddSub)).Select(mapping => mapping.Write!(add, types)).ShouldBe([null, null]);
    }

    private static TfliteNode NodeOf(Network graph, Node node, OpTypes types, TfliteExport export)
    {
        TfliteOperand Operand(int operand)
        {
            var value = graph[node.Inputs[operand]];
            return new TfliteOperand(value.Name, value.Type, value.IsConstant ? value.Constant : null);
        }

        TfliteOperand Constant(int index) => new("constant", export.Constants[index].Type, export.Constants[index]);
        var placed = export
            .Operands.Where(operand => operand <= TfliteExport.ConstantAt(0))
            .Select(operand => TfliteExport.ConstantAt(0) - operand)
            .ToArray();
        ImmutableArray<TfliteOperand?> operands =
        [
            .. export.Operands.Select(operand =>
                operand >= 0 ? Operand(operand)
                : operand == -1 ? null
                : Constant(TfliteExport.ConstantAt(0) - operand)
            ),
            .. Enumerable.Range(0, export.Constants.Length).Except(placed).Select(Constant),
        ];
        return new TfliteNode(operands, types.Outputs, export.Options, new OpSite(Place.None, types.Outputs, new DiagnosticBag()));
    }
}
