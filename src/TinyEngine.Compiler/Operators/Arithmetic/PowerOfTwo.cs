namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>Recognizes scales that are powers of two.</summary>
internal static class PowerOfTwo
{
    /// <summary>The exponent of a scale within a thousandth (in log2) of a power of two, null for other scales.</summary>
    /// <remarks>In float32 with the tolerance of the reference's CheckedLog2.</remarks>
    public static int? Log2(float scale)
    {
        var log2 = MathF.Log(scale) * (1.0f / MathF.Log(2.0f));
        var rounded = MathF.Round(log2, MidpointRounding.AwayFromZero);
        return MathF.Abs(log2 - rounded) < 1e-3f ? (int)rounded : null;
    }
}
