using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>FULLY_CONNECTED with weights that are computed, as in attention, or that have a zero point other than 0.</summary>
/// <param name="KeepDims">Whether the output keeps all axes of the input but the last; otherwise it has two, rows and outputs.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record GeneralFullyConnected(bool KeepDims, Clamp Activation)
    : Op,
        IOperator<GeneralFullyConnected>,
        IFusesActivation,
        ICountMacs,
        IBoundAccumulators
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(GeneralFullyConnected), "Matrix product of input rows with weights that are computed or have a zero point")
        {
            DataTypes = ["int8 x int8 weights + int32 bias → int8"],
            Limits =
                "any sizes and number of rows; keep_num_dims; constant bias; per-tensor weights; fused NONE, RELU, RELU6, RELU_N1_TO_1",
            Rows = $"no: {WholeWeights}",
        };

    private const string WholeWeights = "every vector meets all of the weights, which are a tensor like the input";

    /// <inheritdoc/>
    public override string Name => "FULLY_CONNECTED";

    /// <inheritdoc/>
    public override string Attributes =>
        string.Join(", ", new[] { KeepDims ? "axes kept" : "", BinaryOperands.Describe(Activation) }.Where(text => text.Length > 0));

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeWeights;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.Length is not (2 or 3))
            return site.Error(Diag.OperandCount, $"{inputs.Length} operands, expected 2 or 3");
        var (ifm, weights, ofm) = (inputs[0], inputs[1], site.Output);
        if (weights.Shape is not [var outputs, _])
            return site.Error(Diag.ShapeMismatch, $"expected 2-D weights (outputs, inputs), found {weights.Shape}");
        if (
            !site.IsActivation("the input", ifm, DType.Int8)
            || !site.IsActivation("the weight matrix", weights, DType.Int8)
            || !site.IsActivation("the output", ofm, DType.Int8)
            || !site.HasActivation(Activation, ofm.DType)
            || (inputs.Length == 3 && !site.HasBias(inputs[2], outputs, ifm.DType))
            || !site.HasFactors(Factor(ifm, weights, ofm))
        )
            return InferResult.Failed;
        return FullyConnected.TypeOf(ifm, weights, KeepDims, site);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (ifm, weightsType, ofm) = (context.InputType(0), context.InputType(1), context.OutputType());
        var (outputs, depth) = (weightsType.Shape[0], weightsType.Shape[1]);
        var stage = new OutputStage(context, [.. Enumerable.Repeat(Factor(ifm, weightsType, ofm), outputs)], Activation);
        var input = Widening.ToInt16(context.Input<sbyte>(0), ifm.Quant.ZeroPoint);
        var weights = Widening.ToInt16(context.Input<sbyte>(1), weightsType.Quant.ZeroPoint);
        var output = context.Output<sbyte>();
        for (var i = 0; i < output.Length; i++)
        {
            var sum = DotProduct.Sum(input.AsSpan(i / outputs * depth, depth), weights.AsSpan(i % outputs * depth, depth));
            output[i] = (sbyte)stage.Finish(sum, i % outputs);
        }
    }

    /// <inheritdoc/>
    public long CountMacs(OpTypes types) => (long)types.Outputs[0].Shape.ElementCount * types.Inputs[1].Shape[1];

    /// <inheritdoc/>
    public AccumulatorRange BoundAccumulators(OpTypes types, ImmutableArray<Tensor?> constants)
    {
        var (outputs, depth) = (types.Inputs[1].Shape[0], types.Inputs[1].Shape[1]);
        var bias = constants.Length > 2 && constants[2] is { } known ? known.ToInt64() : new long[outputs];
        var (minimum, maximum) = (0L, 0L);
        for (var output = 0; output < outputs; output++)
        {
            var weights = constants[1] is { } fixedWeights
                ? Sum(fixedWeights.As<sbyte>().Slice(output * depth, depth), types.Inputs[1].Quant.ZeroPoint)
                : depth * Largest(types.Inputs[1]);
            var sum = weights * Largest(types.Inputs[0]);
            minimum = Math.Min(minimum, Math.Min(bias[output], 0) - sum);
            maximum = Math.Max(maximum, Math.Max(bias[output], 0) + sum);
        }

        return new AccumulatorRange(minimum, maximum, int.MaxValue);
    }

    /// <summary>Sum of the magnitudes of weights.</summary>
    private static long Sum(ReadOnlySpan<sbyte> codes, int zeroPoint)
    {
        var sum = 0L;
        foreach (var code in codes)
            sum += Math.Abs(code - zeroPoint);
        return sum;
    }

    /// <summary>Largest distance of a code from the zero point.</summary>
    private static long Largest(TensorType type) =>
        Math.Max(type.Quant.ZeroPoint - type.DType.MinValue(), type.DType.MaxValue() - type.Quant.ZeroPoint);

    private static QuantizedMultiplier Factor(TensorType ifm, TensorType weights, TensorType ofm) =>
        ProductMultiplier.Compute(ifm.Quant.Scale, weights.Quant.Scale, ofm.Quant.Scale);
}
