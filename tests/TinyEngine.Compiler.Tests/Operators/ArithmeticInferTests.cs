using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

public class ArithmeticInferTests
{
    private static readonly Clamp All = Clamp.Full(DType.Int8);
    private static readonly TensorType Map = Inference.Int8([1, 4, 5, 3]);

    [Fact]
    public void Both_operands_may_repeat() =>
        Inference.ShapeOf(new Mul(All), Map, Inference.Int8([1, 4, 1, 3]), Inference.Int8([5, 1])).ShouldBe(new Shape([1, 4, 5, 3]));

    [Fact]
    public void Sizes_must_be_equal_or_one() =>
        Inference
            .Error(new AddSub(AddSubKind.Add, All), Map, Map, Inference.Int8([2]))
            .ShouldBe("TE2004: shapes 1x4x5x3 and 2 cannot be broadcast");

    [Fact]
    public void Seven_axes_are_too_many() =>
        Inference
            .Error(new AddSub(AddSubKind.Sub, All), Map, Inference.Int8([1, 1, 1, 1, 1, 1, 2]), Map)
            .ShouldBe("TE2004: operands with 7 axes are not supported");

    [Fact]
    public void Operands_have_one_type() =>
        Inference
            .Error(new AddSub(AddSubKind.Add, All), Map, Map, Inference.Int16([1]))
            .ShouldBe("TE1013: the second operand is int16, supported: int8");

    [Fact]
    public void Operands_are_quantized() =>
        Inference
            .Error(new AddSub(AddSubKind.Add, All), Map, Map, Inference.Plain(DType.Int8, [1]))
            .ShouldBe("TE2007: the second operand has no quantization parameters");

    [Fact]
    public void Output_scale_may_be_too_small_to_rescale_to() =>
        Inference
            .Error(new AddSub(AddSubKind.Add, All), Inference.Int8([1], 1e-7f), Inference.Int8([1], 1f), Inference.Int8([1], 1f))
            .ShouldBe("TE2007: the output scale 1.00000001E-07 is too small for operands with scales 1 and 1");

    [Fact]
    public void Activation_must_fit_the_type() =>
        Inference.Error(new Mul(new Clamp(5, 4)), Map, Map, Map).ShouldBe("TE2006: the activation leaves the codes 5 to 4 of int8");

    [Fact]
    public void One_operand_is_missing() =>
        Inference.Error(new AddSub(AddSubKind.Sub, All), Map, Map).ShouldBe("TE1018: 1 operands, expected 2");

    [Fact]
    public void Rows_of_a_repeated_operand_are_row_0()
    {
        var types = new OpTypes([Map, Inference.Int8([3])], [Map]);
        var add = new AddSub(AddSubKind.Add, All);
        add.WhyWholeTensors(types).ShouldBeNull();
        add.InputRows(0, 2, types).ShouldBe(new RowRange(2, 3));
        add.InputRows(1, 2, types).ShouldBe(new RowRange(0, 1));
    }

    [Fact]
    public void Several_maps_have_no_rows() =>
        new AddSub(AddSubKind.Add, All).WhyWholeTensors(new OpTypes([Map, Map], [Inference.Int8([2, 4, 5, 3])])).ShouldNotBeNull();

    [Fact]
    public void Subtraction_rounds_its_factors_to_float32()
    {
        var (first, second, output) = (Inference.Int8([1], 0.02f), Inference.Int8([1], 0.035f), Inference.Int8([1], 0.055f));
        var add = AddParams.ForAdd(first, second, output, All);
        var sub = AddParams.ForSub(first, second, output, All);
        sub.Multiplier1.Multiplier.ShouldNotBe(add.Multiplier1.Multiplier);
        (sub.Multiplier1.Multiplier % 128).ShouldBe(0, "24 bits of mantissa leave the last 7 of 31 at 0");
    }
}
