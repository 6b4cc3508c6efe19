using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point parameters of int8 TANH.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="InputRadius">Distance from the zero point, in codes, from which on the result is saturated.</param>
/// <param name="InputFactor">Input scale in units of 2^−27: codes become Q4.27.</param>
internal readonly record struct Tanh8Params(int InputZeroPoint, int InputRadius, QuantizedMultiplier InputFactor)
{
    private const int IntegerBits = 4;

    /// <summary>Parameters for the input's type.</summary>
    public static Tanh8Params Create(TensorType input)
    {
        var real = (double)input.Quant.Scale * (1 << (31 - IntegerBits));
        // The radius follows the exponent past 30, where the multiplier stops: from a scale of 8 on it is 0.
        var radius = ((1 << IntegerBits) - 1) * Math.ScaleB(1L << (31 - IntegerBits), -(Math.ILogB(real) + 1));
        var codes = (int)Math.Min(int.MaxValue, Math.Floor(radius));
        return new Tanh8Params(input.Quant.ZeroPoint, codes, QuantizedMultiplier.From(real));
    }

    /// <summary>Output code, in units of 1/128, of an input code.</summary>
    public int Apply(int code)
    {
        var value = code - InputZeroPoint;
        if (value <= -InputRadius)
            return sbyte.MinValue;
        if (value >= InputRadius)
            return sbyte.MaxValue;
        var result = FixedPointFunctions.Tanh(InputFactor.Apply(value), IntegerBits);
        return Math.Clamp(FixedPoint.RoundingDivideByPowerOfTwo(result, 31 - 7), sbyte.MinValue, sbyte.MaxValue);
    }
}

/// <summary>The fixed-point parameters of int16 TANH, which interpolates <see cref="SigmoidTable16"/> by tanh(x) = 2σ(2x) − 1.</summary>
/// <param name="Multiplier">Factor from input codes to the table's steps of 1/24 in 8 fraction bits, before the shift.</param>
/// <param name="RightShift">Rounding right shift after the multiply, in [0, 31].</param>
internal readonly record struct Tanh16Params(int Multiplier, int RightShift)
{
    /// <summary>Parameters for an input with zero point 0.</summary>
    /// <remarks>Power-of-two scales of 2^−12 and 2^−11 use an exact factor; other scales keep 15 bits of theirs.</remarks>
    public static Tanh16Params Create(TensorType input)
    {
        var scale = input.Quant.Scale;
        var exponent = PowerOfTwo.Log2(scale) is { } log2 ? 12 + log2 : -1;
        if (exponent is 0 or 1)
            return new Tanh16Params(3 << exponent, 0);
        var multiplier = (double)scale * 4096 * 3;
        var shift = 0;
        while (multiplier <= 32767.0 / 2 && shift <= 30)
        {
            shift++;
            multiplier *= 2;
        }

        return new Tanh16Params((int)Math.Min(multiplier, int.MaxValue), shift);
    }

    /// <summary>Parameters for codes in units of 2^log2, as the cell state of an LSTM has them.</summary>
    public static Tanh16Params ForPowerOfTwo(int log2) =>
        log2 >= -12 ? new Tanh16Params(3 << Math.Min(12 + log2, 13), 0) : new Tanh16Params(3, Math.Min(-12 - log2, 31));

    /// <summary>Output code, in units of 2^−15, of an input code.</summary>
    public short Apply(short code)
    {
        var rounding = RightShift > 0 ? 1 << (RightShift - 1) : 0;
        var position = unchecked((code * Multiplier) + rounding) >> RightShift;
        var distance = (uint)Math.Abs((long)position);
        var index = distance >> 8;
        var table = SigmoidTable16.Entries;
        var sigmoid =
            index >= 255 // the last entry has no right neighbour
                ? 0xFFFF << 8
                : (table[(int)index] << 8) + ((int)(distance & 0xFF) * (table[(int)index + 1] - table[(int)index]));
        const int Half = 1 << 23,
            Rounding = 1 << 7;
        var result = position >= 0 ? sigmoid - Half + Rounding : -sigmoid + Half + Rounding - 1;
        return (short)(result >> 8);
    }
}
