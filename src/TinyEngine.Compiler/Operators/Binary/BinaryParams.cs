using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of SQUARED_DIFFERENCE and DIV.</summary>
/// <param name="LeftShift">Bits by which operands of SQUARED_DIFFERENCE are shifted left first: 7 for int8, none for int16.</param>
/// <param name="First">To the scale that both operands share, twice the larger of theirs; at most 1/2.</param>
/// <param name="Second">The same of the second operand.</param>
/// <param name="Result">To the output.</param>
internal readonly record struct BinaryParams(
    int LeftShift,
    QuantizedMultiplier First,
    QuantizedMultiplier Second,
    QuantizedMultiplier Result
)
{
    /// <summary>Parameters of SQUARED_DIFFERENCE.</summary>
    public static BinaryParams ForSquaredDifference(TensorType first, TensorType second, TensorType output)
    {
        var leftShift = output.DType == DType.Int16 ? 0 : 7;
        var common = 2.0 * Math.Max(first.Quant.Scale, second.Quant.Scale);
        return new BinaryParams(
            leftShift,
            QuantizedMultiplier.From(first.Quant.Scale / common),
            QuantizedMultiplier.From(second.Quant.Scale / common),
            // The product of the units is formed in float32, as in the reference.
            QuantizedMultiplier.From(common * common / ((1 << (2 * leftShift)) * output.Quant.Scale))
        );
    }

    /// <summary>Parameters of DIV; the factor is formed in float32, as in the reference.</summary>
    public static BinaryParams ForDivision(TensorType first, TensorType second, TensorType output) =>
        new(0, default, default, QuantizedMultiplier.From(first.Quant.Scale / (second.Quant.Scale * output.Quant.Scale)));

    /// <summary>(a − b)², of values without their zero points.</summary>
    public int SquaredDifference(int a, int b)
    {
        var difference = First.Apply(unchecked(a << LeftShift)) - Second.Apply(unchecked(b << LeftShift));
        return Result.Apply(unchecked(difference * difference));
    }

    /// <summary>a / b, of values without their zero points; b is not 0. A shift above 31 leaves nothing.</summary>
    public int Quotient(int a, int b)
    {
        if (b < 0)
            (a, b) = (-a, -b);
        var (inverse, bitsOverUnit) = FixedPointFunctions.Reciprocal(b, 31);
        var headroom = BitOperations.LeadingZeroCount((uint)(a < 0 ? ~a : a)) - 1;
        var quotient = FixedPoint.SaturatingRoundingDoublingHighMul(unchecked(a << headroom), inverse);
        var shift = bitsOverUnit + headroom - Result.Shift;
        return shift > 31
            ? 0
            : FixedPoint.RoundingDivideByPowerOfTwo(
                FixedPoint.SaturatingRoundingDoublingHighMul(quotient, Result.Multiplier),
                Math.Max(0, shift)
            );
    }
}
