using System.Numerics;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Codes to real numbers: scale · (code − zero point).</summary>
internal sealed partial record Dequantize : Op, IOperator<Dequantize>, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Dequantize), "Codes to real numbers")
        {
            DataTypes = ["int8, uint8, int16 → float32"],
            Limits = "any shape; per-tensor quantization",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "DEQUANTIZE";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.UInt8, DType.Int16)
            || !site.HasType("the output", site.Output, DType.Float32)
            || !site.IsPerTensor("the input", inputs[0])
        )
            return InferResult.Failed;
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        switch (context.InputType(0).DType)
        {
            case DType.Int8:
                Evaluate<sbyte>(context);
                break;
            case DType.UInt8:
                Evaluate<byte>(context);
                break;
            default:
                Evaluate<short>(context);
                break;
        }
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[0], outputRow);

    private static void Evaluate<T>(EvaluationContext context)
        where T : unmanaged, IBinaryInteger<T>
    {
        var input = context.Input<T>(0);
        var output = context.Output<float>();
        var (scale, zeroPoint) = (context.InputType(0).Quant.Scale, context.InputType(0).Quant.ZeroPoint);
        for (var i = 0; i < output.Length; i++)
            output[i] = scale * (int.CreateTruncating(input[i]) - zeroPoint);
    }
}
