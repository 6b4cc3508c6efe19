using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The smallest or largest element along some axes.</summary>
/// <param name="TakesLarger">REDUCE_MAX rather than REDUCE_MIN.</param>
/// <param name="Axes">Axes to reduce, distinct, counted from the front, ascending.</param>
/// <param name="KeepDims">Whether reduced axes remain with size 1.</param>
internal sealed partial record ReduceMinMax(bool TakesLarger, EquatableArray<int> Axes, bool KeepDims)
    : Op,
        IOperator<ReduceMinMax>,
        IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ReduceMinMax), "The smallest or largest element along some axes")
        {
            DataTypes = ["int8 → int8"],
            Limits = "any axes, known at compile time, kept or dropped; input and output quantized alike",
            Rows = "over width or channels (kept); not over other axes, for which an element needs every row",
        };

    /// <inheritdoc/>
    public override string Name => TakesLarger ? "REDUCE_MAX" : "REDUCE_MIN";

    /// <inheritdoc/>
    public override string Attributes => Reduction.Describe(Axes, KeepDims);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        site.IsUnaryInt8(inputs) && site.HasSameQuant(inputs[0], site.Output)
            ? Reduction.InferShape(inputs[0], site, Axes, KeepDims)
            : InferResult.Failed;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var input = context.Input<sbyte>(0);
        var shape = context.InputType(0).Shape;
        var folded = TakesLarger
            ? Reduction.Fold(input, shape, Axes, sbyte.MinValue, Math.Max)
            : Reduction.Fold(input, shape, Axes, sbyte.MaxValue, Math.Min);
        var output = context.Output<sbyte>();
        for (var i = 0; i < output.Length; i++)
            output[i] = (sbyte)folded[i];
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Reduction.WhyWholeTensors(types, Axes);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);
}
