using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Which real interval a rectifier keeps.</summary>
internal enum ReluKind
{
    /// <summary>[0, ∞).</summary>
    Relu,

    /// <summary>[0, 6].</summary>
    Relu6,

    /// <summary>[−1, 1].</summary>
    ReluN1To1,
}

/// <summary>Limits values to an interval, and rescales codes where the output has another scale. RELU6 never rescales.</summary>
/// <param name="Kind">The interval.</param>
internal sealed partial record Relu(ReluKind Kind) : Op, IOperator<Relu>, IRowOperator, ITableOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Relu), "Limits values to [0, ∞), [0, 6] or [−1, 1]")
        {
            DataTypes = ["int8 → int8", "int16 → int16 (zero points 0)"],
            Limits = "any shape; per-tensor quantization; RELU6 keeps codes, whatever the output's scale (decision 0027)",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name =>
        Kind switch
        {
            ReluKind.Relu => "RELU",
            ReluKind.Relu6 => "RELU6",
            _ => "RELU_N1_TO_1",
        };

    /// <summary>The interval of a rectifier.</summary>
    public static (float Low, float High) Interval(ReluKind kind) =>
        kind switch
        {
            ReluKind.Relu => (0f, float.PositiveInfinity),
            ReluKind.Relu6 => (0f, 6f),
            _ => (-1f, 1f),
        };

    /// <summary>The fixed-point parameters for these types; the factor is a quotient in float32, as the reference forms it.</summary>
    public RequantizeParams Params(TensorType input, TensorType output)
    {
        output = Kind == ReluKind.Relu6 ? input : output; // the reference limits codes and ignores the output's scale
        var full = Clamp.Full(output.DType);
        var (low, high) = Interval(Kind);
        return new RequantizeParams(
            input.Quant.ZeroPoint,
            QuantizedMultiplier.From(input.Quant.Scale / output.Quant.Scale),
            output.Quant.ZeroPoint,
            new Clamp(Quantize.Code(low, output), float.IsInfinity(high) ? full.Max : Quantize.Code(high, output))
        );
    }

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.IsActivation("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
            || !site.HasFactors(Params(inputs[0], site.Output).Multiplier)
        )
            return InferResult.Failed;
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public Table256? Table(TensorType input, TensorType output) =>
        Table256.Fits(input, output) ? Table256.Create(input.DType, Params(input, output).Apply) : null;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (Table(context.InputType(0), context.OutputType()) is { } table)
        {
            table.Apply(context.Input<byte>(0), context.Output<byte>());
            return;
        }

        var parameters = Params(context.InputType(0), context.OutputType());
        var input = context.Input<short>(0);
        var output = context.Output<short>();
        for (var i = 0; i < output.Length; i++)
            output[i] = (short)parameters.Apply(input[i]);
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[0], outputRow);
}
