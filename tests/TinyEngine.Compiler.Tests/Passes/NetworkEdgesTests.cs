using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Passes;

/// <summary>Operators that only convert at the edges, left out: what is given and got is then converted by the caller, and the results stay
/// the same.</summary>
public class NetworkEdgesTests
{
    private static readonly TensorType Codes = new(DType.Int8, [1, 4, 6, 3], QuantParams.PerTensor(0.05f, 3));
    private static readonly TensorType Turned = Codes with { Shape = [1, 3, 4, 6] };
    private static readonly Transpose ToNhwc = new([0, 2, 3, 1]);

    [Theory]
    [InlineData(true, true, "LOGISTIC", DType.Int8, "1x4x6x3")]
    [InlineData(true, false, "TRANSPOSE LOGISTIC", DType.Int8, "1x3x4x6")]
    [InlineData(false, true, "QUANTIZE LOGISTIC DEQUANTIZE", DType.Float32, "1x4x6x3")]
    public void An_image_of_real_numbers_channel_by_channel(bool codes, bool channelsLast, string left, DType type, string shape)
    {
        foreach (var isQuantizedFirst in new[] { false, true })
        {
            var network = Image(isQuantizedFirst);
            var edges = NetworkEdges.Drop(network, codes, channelsLast);
            string.Join(' ', edges.Graph.Nodes.Select(node => node.Op.Name)).ShouldBe(left);
            var input = edges.Graph[edges.Graph.Inputs[0]];
            (input.Name, input.Type.DType, input.Type.Shape.ToString()).ShouldBe(("image", type, shape));
            edges.Graph[edges.Graph.Outputs[0]].Name.ShouldBe("result");
            HoldsTheSame(network, edges);
        }
    }

    [Fact]
    public void Unsigned_codes_that_only_differ_by_128_are_given_as_signed_ones()
    {
        var builder = new GraphBuilder("unsigned");
        var unsigned = Codes with { DType = DType.UInt8, Quant = QuantParams.PerTensor(0.05f, 131) };
        var result = Codes with { Quant = QuantParams.PerTensor(1f / 256, -128) };
        var x = builder.Node(new Quantize(), [builder.Input("x", unsigned)], Codes, "codes");
        var y = builder.Node(new Logistic(), [x], result, "y");
        builder.Output(
            builder.Node(new Quantize(), [y], result with { DType = DType.UInt8, Quant = QuantParams.PerTensor(1f / 256, 0) }, "z")
        );
        var network = builder.Build();
        var edges = NetworkEdges.Drop(network, codes: true, channelsLast: false);
        edges.Graph.Nodes.ShouldHaveSingleItem().Op.ShouldBeOfType<Logistic>();
        HoldsTheSame(network, edges);
    }

    [Theory]
    [InlineData(0.06f, 131)]
    [InlineData(0.05f, 130)]
    public void Unsigned_codes_of_another_scale_are_left(float scale, int zeroPoint)
    {
        var builder = new GraphBuilder("unsigned");
        var unsigned = Codes with { DType = DType.UInt8, Quant = QuantParams.PerTensor(scale, zeroPoint) };
        var x = builder.Node(new Quantize(), [builder.Input("x", unsigned)], Codes, "codes");
        builder.Output(builder.Node(new Logistic(), [x], Codes with { Quant = QuantParams.PerTensor(1f / 256, -128) }, "y"));
        NetworkEdges.Drop(builder.Build(), codes: true, channelsLast: true).IsNone.ShouldBeTrue();
    }

    [Fact]
    public void What_several_operators_read_is_left()
    {
        var builder = new GraphBuilder("shared");
        var real = new TensorType(DType.Float32, Codes.Shape, QuantParams.None);
        var given = builder.Input("x", real);
        var x = builder.Node(new Quantize(), [given], Codes, "codes");
        var y = builder.Node(new Dequantize(), [x], real, "y");
        builder.Output(y);
        builder.Output(builder.Node(new Quantize(), [given], Turned with { Shape = Codes.Shape }, "other codes"));
        builder.Output(builder.Node(new Quantize(), [y], Codes, "codes again"));
        NetworkEdges.Drop(builder.Build(), codes: true, channelsLast: true).IsNone.ShouldBeTrue();
    }

    /// <summary>An image of real numbers, its logistic function, and real numbers again.</summary>
    private static Network Image(bool isQuantizedFirst)
    {
        var real = new TensorType(DType.Float32, Turned.Shape, QuantParams.None);
        var builder = new GraphBuilder("image");
        var x = builder.Input("image", real);
        x = isQuantizedFirst
            ? builder.Node(ToNhwc, [builder.Node(new Quantize(), [x], Turned, "codes")], Codes, "turned")
            : builder.Node(new Quantize(), [builder.Node(ToNhwc, [x], real with { Shape = Codes.Shape }, "turned")], Codes, "codes");
        x = builder.Node(new Logistic(), [x], Codes with { Quant = QuantParams.PerTensor(1f / 256, -128) }, "function");
        builder.Output(builder.Node(new Dequantize(), [x], real with { Shape = Codes.Shape }, "result"));
        return builder.Build();
    }

    private static void HoldsTheSame(Network network, NetworkEdges edges)
    {
        edges.IsNone.ShouldBeFalse();
        var random = new Random(3);
        for (var sample = 0; sample < 5; sample++)
        {
            var type = network[network.Inputs[0]].Type;
            var bytes = new byte[type.ByteSize];
            if (type.DType == DType.Float32)
                Buffer.BlockCopy(
                    Enumerable.Range(0, type.Shape.ElementCount).Select(_ => (random.NextSingle() * 16) - 8).ToArray(),
                    0,
                    bytes,
                    0,
                    bytes.Length
                );
            else
                random.NextBytes(bytes);
            var expected = Convert(edges.Outputs, [.. new Interpreter.Interpreter(network).Run([bytes])]);
            new Interpreter.Interpreter(edges.Graph).Run(Convert(edges.Inputs, [bytes])).ShouldBe(expected);
        }
    }

    private static byte[][] Convert(IEnumerable<Network?> edges, byte[][] tensors) =>
        [.. tensors.Zip(edges, (tensor, edge) => edge is null ? tensor : new Interpreter.Interpreter(edge).Run([tensor])[0])];
}
