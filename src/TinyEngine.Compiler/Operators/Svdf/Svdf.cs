using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// A fully-connected layer over a sliding window of time, factored into features and time: each filter keeps its last activations and
/// weighs them. Operands: input, feature weights (filters × inputs), time weights (filters × memory), state (variable), bias (optional).
/// </summary>
/// <param name="Rank">Filters that are added up for one output.</param>
/// <remarks>Source: Nakkiran et al., "Compressing Deep Neural Networks using a Rank-Constrained Topology", Interspeech 2015. Like the
/// reference, the integer kernel knows no activation beyond the range of the output.</remarks>
internal sealed partial record Svdf(int Rank) : Op, IOperator<Svdf>, ICountMacs
{
    // Longest feature vector whose dot product fits int32.
    private const int MaximumInputs = int.MaxValue / (255 * 128);

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Svdf), "Fully-connected layer over a sliding window of time")
        {
            DataTypes =
            [
                "int8, int8 feature weights, int16 time weights and state, int32 bias → int8",
                "int8, int8 feature weights, int8 time weights and state, int32 bias → int8",
            ],
            Limits = "any rank and memory; batch 1; per-tensor quantization; activation NONE or RELU",
            Rows = "no: it filters a whole vector together with its state",
        };

    /// <inheritdoc/>
    public override string Name => "SVDF";

    /// <inheritdoc/>
    public override string Attributes => $"rank {Rank}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => "it filters a whole vector together with its state";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.Length is not (4 or 5))
            return site.Error(Diag.OperandCount, $"{inputs.Length} operands, expected 4 or 5");
        var (input, features, times, state) = (inputs[0], inputs[1], inputs[2], inputs[3]);
        if (
            !site.IsActivation("the input", input, DType.Int8)
            || !site.IsActivation("the output", site.Output, DType.Int8)
            || !site.HasType("the feature weights", features, DType.Int8)
            || !site.HasType("the time weights", times, DType.Int8, DType.Int16)
            || !site.IsPerTensor("the feature weights", features)
            || !site.IsPerTensor("the time weights", times)
            || !site.HasWeightQuant(features, 0)
            || !site.HasWeightQuant(times, 0)
            || !site.IsActivation("the state", state, times.DType)
        )
            return InferResult.Failed;
        if (
            input.Shape is not [var batch, var size]
            || features.Shape is not [var filters, var inputSize]
            || times.Shape is not [var timeFilters, var memory]
        )
            return site.Error(Diag.ShapeMismatch, $"expected 2-D operands, found {input.Shape}, {features.Shape} and {times.Shape}");
        if (!site.HasBatchOne(batch))
            return InferResult.Failed;
        if (size != inputSize || filters != timeFilters || state.Shape.ElementCount != (long)filters * memory)
            return site.Error(
                Diag.ShapeMismatch,
                $"input {input.Shape}, feature weights {features.Shape}, time weights {times.Shape} and state {state.Shape} do not "
                    + "fit each other"
            );
        if (Rank < 1 || filters % Rank != 0)
            return site.Error(Diag.ShapeMismatch, $"{filters} filters do not divide into groups of rank {Rank}");
        if (size > MaximumInputs)
            return site.Error(
                Diag.AccumulatorOverflow,
                $"dot products of {size} elements can exceed the accumulator",
                $"at most {MaximumInputs} are safe"
            );
        if (inputs.Length == 5 && !site.HasBias(inputs[4], filters / Rank, DType.Int8))
            return InferResult.Failed;
        var parameters = SvdfParams.Create(new OpTypes([.. inputs], [site.Output]));
        if (!site.HasFactors(parameters.FeatureFactor, parameters.TimeFactor))
            return InferResult.Failed;
        return site.TypeOf(site.Output, 1, filters / Rank);
    }

    /// <inheritdoc/>
    public long CountMacs(OpTypes types) => (long)types.Inputs[1].Shape.ElementCount + types.Inputs[2].Shape.ElementCount;
}
