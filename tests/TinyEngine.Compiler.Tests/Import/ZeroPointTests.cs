using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>How many zero points a tensor with several scales may have.</summary>
public class ZeroPointTests
{
    [Theory]
    [InlineData(new long[0], new[] { 0, 0, 0 })]
    [InlineData(new long[] { 5 }, new[] { 5, 5, 5 })]
    [InlineData(new long[] { 1, 2, 3 }, new[] { 1, 2, 3 })]
    public void One_zero_point_is_that_of_all_channels(long[] stored, int[] read)
    {
        var bag = new DiagnosticBag();
        TensorTypeReader.Read(Tensor(stored), Place.None, bag)!.Quant.ZeroPoints.ShouldBe([.. read]);
        bag.HasErrors.ShouldBeFalse();
    }

    [Fact]
    public void Another_number_of_them_is_refused()
    {
        var bag = new DiagnosticBag();
        TensorTypeReader.Read(Tensor([0, 0]), Place.None, bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().Message.ShouldBe("3 scales but 2 zero points");
    }

    private static TfliteTensor Tensor(long[] zeroPoints) =>
        new("weights", [3, 4], TfliteTensorType.Int8, Quantization: new TfliteQuantization([1, 2, 3], [.. zeroPoints]));
}
