using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>
/// Exponential, reciprocal, logistic function and hyperbolic tangent in 32-bit fixed point, bit for bit as TFLite's reference kernels
/// evaluate them. A value with k integer bits is raw · 2^(k − 31).
/// </summary>
/// <remarks>Source of the algorithms: gemmlowp, fixedpoint/fixedpoint.h (Jacob and Warden, 2015), which TFLite links; the constants are the
/// named real numbers rounded to the format.</remarks>
internal static class FixedPointFunctions
{
    /// <summary>exp(−1/4), exp(−1/2), exp(−1)... exp(−16) as Q0.31.</summary>
    private static readonly int[] NegativePowersOfE = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>1 as Q2.29.</summary>
    private const int OneQ29 = 1 << 29;

    /// <summary>x · 2^exponent, rounded ties away from zero to the right, saturating to the left.</summary>
    public static int MultiplyByPowerOfTwo(int x, int exponent) =>
        exponent <= 0
            ? FixedPoint.RoundingDivideByPowerOfTwo(x, -exponent)
            : (int)Math.Clamp((long)x << exponent, int.MinValue, int.MaxValue);

    /// <summary>exp(x) as Q0.31 for x ≤ 0.</summary>
    /// <param name="x">Raw value with <paramref name="integerBits"/> integer bits, not positive.</param>
    /// <param name="integerBits">In [1, 5].</param>
    /// <remarks>exp of the fraction −1/4 &lt; f ≤ 0 by a Taylor series around −1/8, then one multiplication for each set bit of the
    /// rest.</remarks>
    public static int ExpOnNegativeValues(int x, int integerBits)
    {
        if (x == 0)
            return int.MaxValue;
        var fractionBits = 31 - integerBits;
        var quarter = 1 << (fractionBits - 2);
        var fraction = (x & (quarter - 1)) - quarter;
        var result = ExpOfFraction(MultiplyByPowerOfTwo(fraction, integerBits));
        var rest = unchecked(fraction - x);
        for (var exponent = -2; exponent < integerBits; exponent++)
        {
            if ((rest & (1 << (fractionBits + exponent))) != 0)
                result = Multiply(result, NegativePowersOfE[exponent + 2]);
        }

        return result;
    }

    /// <summary>1 / (1 + x) as Q0.31 for x in [0, 1), given as Q0.31.</summary>
    public static int OneOverOnePlus(int x) => MultiplyByPowerOfTwo(TwoOverOnePlus(x), 1);

    /// <summary>(1 − x) / (1 + x) as Q0.31 for x in [0, 1), given as Q0.31.</summary>
    public static int OneMinusOverOnePlus(int x) => MultiplyByPowerOfTwo(TwoOverOnePlus(x) - OneQ29, 2);

    /// <summary>1 / x for x &gt; 0.</summary>
    /// <param name="x">Raw value with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">Integer bits of <paramref name="x"/>.</param>
    /// <returns>Q0.31 mantissa and how many bits it must be shifted right further.</returns>
    public static (int Mantissa, int BitsOverUnit) Reciprocal(int x, int integerBits)
    {
        var headroom = BitOperations.LeadingZeroCount((uint)x);
        var minusOne = unchecked((int)(((uint)x << headroom) - 0x80000000u));
        return (OneOverOnePlus(minusOne), integerBits - headroom);
    }

    /// <summary>1 / (1 + exp(−x)) as Q0.31.</summary>
    /// <param name="x">Raw value with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">In [1, 5].</param>
    public static int Logistic(int x, int integerBits)
    {
        if (x == 0)
            return 1 << 30;
        var positive = OneOverOnePlus(ExpOnNegativeValues(x > 0 ? -x : x, integerBits));
        return x > 0 ? positive : int.MaxValue - positive;
    }

    /// <summary>tanh(x) as Q0.31: (1 − e) / (1 + e) with e = exp(−2|x|), and the sign of x.</summary>
    /// <param name="x">Raw value with <paramref name="integerBits"/> integer bits.</param>
    /// <param name="integerBits">In [1, 4].</param>
    public static int Tanh(int x, int integerBits)
    {
        if (x == 0)
            return 0;
        // The same raw value with one more integer bit is the double.
        var magnitude = OneMinusOverOnePlus(ExpOnNegativeValues(x < 0 ? x : -x, integerBits + 1));
        return x < 0 ? -magnitude : magnitude;
    }

    /// <summary>2 / (1 + x) as Q2.29 for x in [0, 1), given as Q0.31; three Newton-Raphson steps.</summary>
    private static int TwoOverOnePlus(int x)
    {
        const int FortyEightOver17 = 1515870810,
            MinusThirtyTwoOver17 = -1010580540;
        var halfDenominator = (int)(((long)x + int.MaxValue + 1) / 2);
        var estimate = FortyEightOver17 + Multiply(halfDenominator, MinusThirtyTwoOver17);
        for (var step = 0; step < 3; step++)
        {
            var error = OneQ29 - Multiply(halfDenominator, estimate);
            estimate += MultiplyByPowerOfTwo(Multiply(estimate, error), 2);
        }

        return estimate;
    }

    private static int ExpOfFraction(int x)
    {
        const int ExpMinusEighth = 1895147668,
            OneThird = 715827883;
        var t = x + (1 << 28);
        var t2 = Multiply(t, t);
        var t3 = Multiply(t2, t);
        var t4 = Multiply(t2, t2);
        var tail = MultiplyByPowerOfTwo(Multiply(MultiplyByPowerOfTwo(t4, -2) + t3, OneThird) + t2, -1);
        return ExpMinusEighth + Multiply(ExpMinusEighth, t + tail);
    }

    private static int Multiply(int a, int b) => FixedPoint.SaturatingRoundingDoublingHighMul(a, b);
}
