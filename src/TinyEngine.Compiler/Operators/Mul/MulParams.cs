using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of MUL.</summary>
/// <param name="ZeroPoint1">Zero point of the first operand.</param>
/// <param name="ZeroPoint2">Zero point of the second operand.</param>
/// <param name="Multiplier">scale1 · scale2 / output scale, formed in double precision.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal readonly record struct MulParams(
    int ZeroPoint1,
    int ZeroPoint2,
    QuantizedMultiplier Multiplier,
    int OutputZeroPoint,
    Clamp Activation
) : IBinaryCodeFunction
{
    /// <summary>The parameters for these types.</summary>
    public static MulParams Compute(TensorType first, TensorType second, TensorType output, Clamp activation) =>
        new(
            first.Quant.ZeroPoint,
            second.Quant.ZeroPoint,
            QuantizedMultiplier.From((double)first.Quant.Scale * second.Quant.Scale / output.Quant.Scale),
            output.Quant.ZeroPoint,
            activation
        );

    /// <summary>Output code for two input codes.</summary>
    public int Apply(int first, int second) =>
        Activation.Apply(unchecked(Multiplier.Apply((first - ZeroPoint1) * (second - ZeroPoint2)) + OutputZeroPoint));
}
