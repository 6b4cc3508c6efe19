using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of SOFTMAX on an int8 input.</summary>
/// <param name="Multiplier">beta · input scale · 2^26: from a difference of codes to a value with five integer bits; above 1.</param>
/// <param name="MinimumDifference">Differences to the maximum below this one contribute nothing; not positive.</param>
internal readonly record struct SoftmaxParams(QuantizedMultiplier Multiplier, int MinimumDifference)
{
    private const int IntegerBits = 5,
        SumIntegerBits = 12;

    /// <summary>The parameters for an int8 input; formed in double precision.</summary>
    public static SoftmaxParams Compute(TensorType input, float beta)
    {
        var real = Math.Min((double)beta * input.Quant.Scale * (1 << (31 - IntegerBits)), int.MaxValue);
        var multiplier = QuantizedMultiplier.From(real);
        var radius = Math.Floor(Math.ScaleB(((1 << IntegerBits) - 1) * (double)(1L << (31 - IntegerBits)), -multiplier.Shift));
        return new SoftmaxParams(multiplier, -(int)Math.Min(radius, int.MaxValue));
    }

    /// <summary>exp of a difference to the maximum, as Q0.31; 0 for one that contributes nothing.</summary>
    /// <param name="difference">Code − largest code of the row; not positive.</param>
    public int Exp(int difference) =>
        difference < MinimumDifference ? 0 : FixedPointFunctions.ExpOnNegativeValues(Multiplier.Apply(difference), IntegerBits);

    /// <summary>The part that <see cref="Exp"/> adds to the sum of a row.</summary>
    public static int Summand(int exp) => FixedPoint.RoundingDivideByPowerOfTwo(exp, SumIntegerBits);

    /// <summary>What turns an exp into an output code: Q0.31 factor and right shift for an output of the given width.</summary>
    /// <param name="sum">Sum of all summands of the row; positive.</param>
    /// <param name="outputBits">8 or 16.</param>
    public static (int Scale, int Shift) Scale(int sum, int outputBits)
    {
        var (scale, bitsOverUnit) = FixedPointFunctions.Reciprocal(sum, SumIntegerBits);
        return (scale, bitsOverUnit + 31 - outputBits);
    }

    /// <summary>Output code above the smallest of the type, before saturation at the largest.</summary>
    public static int Apply(int exp, int scale, int shift) =>
        FixedPoint.RoundingDivideByPowerOfTwo(FixedPoint.SaturatingRoundingDoublingHighMul(scale, exp), shift);
}
