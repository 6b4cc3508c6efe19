using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>The output multiplier of operators that multiply two per-tensor quantized operands.</summary>
internal static class ProductMultiplier
{
    /// <summary>first · second / output; the product in float32, the quotient in double precision, as the reference forms it for per-tensor
    /// fully-connected layers, matrix products and LSTM gates.</summary>
    public static QuantizedMultiplier Compute(float firstScale, float secondScale, float outputScale)
    {
        var product = firstScale * secondScale;
        return QuantizedMultiplier.From((double)product / outputScale);
    }
}
