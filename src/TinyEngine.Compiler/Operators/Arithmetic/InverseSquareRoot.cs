using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>1 / √x in fixed point, bit for bit as TFLite's reference kernels evaluate it.</summary>
internal static class InverseSquareRoot
{
    /// <summary>The factor that divides by √x.</summary>
    /// <param name="x">Not negative; 0 counts as 1.</param>
    /// <remarks>Five Newton-Raphson steps y ← y·(3 − x·y²)/2 from y = 1, on x shifted by an even number of bits into [1/2, 2).</remarks>
    public static QuantizedMultiplier Of(int x)
    {
        const int ThreeHalves = (1 << 28) + (1 << 27),
            One = 1 << 28; // Q3.28
        const int HalfSqrt2 = 1518500250; // Q0.31
        if (x <= 1)
            return new QuantizedMultiplier(int.MaxValue, 0);
        var rightShift = 11;
        for (; x >= 1 << 29; x /= 4)
            rightShift++;
        var pairs = ((BitOperations.LeadingZeroCount((uint)x) - 1) / 2) - 1;
        rightShift -= pairs;
        x <<= 2 * pairs;

        var half = FixedPoint.RoundingDivideByPowerOfTwo(x >> 1, 1);
        var y = One;
        for (var step = 0; step < 5; step++)
        {
            var cube = FixedPointFunctions.MultiplyByPowerOfTwo(Multiply(Multiply(y, y), y), 6);
            y = FixedPointFunctions.MultiplyByPowerOfTwo(Multiply(ThreeHalves, y) - Multiply(half, cube), 3);
        }

        var root = Multiply(y, HalfSqrt2);
        return rightShift < 0 ? new QuantizedMultiplier(root << -rightShift, 0) : new QuantizedMultiplier(root, -rightShift);
    }

    private static int Multiply(int a, int b) => FixedPoint.SaturatingRoundingDoublingHighMul(a, b);
}
