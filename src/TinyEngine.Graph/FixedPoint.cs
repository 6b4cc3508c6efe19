namespace TinyEngine.Graph;

/// <summary>A real factor as TFLite stores it for integer arithmetic: value = Multiplier · 2^(Shift − 31).</summary>
/// <param name="Multiplier">Q0.31 mantissa in [2^30, 2^31), or 0.</param>
/// <param name="Shift">In [−31, 30]; positive shifts left before the multiply, negative shifts right after it.</param>
internal readonly record struct QuantizedMultiplier(int Multiplier, int Shift)
{
    private static readonly QuantizedMultiplier Undefined = new(int.MaxValue, 30);

    /// <summary>Whether the reference's arithmetic is defined: for factors of 2^30 and more it shifts 32-bit integers by 31 and more, which
    /// C leaves undefined (decision 0023).</summary>
    public bool IsDefined => this != Undefined;

    /// <summary>Splits a real factor into mantissa and power of two.</summary>
    /// <param name="real">The factor; the caller decides in which precision it was formed, and that decides the last bit of
    /// results.</param>
    /// <remarks>Factors below 2^−32 become 0; factors of 2^30 and more are not <see cref="IsDefined"/>. Source: Jacob et al., CVPR 2018
    /// (arXiv:1712.05877), §2.2, eq. 5–6; the rounding of the mantissa is the reference implementation's.</remarks>
    public static QuantizedMultiplier From(double real)
    {
        if (real == 0 || double.IsNaN(real))
            return default;
        if (double.IsInfinity(real))
            return Undefined;
        var exponent = Math.ILogB(real) + 1;
        var fraction = Math.ScaleB(real, -exponent); // magnitude in [0.5, 1)
        var mantissa = (long)Math.Round(fraction * (1L << 31), MidpointRounding.AwayFromZero);
        if (mantissa == 1L << 31)
        {
            mantissa /= 2;
            exponent++;
        }

        if (exponent < -31)
            return default;
        if (exponent > 30)
            return Undefined;
        return new QuantizedMultiplier((int)mantissa, exponent);
    }

    /// <summary>Applies the factor to an accumulator; see <see cref="FixedPoint.Requantize(int, int, int)"/>.</summary>
    public int Apply(int acc) => FixedPoint.Requantize(acc, Multiplier, Shift);
}

/// <summary>The integer arithmetic of TFLite's reference kernels, bit for bit (decision 0004).</summary>
internal static class FixedPoint
{
    /// <summary>High half of 2·a·b with ties rounded up, saturating the single overflow case.</summary>
    public static int SaturatingRoundingDoublingHighMul(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue)
            return int.MaxValue;
        var product = (long)a * b;
        var nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
        return (int)((product + nudge) / (1L << 31));
    }

    /// <summary>x / 2^exponent with ties away from zero.</summary>
    /// <param name="x">Dividend.</param>
    /// <param name="exponent">In [0, 31].</param>
    public static int RoundingDivideByPowerOfTwo(int x, int exponent)
    {
        var mask = (int)((1L << exponent) - 1);
        var remainder = x & mask;
        var threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (x >> exponent) + (remainder > threshold ? 1 : 0);
    }

    /// <summary>Rescales an accumulator to the OFM's step size: acc · multiplier · 2^(shift − 31), rounded as TFLite rounds.</summary>
    /// <param name="acc">Σ(ifm − ifmZeroPoint)·weight + bias, in units of ifmScale·weightScale.</param>
    /// <param name="multiplier">Q0.31 in [2^30, 2^31), or 0 for a dead channel.</param>
    /// <param name="shift">In [−31, 30]; positive shifts left before the multiply.</param>
    /// <returns>Value in units of ofmScale, before the zero point is added and the result clamped.</returns>
    /// <remarks>Rounds twice: the high multiply takes ties up, the right shift takes ties away from zero. Merging them into one changes the
    /// last bit of some outputs. A left shift wraps around like the reference's. Source: Jacob et al., CVPR 2018 (arXiv:1712.05877), §2.2,
    /// eq. 5–6; decision 0004.</remarks>
    public static int Requantize(int acc, int multiplier, int shift)
    {
        var left = shift > 0 ? shift : 0;
        var right = shift > 0 ? 0 : -shift;
        return RoundingDivideByPowerOfTwo(SaturatingRoundingDoublingHighMul(unchecked(acc << left), multiplier), right);
    }

    /// <summary>Rescales a 64-bit accumulator of the 16x8 scheme.</summary>
    /// <param name="acc">Accumulator, |acc| &lt; 2^47.</param>
    /// <param name="multiplier">Q0.31 in [2^30, 2^31), or 0.</param>
    /// <param name="shift">In [−31, 7].</param>
    /// <remarks>The multiplier is first rounded to 16 bits, then one rounding shift follows, ties up.</remarks>
    public static int Requantize(long acc, int multiplier, int shift)
    {
        var reduced = multiplier < 0x7FFF0000 ? (multiplier + (1 << 15)) >> 16 : 0x7FFF;
        var totalShift = 15 - shift;
        var product = unchecked((acc * reduced) + (1L << (totalShift - 1)));
        return (int)(product >> totalShift);
    }
}
