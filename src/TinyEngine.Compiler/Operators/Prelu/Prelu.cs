using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>x for x ≥ 0, alpha · x below, with a tensor of slopes that is broadcast to the input.</summary>
internal sealed partial record Prelu : Op, IOperator<Prelu>, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Prelu), "x for x ≥ 0, alpha · x below, alpha a tensor")
        {
            DataTypes = ["int8, int8 alpha → int8", "int16, int8 alpha → int16 (zero points 0)"],
            Limits = "alpha is broadcast to the input, over up to 6 axes; int16 in whole tensors",
            Rows = "yes, of int8",
        };

    /// <inheritdoc/>
    public override string Name => "PRELU";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.IsActivation("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("alpha", inputs[1], DType.Int8)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
        )
            return InferResult.Failed;
        var parameters = PreluParams.Create(inputs[0], inputs[1], site.Output);
        if (!site.HasFactors(parameters.Positive, parameters.Negative))
            return InferResult.Failed;
        var (shape, alpha) = (inputs[0].Shape, inputs[1].Shape);
        if (shape.Rank > Broadcast.MaximumRank || Broadcast.Create(shape, alpha) is not { } broadcast || broadcast.Shape != shape)
            return site.Error(Diag.ShapeMismatch, $"alpha of {alpha} cannot be broadcast to an input of {shape}");
        return site.Output with { Shape = shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var parameters = PreluParams.Create(context.InputType(0), context.InputType(1), context.OutputType());
        var broadcast = Broadcast.Create(context.InputType(0).Shape, context.InputType(1).Shape)!;
        if (context.OutputType().DType == DType.Int8)
            broadcast.Run(context.Input<sbyte>(0), context.Input<sbyte>(1), context.Output<sbyte>(), parameters);
        else
            broadcast.Run(context.Input<short>(0), Widening.ToInt16(context.Input<sbyte>(1), 0), context.Output<short>(), parameters);
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) =>
        types.Outputs[0].DType == DType.Int16 ? "its kernel for int16 walks through whole tensors" : Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[input], outputRow);
}

/// <summary>The fixed-point parameters of PRELU.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="AlphaZeroPoint">Zero point of alpha.</param>
/// <param name="Positive">Input scale / output scale.</param>
/// <param name="Negative">Input scale · alpha scale / output scale.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <param name="Range">The output's codes.</param>
/// <remarks>Both factors are formed in double precision, as in the reference.</remarks>
internal readonly record struct PreluParams(
    int InputZeroPoint,
    int AlphaZeroPoint,
    QuantizedMultiplier Positive,
    QuantizedMultiplier Negative,
    int OutputZeroPoint,
    Clamp Range
) : IBinaryCodeFunction
{
    /// <summary>Parameters for the types of input, alpha and output.</summary>
    public static PreluParams Create(TensorType input, TensorType alpha, TensorType output) =>
        new(
            input.Quant.ZeroPoint,
            alpha.Quant.ZeroPoint,
            QuantizedMultiplier.From((double)input.Quant.Scale / output.Quant.Scale),
            QuantizedMultiplier.From((double)input.Quant.Scale * alpha.Quant.Scale / output.Quant.Scale),
            output.Quant.ZeroPoint,
            Clamp.Full(output.DType)
        );

    /// <summary>Output code of an input code and a slope's code.</summary>
    public int Apply(int first, int second)
    {
        var value = first - InputZeroPoint;
        var result = value >= 0 ? Positive.Apply(value) : Negative.Apply(value * (second - AlphaZeroPoint));
        return Range.Apply(unchecked(result + OutputZeroPoint));
    }
}
