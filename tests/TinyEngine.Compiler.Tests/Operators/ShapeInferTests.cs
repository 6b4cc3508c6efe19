using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Reductions and operators that move elements.</summary>
public class ShapeInferTests
{
    private static readonly TensorType Map = Inference.Int8([1, 8, 6, 4]);

    [Fact]
    public void Reduced_axes_stay_or_go()
    {
        Inference.ShapeOf(new ReduceSum(SumKind.Mean, [1, 2], KeepDims: true), Map, Map).ShouldBe(new Shape([1, 1, 1, 4]));
        Inference.ShapeOf(new ReduceSum(SumKind.Sum, [1, 2], KeepDims: false), Map, Map).ShouldBe(new Shape([1, 4]));
        Inference.ShapeOf(new ReduceSum(SumKind.Mean, [0, 1, 2, 3], KeepDims: false), Map, Map).ShouldBe(new Shape([]));
    }

    [Fact]
    public void Reduced_axes_exist() =>
        Inference
            .Error(new ReduceSum(SumKind.Mean, [4], KeepDims: true), Map, Map)
            .ShouldBe("TE2004: cannot reduce axes [4] of shape 1x8x6x4");

    [Fact]
    public void Means_over_columns_keep_rows()
    {
        var types = new OpTypes([Map], [Inference.Int8([1, 8, 1, 4])]);
        new ReduceSum(SumKind.Mean, [2], KeepDims: true).WhyWholeTensors(types).ShouldBeNull();
        new ReduceSum(SumKind.Mean, [2], KeepDims: true).InputRows(0, 5, types).ShouldBe(new RowRange(5, 6));
        new ReduceSum(SumKind.Mean, [1, 2], KeepDims: true)
            .WhyWholeTensors(new OpTypes([Map], [Inference.Int8([1, 1, 1, 4])]))
            .ShouldBeNull();
        new ReduceSum(SumKind.Mean, [1], KeepDims: true)
            .WhyWholeTensors(new OpTypes([Map], [Inference.Int8([1, 1, 5, 3])]))
            .ShouldNotBeNull();
    }

    [Fact]
    public void Padding_adds_to_each_axis() =>
        Inference.ShapeOf(new Pad([0, 1, 2, 0], [0, 1, 0, 3]), Map, Map).ShouldBe(new Shape([1, 10, 8, 7]));

    [Fact]
    public void Negative_padding_is_refused() =>
        Inference
            .Error(new Pad([0, -1, 0, 0], [0, 0, 0, 0]), Map, Map)
            .ShouldBe("TE1012: negative padding (0,0 -1,0 0,0 0,0) is not supported");

    [Fact]
    public void Padding_fits_the_rank() =>
        Inference.Error(new Pad([1], [1]), Map, Map).ShouldBe("TE2004: padding for 1 axes does not fit an input of 1x8x6x4");

    [Fact]
    public void Padding_stays_below_2_gigabytes() =>
        Inference
            .Error(new Pad([0, int.MaxValue, 0, 0], [0, int.MaxValue, 0, 0]), Map, Map)
            .ShouldBe("TE1014: the output would have the shape 1x4294967302x6x4");

    [Fact]
    public void Reshape_keeps_the_elements() =>
        Inference.Error(new Reshape([1, 191]), Map, Map).ShouldBe("TE2004: 192 elements of 1x8x6x4 do not fit 1x191");

    [Fact]
    public void Reshape_does_not_convert() =>
        Inference.Error(new Reshape([1, 192]), Inference.Int16([1]), Map).ShouldBe("TE2008: the input is int8, the output int16");

    [Fact]
    public void Transposition_moves_sizes() => Inference.ShapeOf(new Transpose([0, 3, 1, 2]), Map, Map).ShouldBe(new Shape([1, 4, 8, 6]));

    [Fact]
    public void Transposition_names_each_axis_once() =>
        Inference
            .Error(new Transpose([0, 1, 1, 3]), Map, Map)
            .ShouldBe("TE2004: permutation [0, 1, 1, 3] does not fit an input of 1x8x6x4");

    [Fact]
    public void Concatenation_adds_one_axis() =>
        Inference.ShapeOf(new Concatenation(3), Map, Map, Inference.Int8([1, 8, 6, 5])).ShouldBe(new Shape([1, 8, 6, 9]));

    [Fact]
    public void Concatenated_operands_agree_elsewhere() =>
        Inference
            .Error(new Concatenation(3), Map, Map, Inference.Int8([1, 8, 5, 4]))
            .ShouldBe("TE2004: operand 1 of 1x8x5x4 cannot be joined to 1x8x6x4 along axis 3");

    [Fact]
    public void Concatenated_operands_share_a_scale() =>
        Inference
            .Error(new Concatenation(3), Map, Map, Inference.Int8([1, 8, 6, 4], 0.1f, 1))
            .ShouldBe("TE2007: operand 1 (0.100000001 zp 1) and the output (0.5 zp 3) are quantized differently");

    [Fact]
    public void Resized_maps_have_four_axes() =>
        Inference
            .Error(new ResizeNearestNeighbor(4, 4, false, false), Map, Inference.Int8([8, 6, 4]))
            .ShouldBe("TE2004: expected a 4-D input (NHWC), found 8x6x4");

    [Fact]
    public void Resized_maps_are_not_empty() =>
        Inference
            .Error(new ResizeNearestNeighbor(0, 4, false, false), Map, Map)
            .ShouldBe("TE1014: the output would have the shape 1x0x4x4");

    [Fact]
    public void Nearest_rows_follow_the_corners()
    {
        new ResizeNearestNeighbor(7, 9, AlignCorners: false, HalfPixelCenters: false).SourceRow(6, 4).ShouldBe(3);
        new ResizeNearestNeighbor(7, 9, AlignCorners: true, HalfPixelCenters: false)
            .SourceRow(3, 4)
            .ShouldBe(2, "1.5 rounds away from zero");
    }
}
