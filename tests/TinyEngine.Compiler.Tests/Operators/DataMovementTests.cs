using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using static TinyEngine.Compiler.Tests.Operators.Inference;

namespace TinyEngine.Compiler.Tests.Operators;

public class DataMovementTests
{
    private static readonly TensorType Map = Int8([1, 4, 6, 3]);

    [Fact]
    public void A_slice_must_lie_inside_its_input() =>
        ShouldFail(
            new Slice([0, 2, 0, 0], [1, 3, 6, 3]),
            Diag.ShapeMismatch,
            "3 elements from 2 on do not lie inside axis 1 of 4",
            [Map],
            Map
        );

    [Fact]
    public void A_slice_needs_an_index_per_axis() =>
        ShouldFail(new Slice([0], [1]), Diag.ShapeMismatch, "one element per axis", [Map], Map);

    [Fact]
    public void Movement_does_not_convert() =>
        ShouldFail(
            new SpaceDepth(SpaceDepthKind.SpaceToDepth, 2),
            Diag.TypeMismatch,
            "int8, the output int16",
            [Plain(DType.Int16, [1, 2, 3, 12])],
            Map
        );

    [Fact]
    public void A_strided_slice_may_walk_backwards_from_the_last_element_only()
    {
        Infer(new StridedSlice([0, 3, 0, 0], [1, -1, 1, 1], [1, 4, 6, 3], []), [Map], Map)[0].Shape.ShouldBe(Map.Shape);
        ShouldFail(new StridedSlice([0, 2, 0, 0], [1, -1, 1, 1], [1, 4, 6, 3], []), Diag.ShapeMismatch, "in steps of -1", [Map], Map);
    }

    [Fact]
    public void Dropped_axes_have_one_element()
    {
        Infer(new StridedSlice([0, 1, 0, 0], [1, 1, 1, 1], [1, 1, 6, 3], [0, 1]), [Map], Map)[0].Shape.ShouldBe([6, 3]);
        ShouldFail(new StridedSlice([0, 0, 0, 0], [1, 1, 1, 1], [1, 4, 6, 3], [1]), Diag.ShapeMismatch, "cannot be dropped", [Map], Map);
    }

    [Fact]
    public void Parts_of_a_split_add_up()
    {
        Infer(new Split(1, [3, 1]), [Map, Map], Map).Select(t => t.Shape[1]).ShouldBe([3, 1]);
        ShouldFail(new Split(1, [3, 2]), Diag.ShapeMismatch, "do not add up to axis 1 of 4", [Map, Map], Map);
        ShouldFail(new Split(1, [2, 2]), Diag.ShapeMismatch, "2 parts for 1 outputs", [Map], Map);
    }

    [Fact]
    public void Packed_tensors_have_one_shape()
    {
        Infer(new Pack(3), [Map], Int8([2, 3, 4]), Int8([2, 3, 4]))[0].Shape.ShouldBe([2, 3, 4, 2]);
        ShouldFail(new Pack(0), Diag.ShapeMismatch, "cannot be stacked", [Map], Int8([2, 3]), Int8([3, 2]));
    }

    [Fact]
    public void Unpacking_needs_an_output_per_element() =>
        ShouldFail(new Unpack(1), Diag.ShapeMismatch, "axis 1 of 4 elements for 1 outputs", [Map], Map);

    [Fact]
    public void Blocks_divide_the_map()
    {
        ShouldFail(
            new SpaceDepth(SpaceDepthKind.SpaceToDepth, 4),
            Diag.ShapeMismatch,
            "4x6 pixels does not divide into blocks of 4x4",
            [Map],
            Map
        );
        ShouldFail(new SpaceDepth(SpaceDepthKind.SpaceToDepth, 0), Diag.ShapeMismatch, "blocks of 0x0", [Map], Map);
        ShouldFail(new SpaceDepth(SpaceDepthKind.DepthToSpace, 2), Diag.ShapeMismatch, "3 channels do not divide", [Map], Map);
        ShouldFail(new SpaceToBatch([2, 4], [0, 1], [0, 0]), Diag.ShapeMismatch, "axis 2 of 6 elements, padded by 1 and 0", [Map], Map);
        ShouldFail(new BatchToSpace([2, 1], [0, 0], [0, 0]), Diag.ShapeMismatch, "batch 1 does not divide", [Map], Map);
    }

