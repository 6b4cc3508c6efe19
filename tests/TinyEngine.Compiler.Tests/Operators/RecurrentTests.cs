using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using static TinyEngine.Compiler.Tests.Operators.Inference;

namespace TinyEngine.Compiler.Tests.Operators;

public class RecurrentTests
{
    private static readonly TensorType Input = Int8([1, 8]),
        Features = Int8([6, 8], 0.1f, 0),
        Output = Int8([1, 3]);
    private static readonly TensorType Times = Int16([6, 5], 0.01f),
        State = Int16([1, 30], 0.02f);

    [Fact]
    public void Svdf_adds_filters_up_in_groups_of_its_rank()
    {
        Infer(new Svdf(2), [Output], Input, Features, Times, State)[0].Shape.ShouldBe([1, 3]);
        ShouldFail(
            new Svdf(4),
            Diag.ShapeMismatch,
            "6 filters do not divide into groups of rank 4",
            [Output],
            Input,
            Features,
            Times,
            State
        );
    }

    [Fact]
    public void Svdf_state_has_the_type_of_the_time_weights() =>
        ShouldFail(
            new Svdf(2),
            Diag.UnsupportedType,
            "the state is int8, supported: int16",
            [Output],
            Input,
            Features,
            Times,
            Int8([1, 30])
        );

    [Fact]
    public void Svdf_state_remembers_every_filter() =>
        ShouldFail(new Svdf(2), Diag.ShapeMismatch, "state 1x20", [Output], Input, Features, Times, Int16([1, 20], 0.02f));

    [Fact]
    public void The_cell_state_of_an_lstm_has_a_power_of_two_scale()
    {
        Infer(Lstm(), [Int8([1, 7, 4])], Operands(1f / 2048))[0].Shape.ShouldBe([1, 7, 4]);
        ShouldFail(Lstm(), Diag.QuantizationMismatch, "must be a power of two", [Int8([1, 7, 4])], Operands(0.0003f));
    }

    [Fact]
    public void Gates_of_an_lstm_have_one_shape()
    {
        var operands = Operands(1f / 2048);
        operands[6] = Int8([4, 5], 0.1f, 0);
        ShouldFail(Lstm(), Diag.ShapeMismatch, "a gate's weights are 4x5, expected 4x4", [Int8([1, 7, 4])], operands);
    }

    [Fact]
    public void The_output_of_an_lstm_is_its_state() =>
        ShouldFail(Lstm(), Diag.QuantizationMismatch, "the output state", [Int8([1, 7, 4], 0.25f)], Operands(1f / 2048));

    [Fact]
    public void A_clip_below_a_step_is_refused() =>
        ShouldFail(Lstm() with { CellClip = 0.0001f }, Diag.BadOptions, "is not a limit", [Int8([1, 7, 4])], Operands(1f / 2048));

    private static UnidirectionalSequenceLstm Lstm() => new(TimeMajor: false, CellClip: 0);

    private static TensorType[] Operands(float cellScale) =>
        [
            Int8([1, 7, 3]),
            .. Enumerable.Repeat(Int8([4, 3], 0.1f, 0), 4),
            .. Enumerable.Repeat(Int8([4, 4], 0.1f, 0), 4),
            .. Enumerable.Repeat(Plain(DType.Int32, [4]), 4),
            Int8([1, 4]),
            Int16([1, 4], cellScale),
        ];

    private static TensorType Int16(Shape shape, float scale) => new(DType.Int16, shape, QuantParams.PerTensor(scale, 0));
}
