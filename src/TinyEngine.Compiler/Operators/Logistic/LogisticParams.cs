using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of 8-bit LOGISTIC; the output is in units of 1/256 above −128.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="Multiplier">Input scale · 2^27: from a code to a value with four integer bits.</param>
/// <param name="Radius">From this distance to the zero point on the output saturates.</param>
internal readonly record struct LogisticParams(int InputZeroPoint, QuantizedMultiplier Multiplier, int Radius)
{
    private const int IntegerBits = 4;

    /// <summary>The parameters for an int8 input.</summary>
    public static LogisticParams Compute(TensorType input)
    {
        var real = (double)input.Quant.Scale * (1 << (31 - IntegerBits));
        var shift = Math.ILogB(real) + 1;
        var radius = Math.Floor(Math.ScaleB(((1 << IntegerBits) - 1) * (double)(1L << (31 - IntegerBits)), -shift));
        return new LogisticParams(input.Quant.ZeroPoint, QuantizedMultiplier.From(real), (int)Math.Min(radius, int.MaxValue));
    }

    /// <summary>Output code for an input code.</summary>
    public int Apply(int code)
    {
        var distance = code - InputZeroPoint;
        if (distance <= -Radius)
            return sbyte.MinValue;
        if (distance >= Radius)
            return sbyte.MaxValue;
        var result = FixedPointFunctions.Logistic(Multiplier.Apply(distance), IntegerBits);
        return Math.Min(FixedPoint.RoundingDivideByPowerOfTwo(result, 31 - 8) + sbyte.MinValue, sbyte.MaxValue);
    }
}

/// <summary>The fixed-point arithmetic of 16-bit LOGISTIC: interpolation in <see cref="SigmoidTable16"/>.</summary>
/// <param name="Multiplier">Input scale · 3 · 2^12 · 2^Shift, truncated: from a code to steps of 1/(3 · 2^12).</param>
/// <param name="Shift">Bits by which the product is shifted right, rounding.</param>
internal readonly record struct LogisticParams16(int Multiplier, int Shift)
{
    /// <summary>From here on the multiplier does not fit 32 bits.</summary>
    public const float LargestScale = 174762;

    /// <summary>The largest multiplier with which no product of a code exceeds 32 bits.</summary>
    private const int LargestPlain = ushort.MaxValue;

    /// <summary>Whether products of some codes exceed 32 bits, so that codes are limited first.</summary>
    public bool IsSteep => Multiplier > LargestPlain;

    /// <summary>Codes further from 0 are taken for this one, whose result is saturated already.</summary>
    public int LargestCode => int.MaxValue / Multiplier;

    /// <summary>The parameters for an int16 input.</summary>
    /// <remarks>A scale of 2^−12 (and what float32 logarithms take for it) multiplies by 3 exactly.</remarks>
    public static LogisticParams16 Compute(TensorType input)
    {
        var log2 = MathF.Log(input.Quant.Scale) * (1f / MathF.Log(2f));
        if (MathF.Round(log2, MidpointRounding.AwayFromZero) is var rounded && rounded == -12 && Math.Abs(log2 - rounded) < 1e-3f)
            return new LogisticParams16(3, 0);
        var multiplier = input.Quant.Scale * 4096.0 * 3.0;
        var shift = 0;
        for (; multiplier <= short.MaxValue / 2.0 && shift <= 30; shift++)
            multiplier *= 2;
        return new LogisticParams16((int)multiplier, shift);
    }

    /// <summary>Output code, in units of 2^−15, for an input code.</summary>
    public int Apply(int code)
    {
        if (IsSteep)
            code = Math.Clamp(code, -LargestCode, LargestCode);
        var round = Shift > 0 ? 1 << (Shift - 1) : 0;
        var scaled = unchecked((code * Multiplier) + round) >> Shift;
        var magnitude = scaled < 0 ? unchecked((uint)-scaled) : (uint)scaled;
        var interval = magnitude >> 9;
        var result = 0x7FFFu << 10;
        if (interval < 255)
        {
            var (left, right) = (SigmoidTable16.Entries[(int)interval], SigmoidTable16.Entries[(int)interval + 1]);
            result = ((uint)left << 9) + ((magnitude & 0x1FF) * (uint)(right - left));
        }

        result = scaled >= 0 ? result + (1 << 9) : (1u << 25) - result + (1 << 9) - 1;
        return (int)(result >> 10);
    }
}