    [Fact]
    public void Huge_blocks_and_paddings_are_refused_in_time()
    {
        const int Huge = int.MaxValue / 2;
        ShouldFail(new SpaceToBatch([Huge, 1], [Huge - 4, 0], [0, 0]), Diag.UnsupportedAttribute, "more than 4096 positions", [Map], Map);
        ShouldFail(new PadV2([0, Huge, 0, 0], [0, Huge, 0, 0], 0), Diag.BadShape, "2147483650", [Map], Map);
        ShouldFail(new SpaceDepth(SpaceDepthKind.DepthToSpace, 1 << 20), Diag.ShapeMismatch, "do not divide", [Map], Map);
    }

    [Fact]
    public void Crops_leave_something() =>
        ShouldFail(new BatchToSpace([2, 2], [4, 0], [4, 0]), Diag.BadShape, "1x0x12x3", [Map], Int8([4, 4, 6, 3]));

    [Fact]
    public void A_mirror_image_is_as_large_as_the_input()
    {
        Infer(new MirrorPad([0, 4], [0, 4], RepeatsEdge: true), [Map], Int8([2, 4]))[0].Shape.ShouldBe([2, 12]);
        ShouldFail(
            new MirrorPad([0, 4], [0, 0], RepeatsEdge: false),
            Diag.UnsupportedAttribute,
            "not between 0 and 3",
            [Map],
            Int8([2, 4])
        );
    }

    [Fact]
    public void A_symmetric_image_repeats_the_edge()
    {
        // The golden data holds REFLECT only.
        var type = Int8([3]);
        Run(new MirrorPad([2], [3], RepeatsEdge: true), Int8([8]), (type, [1, 2, 3])).ShouldBe([2, 1, 1, 2, 3, 3, 2, 1]);
        Run(new MirrorPad([2], [2], RepeatsEdge: false), Int8([7]), (type, [1, 2, 3])).ShouldBe([3, 2, 1, 2, 3, 2, 1]);
    }

    [Fact]
    public void The_padding_value_fits_the_type() =>
        ShouldFail(new PadV2([0], [1], 200), Diag.UnsupportedAttribute, "200 does not fit int8", [Map], Int8([4]));

    [Fact]
    public void Only_axes_of_one_element_are_squeezed()
    {
        Infer(new Squeeze([0]), [Map], Map)[0].Shape.ShouldBe([4, 6, 3]);
        ShouldFail(new Squeeze([1]), Diag.ShapeMismatch, "axis 1 cannot be dropped", [Map], Map);
        ShouldFail(new ExpandDims(5), Diag.ShapeMismatch, "a new axis 5", [Map], Map);
    }

    [Fact]
    public void Batch_dimensions_of_gather_are_shared()
    {
        var indices = Plain(DType.Int32, [2, 5]);
        Infer(new Gather(2, 1), [Map], Int8([2, 3, 4]), indices)[0].Shape.ShouldBe([2, 3, 5]);
        ShouldFail(new Gather(0, 1), Diag.ShapeMismatch, "1 leading axes before axis 0", [Map], Int8([2, 3, 4]), indices);
        ShouldFail(new Gather(1, 1), Diag.ShapeMismatch, "do not share 1 leading axes", [Map], Int8([3, 3, 4]), indices);
    }

    [Fact]
    public void Gather_with_batch_dimensions_picks_per_batch()
    {
        var (data, indices, output) = (Int8([2, 3]), Plain(DType.Int32, [2, 2]), Int8([2, 2]));
        var bytes = new byte[4];
        var picks = System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>([2, 0, 1, 1]).ToArray();
        new Gather(1, 1).Evaluate(
            new EvaluationContext(
                [new Tensor(data, new byte[] { 1, 2, 3, 4, 5, 6 }), new Tensor(indices, picks)],
                [(output, bytes)],
                Place.None
            )
        );
        bytes.ShouldBe([3, 1, 5, 5]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_index_out_of_range_stops_the_run(int index)
    {
        var (data, indices, output) = (Int8([3]), Plain(DType.Int32, [1]), Int8([1]));
        var context = new EvaluationContext(
            [new Tensor(data, new byte[3]), new Tensor(indices, BitConverter.GetBytes(index))],
            [(output, new byte[1])],
            Place.None
        );
        var stop = Should.Throw<EvaluationException>(() => new Gather(0, 0).Evaluate(context));
        $"{stop.Diagnostic.Id}: {stop.Message}".ShouldBe($"TE2011: index {index} is out of range");
    }
}
