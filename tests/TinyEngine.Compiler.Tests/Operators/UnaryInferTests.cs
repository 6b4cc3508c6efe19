using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

public class UnaryInferTests
{
    private static readonly TensorType Vector = Inference.Int8([1, 10]);
    private static readonly TensorType Probabilities = Inference.Int8([1], 1f / 256, -128);

    [Fact]
    public void Softmax_fixes_its_output() =>
        Inference
            .Error(new Softmax(1), Inference.Int8([1], 1f / 256, 0), Vector)
            .ShouldBe("TE2007: the output has 0.00390625 zp 0, expected scale 1/256 and zero point -128");

    [Fact]
    public void Softmax_needs_a_positive_beta() =>
        Inference
            .Error(new Softmax(0), Probabilities, Vector)
            .ShouldBe("TE2006: beta 0 and the input scale 0.5 give a factor out of range");

    [Fact]
    public void Softmax_sums_fit_32_bits() =>
        Inference.Error(new Softmax(1), Probabilities, Inference.Int8([1, 4096])).ShouldBe("TE2010: the last axis has 4096 elements");

    [Fact]
    public void Softmax_needs_an_axis() =>
        Inference.Error(new Softmax(1), Probabilities, Inference.Int8([])).ShouldBe("TE2004: a scalar has no axis to sum over");

    [Fact]
    public void Logistic_fixes_its_output() =>
        Inference
            .Error(new Logistic(), Inference.Int8([1], 0.01f, -128), Vector)
            .ShouldBe("TE2007: the output has 0.00999999978 zp -128, expected scale 1/256 and zero point -128");

    [Fact]
    public void Logistic_on_16_bits_bounds_the_input_scale() =>
        Inference
            .Error(new Logistic(), Inference.Int16([1], 1f / 32768), Inference.Int16([1, 10], 174763f))
            .ShouldBe("TE2007: the input scale 174763 is too large");

    [Theory]
    [InlineData(5.3f, 2, 32767)] // times 65,126: every product fits 32 bits
    [InlineData(5.4f, 2, 32767)]
    [InlineData(16.9f, 10340, 32767)]
    [InlineData(16.9f, -10340, 1)]
    [InlineData(174762f, -32768, 1)]
    [InlineData(174762f, 0, 16384)]
    public void Logistic_on_16_bits_saturates_beyond_32_bits(float scale, short code, short expected)
    {
        var output = new byte[2];
        new Logistic().Evaluate(
            new EvaluationContext(
                [new Tensor(Inference.Int16([1], scale), BitConverter.GetBytes(code))],
                [(Inference.Int16([1], 1f / 32768), output)],
                Graph.Diagnostics.Place.None
            )
        );
        BitConverter.ToInt16(output).ShouldBe(expected);
    }

    [Fact]
    public void Relu6_does_not_rescale() =>
        Inference
            .Run(new Relu(ReluKind.Relu6), Inference.Int8([4], 0.2f, -7), (Inference.Int8([4]), [-50, 3, 9, 100]))
            .ShouldBe([3, 3, 9, 15]);

    [Fact]
    public void Relu_rescales() =>
        Inference.ShapeOf(new Relu(ReluKind.Relu), Inference.Int8([1], 0.2f, -128), Vector).ShouldBe(Vector.Shape);

    [Fact]
    public void Relu_is_for_activations() =>
        Inference
            .Error(new Relu(ReluKind.Relu), Vector, Inference.Plain(DType.Float32, [1, 10]))
            .ShouldBe("TE1013: the input is float32, supported: int8, int16");

    [Fact]
    public void Quantization_knows_its_conversions() =>
        Inference
            .Error(new Quantize(), new TensorType(DType.Int32, [1], QuantParams.PerTensor(1, 0)), Inference.Plain(DType.Float32, [1]))
            .ShouldBe("TE1013: conversion from float32 to int32 is not supported");

    [Fact]
    public void Quantization_needs_a_scale() =>
        Inference
            .Error(new Quantize(), Inference.Plain(DType.Int8, [1]), Inference.Plain(DType.Float32, [1]))
            .ShouldBe("TE2007: the output has no quantization parameters");

    [Fact]
    public void A_factor_that_the_reference_cannot_apply_is_refused()
    {
        const string Refusal = "TE2007: the output scale is too small for the scales of the operands";
        var (tiny, coarse) = (Inference.Int8([1], 1e-9f, 0), Inference.Int8([1], 1.08f, 0));
        Inference.Error(new Quantize(), tiny, coarse).ShouldBe(Refusal);
        Inference.Error(new Relu(ReluKind.Relu), tiny, coarse).ShouldBe(Refusal);
        Inference.Error(new LeakyRelu(0.1f), tiny, coarse).ShouldBe(Refusal);
        Inference.Error(new LeakyRelu(0.1f), Inference.Int8([1], float.Epsilon, 0), coarse).ShouldBe(Refusal);
    }

    [Fact]
    public void Softmax_needs_a_factor_above_1()
    {
        var output = Inference.Int8([1, 4], 1f / 256, -128);
        Inference
            .Error(new Softmax(1), output, Inference.Int8([1, 4], MathF.ScaleB(1, -26), 0))
            .ShouldBe("TE2006: beta 1 and the input scale 1.49011612E-08 give a factor out of range");
    }

    [Fact]
    public void Dequantization_needs_one_scale()
    {
        var perAxis = new TensorType(DType.Int8, [2], new QuantParams([1f, 2f], [0, 0]));
        Inference
            .Error(new Dequantize(), Inference.Plain(DType.Float32, [2]), perAxis)
            .ShouldBe("TE2007: the input is quantized per axis, expected one scale");
    }

    [Theory]
    [InlineData(0.25f, 3)]
    [InlineData(-0.25f, 1)]
    [InlineData(float.PositiveInfinity, 127)]
    [InlineData(float.NegativeInfinity, -128)]
    [InlineData(1e30f, 127)]
    [InlineData(float.NaN, 2)]
    public void Real_numbers_round_away_from_zero_and_saturate(float real, int code) =>
        Quantize.Code(real, Inference.Int8([1], 0.5f, 2)).ShouldBe(code);
}
