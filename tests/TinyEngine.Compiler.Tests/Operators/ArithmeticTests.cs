using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using static TinyEngine.Compiler.Tests.Operators.Inference;

namespace TinyEngine.Compiler.Tests.Operators;

public class ArithmeticTests
{
    private static readonly TensorType Vector = Int8([1, 8]);

    [Fact]
    public void Float_inputs_are_refused_with_a_remedy() =>
        ShouldFail(new HardSwish(), Diag.UnsupportedType, "quantize the whole model", [Vector], Plain(DType.Float32, [1, 8]));

    [Fact]
    public void The_output_of_hard_swish_is_not_finer_than_its_arithmetic() =>
        ShouldFail(new HardSwish(), Diag.QuantizationMismatch, "must be below 128", [Int8([1, 8], 1e-4f)], Vector);

    [Fact]
    public void Tanh_has_a_fixed_output_quantization()
    {
        Infer(new Tanh(), [Int8([1, 8], 1f / 128, 0)], Vector)[0].Shape.ShouldBe(Vector.Shape);
        ShouldFail(new Tanh(), Diag.QuantizationMismatch, "zero point 0", [Int8([1, 8], 1f / 128, 1)], Vector);
    }

    [Fact]
    public void Alpha_is_a_number() => ShouldFail(new LeakyRelu(float.NaN), Diag.BadOptions, "alpha is NaN", [Vector], Vector);

    [Fact]
    public void Alpha_of_prelu_is_broadcast_to_the_input_only()
    {
        Infer(new Prelu(), [Vector], Int8([1, 4, 5, 3]), Int8([3]))[0].Shape.ShouldBe([1, 4, 5, 3]);
        ShouldFail(new Prelu(), Diag.ShapeMismatch, "alpha of 4x5x3", [Vector], Int8([1, 4, 1, 3]), Int8([4, 5, 3]));
    }

    [Fact]
    public void Codes_are_compared_on_one_scale() =>
        ShouldFail(new MinMax(TakesLarger: true), Diag.QuantizationMismatch, "the second operand", [Vector], Vector, Int8([1, 8], 0.25f));

    [Fact]
    public void Arguments_are_int32() =>
        ShouldFail(new ArgMinMax(TakesLarger: true, 1), Diag.UnsupportedType, "the output is int8, supported: int32", [Vector], Vector);

    [Fact]
    public void The_first_of_equal_elements_wins()
    {
        var bytes = new byte[4];
        var context = new EvaluationContext(
            [new Tensor(Int8([4]), new byte[] { 1, 7, 7, 1 })],
            [(Plain(DType.Int32, []), bytes)],
            Place.None
        );
        new ArgMinMax(TakesLarger: true, 0).Evaluate(context);
        BitConverter.ToInt32(bytes).ShouldBe(1);
    }

    [Fact]
    public void Matrices_meet_in_the_depth()
    {
        Infer(new BatchMatMul(false, true), [Vector], Int8([2, 1, 4, 6]), Int8([3, 5, 6]))[0].Shape.ShouldBe([2, 3, 4, 5]);
        ShouldFail(
            new BatchMatMul(false, false),
            Diag.ShapeMismatch,
            "rows of 6 elements meet columns of 5",
            [Vector],
            Int8([4, 6]),
            Int8([5, 6])
        );
        ShouldFail(new BatchMatMul(false, false), Diag.ShapeMismatch, "cannot be broadcast", [Vector], Int8([2, 4, 6]), Int8([3, 6, 4]));
        ShouldFail(new BatchMatMul(false, false), Diag.AccumulatorOverflow, "40000 elements", [Vector], Int8([1, 40000]), Int8([40000, 1]));
    }

    [Fact]
    public void Sums_of_squares_fit_the_accumulator() =>
        ShouldFail(new L2Normalization(), Diag.AccumulatorOverflow, "at most 33025", [Int8([1, 40000], 1f / 128, 0)], Int8([1, 40000]));

    [Fact]
    public void A_zero_vector_stays_zero() =>
        Run(new L2Normalization(), Int8([1, 4], 1f / 128, 0), (Int8([1, 4]), [3, 3, 3, 3])).ShouldBe([0, 0, 0, 0]);

    [Fact]
    public void Resizing_aligns_corners_or_centers() =>
        ShouldFail(
            new ResizeBilinear(8, 8, true, true),
            Diag.UnsupportedAttribute,
            "exclude each other",
            [Int8([1, 8, 8, 1])],
            Int8([1, 4, 4, 1])
        );

    [Fact]
    public void Resizing_with_aligned_corners_reaches_the_last_pixel()
    {
        // The golden data has no aligned corners.
        var points = new ResizeBilinear(7, 1, true, false).RowPoints(4);
        points
            .Select(p => (p.First, p.Second, p.Fraction))
            .ShouldBe([(0, 0, 0), (0, 1, 512), (1, 1, 0), (1, 2, 512), (2, 2, 0), (2, 3, 512), (3, 3, 0)]);
    }

    [Fact]
    public void A_transposed_convolution_checks_its_weights()
    {
        var full = Clamp.Full(DType.Int8);
        var weights = Int8([5, 3, 3, 4], 0.1f, 0);
        var axis = new WindowAxis(3, 2, 1, 0, 1);
        Infer(new TransposeConv(new Window2D(axis, axis), 8, 6, full), [Vector], Int8([1, 4, 3, 4]), weights)[0]
            .Shape.ShouldBe([1, 8, 6, 5]);
        ShouldFail(
            new TransposeConv(new Window2D(axis, axis), 8, 6, full),
            Diag.ShapeMismatch,
            "4 input channels meet an IFM of 7",
            [Vector],
            Int8([1, 4, 3, 7]),
            weights
        );
        ShouldFail(
            new TransposeConv(new Window2D(axis, axis with { Dilation = 2 }), 8, 6, full),
            Diag.UnsupportedAttribute,
            "dilation 1x2",
            [Vector],
            Int8([1, 4, 3, 4]),
            weights
        );
    }

    [Fact]
    public void Rows_between_the_windows_of_a_transposed_convolution_read_nothing()
    {
        var axis = new WindowAxis(2, 3, 1, 0, 0);
        var conv = new TransposeConv(new Window2D(axis, axis), 9, 9, Clamp.Full(DType.Int8));
        var types = new OpTypes([Int8([1, 3, 3, 1])], [Int8([1, 9, 9, 1])]);
        Enumerable.Range(0, 9).Select(row => conv.InputRows(0, row, types).Count).ShouldBe([1, 1, 0, 1, 1, 0, 1, 1, 0]);
    }
}
