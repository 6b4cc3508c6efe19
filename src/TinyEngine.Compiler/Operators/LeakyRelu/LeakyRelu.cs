using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>x for x ≥ 0, alpha · x below.</summary>
/// <param name="Alpha">Slope of the negative side.</param>
internal sealed partial record LeakyRelu(float Alpha) : Op, IOperator<LeakyRelu>, ITableOperator, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(LeakyRelu), "x for x ≥ 0, alpha · x below")
        {
            DataTypes = ["int8 → int8", "int16 → int16 (zero points 0)"],
            Limits = "any finite alpha",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "LEAKY_RELU";

    /// <inheritdoc/>
    public override string Attributes => $"alpha {Alpha:G9}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.IsActivation("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
        )
            return InferResult.Failed;
        if (!float.IsFinite(Alpha))
            return site.Error(Diag.BadOptions, $"alpha is {Alpha}");
        var parameters = LeakyReluParams.Create(inputs[0], site.Output, Alpha);
        return site.HasFactors(parameters.Positive, parameters.Negative)
            ? site.Output with
            {
                Shape = inputs[0].Shape,
            }
            : InferResult.Failed;
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (input, output) = (context.InputType(0), context.OutputType());
        if (Table(input, output) is { } table)
        {
            table.Apply(context.Input<byte>(0), context.Output<byte>());
            return;
        }

        var parameters = LeakyReluParams.Create(input, output, Alpha);
        var codes = context.Output<short>();
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (short)Math.Clamp(parameters.Apply(context.Input<short>(0)[i]), short.MinValue, short.MaxValue);
    }

    /// <inheritdoc/>
    public Table256? Table(TensorType input, TensorType output) =>
        Table256.Fits(input, output)
            ? Table256.Create(DType.Int8, code =>
                Math.Clamp(LeakyReluParams.Create(input, output, Alpha).Apply(code), sbyte.MinValue, sbyte.MaxValue)
            )
            : null;

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);
}

/// <summary>The fixed-point parameters of LEAKY_RELU.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="Positive">Input scale / output scale.</param>
/// <param name="Negative">Input scale · alpha / output scale.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <remarks>Both factors are formed in float32, as in the reference.</remarks>
internal readonly record struct LeakyReluParams(
    int InputZeroPoint,
    QuantizedMultiplier Positive,
    QuantizedMultiplier Negative,
    int OutputZeroPoint
)
{
    /// <summary>Parameters for the types of input and output.</summary>
    public static LeakyReluParams Create(TensorType input, TensorType output, float alpha)
    {
        var positive = input.Quant.Scale / output.Quant.Scale;
        var product = input.Quant.Scale * alpha;
        var negative = product / output.Quant.Scale;
        return new LeakyReluParams(
            input.Quant.ZeroPoint,
            QuantizedMultiplier.From(positive),
            QuantizedMultiplier.From(negative),
            output.Quant.ZeroPoint
        );
    }

    /// <summary>Output code of an input code, not limited to its type yet.</summary>
    /// <remarks>A negative factor is applied as a positive one, then negated, as in the reference, which rounds halves so.</remarks>
    public int Apply(int code)
    {
        var value = code - InputZeroPoint;
        if (value >= 0)
            return unchecked(Positive.Apply(value) + OutputZeroPoint);
        return unchecked(
            Negative.Multiplier < 0
                ? OutputZeroPoint - FixedPoint.Requantize(value, -Negative.Multiplier, Negative.Shift)
                : OutputZeroPoint + Negative.Apply(value)
        );
    }
}
