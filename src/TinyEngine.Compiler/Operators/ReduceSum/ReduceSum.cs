using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>What becomes of a sum.</summary>
internal enum SumKind
{
    /// <summary>It is the result.</summary>
    Sum,

    /// <summary>It is divided by the number of its terms.</summary>
    Mean,
}

/// <summary>Sum or average over some axes.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Axes">Axes to reduce, distinct, counted from the front, ascending.</param>
/// <param name="KeepDims">Whether reduced axes remain with size 1.</param>
internal sealed partial record ReduceSum(SumKind Kind, EquatableArray<int> Axes, bool KeepDims)
    : Op,
        IOperator<ReduceSum>,
        IRowOperator,
        IBoundAccumulators
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ReduceSum), "Sum or average over any axes")
        {
            DataTypes = ["int8 → int8", "int16 → int16", "float32 → float32"],
            Limits = "any axes, known at compile time, kept or dropped; per-tensor quantization",
            Rows =
                "over height and width of a map with the last row, over width or channels (kept) row by row; not over other axes, "
                + "for which an element needs every row",
        };

    /// <inheritdoc/>
    public override string Name => Kind == SumKind.Mean ? "MEAN" : "SUM";

    /// <inheritdoc/>
    public override string Attributes => Reduction.Describe(Axes, KeepDims);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) => SumParams.Infer(inputs, site, Axes, KeepDims);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) =>
        SumParams.Evaluate(context, Axes, Params(context.InputType(0), context.OutputType()));

    /// <summary>The fixed-point parameters for these types.</summary>
    public SumParams Params(TensorType input, TensorType output) =>
        Kind == SumKind.Mean
            ? SumParams.ForMean(input, output, Reduction.CountPerOutput(input.Shape, Axes))
            : SumParams.ForSum(input, output, Reduction.CountPerOutput(input.Shape, Axes));

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) =>
        Reduction.AccumulatesRows(types.Inputs[0], Axes) ? null : Reduction.WhyWholeTensors(types, Axes);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Reduction.InputRows(outputRow, types, Axes);

    /// <inheritdoc/>
    public AccumulatorRange BoundAccumulators(OpTypes types, ImmutableArray<Tensor?> constants) =>
        Accumulators.OfCodes(types.Inputs[0], Reduction.CountPerOutput(types.Inputs[0].Shape, Axes));
}
