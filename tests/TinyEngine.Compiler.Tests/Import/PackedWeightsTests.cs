using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Tests.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>Constants of 4 bits, beside the conformance cases that hold some.</summary>
public class PackedWeightsTests
{
    private static readonly TfliteModel Dense = TfliteReader
        .Read(TestFiles.Read("conformance/more/FULLY_CONNECTED/int4/model.tflite"), "int4", new DiagnosticBag())
        .ShouldNotBeNull();

    private static int Weights => Dense.Subgraphs[0].Operators[0].Inputs[1];

    [Fact]
    public void The_first_of_two_elements_is_in_the_lower_half_of_a_byte()
    {
        byte[] packed = [.. Enumerable.Range(0, 66).Select(i => (byte)(i == 0 ? 0x8F : 0x70))];
        var graph = Import(packed, out var bag).ShouldNotBeNull(string.Join('\n', bag.Items));
        var weights = graph.Values.Single(value => value.IsConstant && value.Type.DType == DType.Int8);
        weights.Constant.As<sbyte>()[..4].ToArray().ShouldBe([-1, -8, 0, 7]);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(67)]
    [InlineData(132)]
    public void A_buffer_that_does_not_hold_half_a_byte_for_each_element_is_refused(int bytes)
    {
        Import(new byte[bytes], out var bag).ShouldBeNull();
        string.Join('\n', bag.Items)
            .ShouldStartWith(
                $"net.tflite(tensor {Weights} 'constant'): error TE1015: buffer {Dense.Subgraphs[0].Tensors[Weights].BufferIndex} "
                    + $"holds {bytes} bytes, which is not half a byte for each of its 132 elements"
            );
    }

    [Fact]
    public void Activations_of_4_bits_are_refused()
    {
        var model = Dense with
        {
            Subgraphs =
            [
                Dense.Subgraphs[0] with
                {
                    Tensors = [.. Dense.Subgraphs[0].Tensors.Items.Select(tensor => tensor with { Type = TfliteTensorType.Int4 })],
                },
            ],
            Buffers = [.. Dense.Buffers.Items.Select(buffer => buffer.Data.Length == 24 ? new TfliteBuffer(new byte[3]) : buffer)],
        };
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag).ShouldBeNull();
        string.Join('\n', bag.Items)
            .ShouldContain(
                "error TE1013: element type int4 is not supported\n    why: only constant weights of quantized layers may have 4 bits"
            );
    }

    private static Network? Import(byte[] packed, out DiagnosticBag bag)
    {
        var buffer = Dense.Subgraphs[0].Tensors[Weights].BufferIndex;
        var model = Dense with { Buffers = new(Dense.Buffers.Items.SetItem(buffer, new TfliteBuffer(packed))) };
        bag = new DiagnosticBag();
        return Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag);
    }
}
