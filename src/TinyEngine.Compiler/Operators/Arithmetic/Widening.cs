namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>Codes as wider integers without their zero point, ready to be multiplied.</summary>
internal static class Widening
{
    /// <summary>8-bit codes minus the zero point.</summary>
    public static short[] ToInt16(ReadOnlySpan<sbyte> codes, int zeroPoint)
    {
        var wide = new short[codes.Length];
        for (var i = 0; i < codes.Length; i++)
            wide[i] = (short)(codes[i] - zeroPoint);
        return wide;
    }

    /// <summary>8-bit codes minus the zero point.</summary>
    public static int[] ToInt32(ReadOnlySpan<sbyte> codes, int zeroPoint)
    {
        var wide = new int[codes.Length];
        for (var i = 0; i < codes.Length; i++)
            wide[i] = codes[i] - zeroPoint;
        return wide;
    }
}
