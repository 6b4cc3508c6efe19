using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

public class PoolingInferTests
{
    private static readonly Clamp All = Clamp.Full(DType.Int8);
    private static readonly TensorType Map = Inference.Int8([1, 8, 6, 4]);
    private static readonly Window2D Valid2X2 = new(new WindowAxis(2, 2, 1, 0, 0), new WindowAxis(2, 2, 1, 0, 0));

    [Fact]
    public void Valid_windows_halve_the_map() =>
        Inference.ShapeOf(new MaxPool2D(Valid2X2, All), Map, Map).ShouldBe(new Shape([1, 4, 3, 4]));

    [Fact]
    public void Scales_must_be_equal() =>
        Inference
            .Error(new AveragePool2D(Valid2X2, All), Inference.Int8([1], 0.2f), Map)
            .ShouldBe("TE2007: the input (0.5 zp 3) and the output (0.200000003 zp 3) are quantized differently");

    [Fact]
    public void Scales_may_differ_in_their_last_place() =>
        Inference.ShapeOf(new AveragePool2D(Valid2X2, All), Inference.Int8([1], MathF.BitIncrement(0.5f)), Map)[1].ShouldBe(4);

    [Fact]
    public void A_window_of_padding_alone_has_no_average() =>
        Inference
            .Error(new AveragePool2D(Valid2X2 with { X = new WindowAxis(2, 2, 1, 2, 0) }, All), Map, Map)
            .ShouldBe("TE1012: the padding of window 2x2 stride 2x2 pad 0,0 2,0 is as wide as the window");

    [Fact]
    public void A_vector_is_no_map() =>
        Inference
            .Error(new MaxPool2D(Valid2X2, All), Map, Inference.Int8([1, 40]))
            .ShouldBe("TE2004: expected a 4-D input (NHWC), found 1x40");

    [Fact]
    public void Averages_divide_by_covered_positions()
    {
        var axis = WindowAxis.Create(5, 3, 2, 1, same: true);
        Pool2D.Covered(axis, 0, 5).ShouldBe(new RowRange(0, 2));
        Pool2D.Covered(axis, 1, 5).ShouldBe(new RowRange(1, 4));
        Pool2D.Covered(axis, 2, 5).ShouldBe(new RowRange(3, 5));
    }

    [Theory]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -3)]
    [InlineData(-4, 3, -1)]
    [InlineData(0, 7, 0)]
    public void Averages_round_ties_away_from_zero(int sum, int count, int average) => AveragePool2D.Average(sum, count).ShouldBe(average);
}
