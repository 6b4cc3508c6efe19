using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>From codes of one scale to codes of another.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="Multiplier">Input scale / output scale.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <param name="Range">Bounds of the output codes.</param>
internal readonly record struct RequantizeParams(int InputZeroPoint, QuantizedMultiplier Multiplier, int OutputZeroPoint, Clamp Range)
{
    /// <summary>Parameters of QUANTIZE between integer types; the factor is formed in double precision.</summary>
    public static RequantizeParams Compute(TensorType input, TensorType output) =>
        new(
            input.Quant.ZeroPoint,
            QuantizedMultiplier.From((double)input.Quant.Scale / output.Quant.Scale),
            output.Quant.ZeroPoint,
            Clamp.Full(output.DType)
        );

    /// <summary>Output code for an input code. Sums wrap around at 32 bits, as on the targets.</summary>
    public int Apply(int code) => Range.Apply(unchecked(Multiplier.Apply(code - InputZeroPoint) + OutputZeroPoint));
}
