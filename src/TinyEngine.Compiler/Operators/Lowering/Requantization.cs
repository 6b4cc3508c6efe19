using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Factors as kernels take them.</summary>
internal static class Requantization
{
    /// <summary>Shift and zero point in one word, as <c>te_types.h</c> defines it.</summary>
    public static int Finish(QuantizedMultiplier multiplier, int zeroPoint, bool isFast)
    {
        if (!isFast)
            return (zeroPoint * 256) + (multiplier.Shift & 255);
        var shift = multiplier.Multiplier == 0 ? 1 : -multiplier.Shift;
        return (((2 * zeroPoint) + 1) * (1 << 23)) + 24 - shift;
    }

    /// <summary>A factor for 64-bit sums: rounded to 16 bits, and the right shift that goes with it.</summary>
    public static (int Multiplier, int Shift) Wide(QuantizedMultiplier factor) =>
        (factor.Multiplier < 0x7FFF0000 ? (factor.Multiplier + (1 << 15)) >> 16 : 0x7FFF, 15 - factor.Shift);
}
