using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of ADD and SUB: both operands are brought to a common scale, twice the larger of the two, shifted
/// left for precision, added or subtracted, and rescaled to the output.</summary>
/// <param name="LeftShift">Bits by which operands are shifted left first: 20 for int8, 15 for int16.</param>
/// <param name="ZeroPoint1">Zero point of the first operand.</param>
/// <param name="Multiplier1">scale1 / (2 · max(scale1, scale2)), at most 1/2.</param>
/// <param name="ZeroPoint2">Zero point of the second operand.</param>
/// <param name="Multiplier2">scale2 / (2 · max(scale1, scale2)), at most 1/2.</param>
/// <param name="OutputMultiplier">2 · max(scale1, scale2) / (2^LeftShift · output scale), below 1.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <param name="Activation">Bounds of the output codes.</param>
/// <param name="Subtract">Whether the second operand is subtracted.</param>
/// <remarks>ADD forms the factors in double precision, SUB in float32, as the reference does.</remarks>
internal readonly partial record struct AddParams(
    int LeftShift,
    int ZeroPoint1,
    QuantizedMultiplier Multiplier1,
    int ZeroPoint2,
    QuantizedMultiplier Multiplier2,
    QuantizedMultiplier OutputMultiplier,
    int OutputZeroPoint,
    Clamp Activation,
    bool Subtract
) : IBinaryCodeFunction
{
    /// <summary>Parameters of ADD.</summary>
    public static AddParams ForAdd(TensorType first, TensorType second, TensorType output, Clamp activation)
    {
        var leftShift = ShiftOf(output);
        var common = 2.0 * Math.Max(first.Quant.Scale, second.Quant.Scale);
        return new AddParams(
            leftShift,
            first.Quant.ZeroPoint,
            QuantizedMultiplier.From(first.Quant.Scale / common),
            second.Quant.ZeroPoint,
            QuantizedMultiplier.From(second.Quant.Scale / common),
            QuantizedMultiplier.From(common / ((1 << leftShift) * (double)output.Quant.Scale)),
            output.Quant.ZeroPoint,
            activation,
            Subtract: false
        );
    }

    /// <summary>Parameters of SUB.</summary>
    public static AddParams ForSub(TensorType first, TensorType second, TensorType output, Clamp activation)
    {
        var leftShift = ShiftOf(output);
        var common = 2f * Math.Max(first.Quant.Scale, second.Quant.Scale);
        return new AddParams(
            leftShift,
            first.Quant.ZeroPoint,
            QuantizedMultiplier.From(first.Quant.Scale / common),
            second.Quant.ZeroPoint,
            QuantizedMultiplier.From(second.Quant.Scale / common),
            QuantizedMultiplier.From(common / ((1 << leftShift) * output.Quant.Scale)),
            output.Quant.ZeroPoint,
            activation,
            Subtract: true
        );
    }

    /// <summary>Output code for two input codes.</summary>
    public int Apply(int first, int second)
    {
        var scaled1 = Multiplier1.Apply(unchecked((first - ZeroPoint1) << LeftShift));
        var scaled2 = Multiplier2.Apply(unchecked((second - ZeroPoint2) << LeftShift));
        var sum = unchecked(Subtract ? scaled1 - scaled2 : scaled1 + scaled2);
        return Activation.Apply(unchecked(OutputMultiplier.Apply(sum) + OutputZeroPoint));
    }

    private static int ShiftOf(TensorType output) => output.DType == DType.Int16 ? 15 : 20;
}
