using System.Collections.Immutable;
using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Matrix product of input rows with int8 weights [outputs, inputs], quantized per tensor or per output; optional bias.</summary>
/// <param name="KeepDims">Whether the output keeps all axes of the input but the last; otherwise it has two, rows and outputs.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record FullyConnected(bool KeepDims, Clamp Activation)
    : Op,
        IOperator<FullyConnected>,
        IRowOperator,
        IFusesActivation,
        ICountMacs,
        IScaleChannels
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(FullyConnected), "Matrix product of input rows with weights")
        {
            DataTypes = ["int8 x int8 weights + int32 bias → int8", "int16 x int8 weights + int32 or int64 bias → int16 (zero points 0)"],
            Limits =
                "any sizes and number of rows; keep_num_dims; per-tensor or per-channel weights, for int8 also computed ones or ones with "
                + "a zero point, then per tensor; constant bias; fused NONE, RELU, RELU6, RELU_N1_TO_1",
            Rows =
                "with constant weights over the pixels of an int8 map, or over all of it with the last row; otherwise a vector is a part "
                + "of several rows",
        };

    /// <inheritdoc/>
    public override string Name => "FULLY_CONNECTED";

    /// <inheritdoc/>
    public override string Attributes =>
        string.Join(", ", new[] { KeepDims ? "axes kept" : "", BinaryOperands.Describe(Activation) }.Where(text => text.Length > 0));

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) =>
        AddsUpRows(types) ? null
        : types.Inputs[0].DType == DType.Int8 && Vectors(types) > 1 && ArePixels(types) ? Rows.WhyNotOneMap(types)
        : "its vectors are neither the pixels of a map nor a map";

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) =>
        AddsUpRows(types) ? new RowRange(0, types.Inputs[0].Shape[1]) : new RowRange(outputRow, outputRow + 1);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.Length is not (2 or 3))
            return site.Error(Diag.OperandCount, $"{inputs.Length} operands, expected 2 or 3");
        var (ifm, weights, ofm) = (inputs[0], inputs[1], site.Output);
        if (weights.Shape is not [var outputs, _])
            return site.Error(Diag.ShapeMismatch, $"expected 2-D weights (outputs, inputs), found {weights.Shape}");
        if (
            !site.IsActivation("the input", ifm, DType.Int8, DType.Int16)
            || !site.HasType("the weights", weights, DType.Int8)
            || !site.IsActivation("the output", ofm, ifm.DType)
            || !site.HasWeightQuant(weights, channelAxis: 0)
            || !site.HasActivation(Activation, ofm.DType)
            || (inputs.Length == 3 && !site.HasBias(inputs[2], outputs, ifm.DType))
            || !site.HasFactors(
                AccumulatorWidth.IsWide(ifm, inputs.Length == 3 ? inputs[2] : null),
                ChannelMultipliers.ComputeFullyConnected(ifm, weights, ofm, outputs)
            )
        )
            return InferResult.Failed;
        return TypeOf(ifm, weights, KeepDims, site);
    }

    /// <summary>The type of the output.</summary>
    /// <param name="ifm">Type of the input.</param>
    /// <param name="weights">Type of the weights, which have two axes.</param>
    /// <param name="keepDims">Whether the output keeps all axes of the input but the last.</param>
    /// <param name="site">Where the operator stands.</param>
    public static InferResult TypeOf(TensorType ifm, TensorType weights, bool keepDims, OpSite site)
    {
        var (outputs, depth) = (weights.Shape[0], weights.Shape[1]);
        if (ifm.Shape.ElementCount % depth != 0 || (keepDims && (ifm.Shape.Rank == 0 || ifm.Shape[^1] != depth)))
            return site.Error(Diag.ShapeMismatch, $"an input of {ifm.Shape} does not fit weights for {depth} inputs");
        return keepDims
            ? site.TypeOf(site.Output, [.. ifm.Shape.SkipLast(1).Select(size => (long)size), outputs])
            : site.TypeOf(site.Output, ifm.Shape.ElementCount / depth, outputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var weightsType = context.InputType(1);
        var multipliers = ChannelMultipliers.ComputeFullyConnected(
            context.InputType(0),
            weightsType,
            context.OutputType(),
            weightsType.Shape[0]
        );
        var stage = new OutputStage(context, multipliers, Activation);
        if (context.OutputType().DType == DType.Int16)
            Evaluate(context, context.Input<short>(0), stage, context.Output<short>());
        else
            Evaluate(
                context,
                Widening.ToInt16(context.Input<sbyte>(0), context.InputType(0).Quant.ZeroPoint),
                stage,
                context.Output<sbyte>()
            );
    }

    /// <inheritdoc/>
    public long CountMacs(OpTypes types) => (long)types.Outputs[0].Shape.ElementCount * types.Inputs[1].Shape[1];

    private static void Evaluate<T>(EvaluationContext context, ReadOnlySpan<short> input, OutputStage stage, Span<T> output)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (outputs, depth) = (context.InputType(1).Shape[0], context.InputType(1).Shape[1]);
        var weights = Widening.ToInt16(context.Input<sbyte>(1), 0);
        for (var row = 0; row < output.Length / outputs; row++)
        {
            var values = input.Slice(row * depth, depth);
            for (var o = 0; o < outputs; o++)
            {
                var taps = weights.AsSpan(o * depth, depth);
                var code = stage.IsWide ? stage.Finish(DotProduct.SumWide(values, taps), o) : stage.Finish(DotProduct.Sum(values, taps), o);
                output[(row * outputs) + o] = T.CreateTruncating(code);
            }
        }
    }

    /// <inheritdoc/>
    public WeightAxes WeightAxes(OpTypes types) => new(types.Inputs[1].Shape[0], types.Inputs[1].Shape[1]);

    /// <inheritdoc/>
    public ImmutableArray<QuantizedMultiplier> Multipliers(OpTypes types) =>
        ChannelMultipliers.ComputeFullyConnected(types.Inputs[0], types.Inputs[1], types.Outputs[0], types.Inputs[1].Shape[0]);
}
