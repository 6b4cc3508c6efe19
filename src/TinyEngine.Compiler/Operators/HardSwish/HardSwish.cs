using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>x · relu6(x + 3) / 6, the activation of MobileNetV3.</summary>
internal sealed partial record HardSwish : UnaryInt8, IOperator<HardSwish>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(HardSwish), "x · relu6(x + 3) / 6")
        {
            DataTypes = ["int8 → int8"],
            Limits = "output scale at least 1/128 of the input scale",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "HARD_SWISH";

    /// <inheritdoc/>
    public override Table256 Table(TensorType input, TensorType output) =>
        Table256.Create(DType.Int8, HardSwishParams.Create(input, output).Apply);

    /// <inheritdoc/>
    protected override bool Accepts(TensorType input, OpSite site)
    {
        if (HardSwishParams.Create(input, site.Output).OutputExponent <= 0)
            return true;
        site.Error(
            Diag.QuantizationMismatch,
            $"the output scale {site.Output.Quant.Scale:G9} is too fine for an input scale of {input.Quant.Scale:G9}",
            "input scale / output scale must be below 128",
            Remedies.Calibrate
        );
        return false;
    }
}

/// <summary>The 16-bit fixed-point parameters of HARD_SWISH.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="OutputMultiplier">Q0.15 mantissa of (input scale / 128) / output scale.</param>
/// <param name="OutputExponent">Its power of two; at most 0.</param>
/// <param name="GateMultiplier">Q0.15 mantissa of (input scale / 128) / (3 / 2^15): the gate relu6(x + 3) / 6 saturates at ±3.</param>
/// <param name="GateExponent">Its power of two.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <remarks>Both factors are float32 quotients. Source of the steps: TFLite's reference kernel hard_swish.h; the gate follows Howard et
/// al., "Searching for MobileNetV3", ICCV 2019, §5.2.</remarks>
internal readonly record struct HardSwishParams(
    int InputZeroPoint,
    short OutputMultiplier,
    int OutputExponent,
    short GateMultiplier,
    int GateExponent,
    int OutputZeroPoint
)
{
    // Input codes are raised by 7 bits, so that they use 16.
    private const int FineBits = 7;

    /// <summary>Parameters for the types of input and output.</summary>
    public static HardSwishParams Create(TensorType input, TensorType output)
    {
        var fineScale = (1.0f / (1 << FineBits)) * input.Quant.Scale;
        var outputFactor = QuantizedMultiplier.From((double)(fineScale / output.Quant.Scale));
        var gateFactor = QuantizedMultiplier.From((double)(fineScale / (3.0f / 32768.0f)));
        return new HardSwishParams(
            input.Quant.ZeroPoint,
            ToInt16(outputFactor.Multiplier),
            outputFactor.Shift,
            ToInt16(gateFactor.Multiplier),
            gateFactor.Shift,
            output.Quant.ZeroPoint
        );
    }

    /// <summary>Output code of an input code.</summary>
    public int Apply(int code)
    {
        var fine = (short)((code - InputZeroPoint) << FineBits);
        var scaled = RoundingDoublingHighMul(fine, OutputMultiplier);
        var gate = fine;
        if (GateExponent > 0)
            gate = ShiftLeft(gate, GateExponent - 1);
        gate = RoundingDoublingHighMul(gate, GateMultiplier);
        if (GateExponent > 0)
            gate = ShiftLeft(gate, 1);
        else if (GateExponent < 0)
            gate = RoundingDivideByPowerOfTwo(gate, -GateExponent);
        // From [−1, 1] to [0, 1] in Q0.15.
        gate = (short)((gate + (1 << 15)) >> 1);
        var product = DoublingHighMul(gate, scaled);
        var result = (short)(RoundingDivideByPowerOfTwo(product, -OutputExponent) + OutputZeroPoint);
        return Math.Clamp(result, sbyte.MinValue, sbyte.MaxValue);
    }

    private static short ToInt16(int multiplier) =>
        multiplier >= int.MaxValue - (1 << 15) ? short.MaxValue : (short)((multiplier + (1 << 15)) >> 16);

    private static short ShiftLeft(short value, int bits) => (short)Math.Clamp((long)value << bits, short.MinValue, short.MaxValue);

    /// <summary>x / 2^exponent with ties away from zero, in 16 bits: from an exponent of 16 on the mask of the remainder is −1, so that
    /// every x ≥ 0 gives 1, as in the reference.</summary>
    private static short RoundingDivideByPowerOfTwo(short x, int exponent)
    {
        var mask = unchecked((short)((1L << exponent) - 1));
        var threshold = (mask >> 1) + (x < 0 ? 1 : 0);
        return (short)((x >> exponent) + ((x & mask) > threshold ? 1 : 0));
    }

    private static short RoundingDoublingHighMul(short a, short b)
    {
        if (a == short.MinValue && b == short.MinValue)
            return short.MaxValue;
        var product = a * b;
        return (short)((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }

    private static short DoublingHighMul(short a, short b) =>
        a == short.MinValue && b == short.MinValue ? short.MaxValue : (short)(a * b / (1 << 15));
}
