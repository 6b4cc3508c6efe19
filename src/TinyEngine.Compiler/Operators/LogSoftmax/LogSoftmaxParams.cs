using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of LOG_SOFTMAX on int8.</summary>
/// <param name="Exponentials">That of SOFTMAX, with which sums are formed.</param>
/// <param name="Reverse">From numbers with five integer bits back to differences of codes.</param>
internal readonly record struct LogSoftmaxParams(SoftmaxParams Exponentials, QuantizedMultiplier Reverse)
{
    /// <summary>The parameters for an input.</summary>
    public static LogSoftmaxParams Compute(TensorType input)
    {
        var exponentials = SoftmaxParams.Compute(input, 1);
        var (multiplier, shift) = (exponentials.Multiplier.Multiplier, exponentials.Multiplier.Shift);
        return new LogSoftmaxParams(exponentials, shift < 1 ? default : QuantizedMultiplier.From((1 << (31 - shift)) / (double)multiplier));
    }

    /// <summary>One vector.</summary>
    public void Apply(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        var maximum = sbyte.MinValue;
        foreach (var code in input)
            maximum = Math.Max(maximum, code);
        var sum = 0;
        foreach (var code in input)
            sum = unchecked(sum + SoftmaxParams.Summand(Exponentials.Exp(code - maximum)));
        var log = FixedPointLogarithm.OfSum(sum);
        var least = Reverse.Apply(unchecked(log + int.MinValue));
        var limit = Math.Max(Exponentials.MinimumDifference - 1, least);
        for (var i = 0; i < output.Length; i++)
        {
            var difference = input[i] - maximum;
            var scaled = unchecked(Exponentials.Multiplier.Apply(difference) - log);
            output[i] =
                difference > limit
                    ? (sbyte)Math.Clamp(FixedPoint.RoundingDivideByPowerOfTwo(scaled, 22) + sbyte.MaxValue, sbyte.MinValue, sbyte.MaxValue)
                    : sbyte.MinValue;
        }
    }
}
