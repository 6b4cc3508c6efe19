using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>The natural logarithm in fixed point, bit for bit as TFLite's reference kernels evaluate it.</summary>
internal static class FixedPointLogarithm
{
    private const int Log2 = 1488522236,
        RootOfRootOfHalf = 1805811301,
        RootOfHalf = 1518500250,
        QuarterQ25 = 1 << 23;

    /// <summary>log(z) as Q5.26.</summary>
    /// <param name="z">Raw value with twelve integer bits, at least 1.</param>
    /// <remarks>z is a power of two times a number around the root of the root of 1/2, of which a rational function gives the
    /// logarithm; of two such powers the larger result is taken.</remarks>
    public static int OfSum(int z)
    {
        const int IntegerBits = 12;
        var headA = BitOperations.LeadingZeroCount((uint)z);
        var a = Scale(Multiply(Scale(z, headA - 1), RootOfHalf), 1);
        var powerA = Saturate((long)Scale(IntegerBits - headA, 25) + QuarterQ25);
        var headB = BitOperations.LeadingZeroCount((uint)Multiply(z, RootOfHalf)) - 1;
        var b = Scale(z, headB);
        var powerB = Saturate((long)Scale(IntegerBits - headB, 25) - QuarterQ25);
        var (r, power) = (Math.Min(a, b), Math.Max(powerA, powerB));
        unchecked
        {
            var twice = (long)r + RootOfRootOfHalf;
            var p = (int)((twice + (twice >= 0 ? 1 : -1)) / 2);
            var q = 2 * (r - RootOfRootOfHalf);
            var square = Multiply(q, q);
            var numerator = Multiply(q, r) + Multiply(Multiply(q, square), 117049297);
            var denominator = Multiply(p, 1057819769 + q + Multiply(127690142, square)) + Multiply(638450708, q);
            var quotient = Multiply(Scale(numerator, -6), FixedPointFunctions.OneOverOnePlus(denominator));
            return Scale(Multiply(power, Log2) + quotient, 1);
        }
    }

    private static int Multiply(int a, int b) => FixedPoint.SaturatingRoundingDoublingHighMul(a, b);

    private static int Scale(int x, int exponent) => FixedPointFunctions.MultiplyByPowerOfTwo(x, exponent);

    private static int Saturate(long x) => (int)Math.Clamp(x, int.MinValue, int.MaxValue);
}
