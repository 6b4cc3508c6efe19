using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Matrix products over the last two axes, with the axes before them broadcast.</summary>
/// <param name="TransposesLeft">Whether the left matrix is stored transposed (adj_x).</param>
/// <param name="TransposesRight">Whether the right matrix is stored transposed (adj_y).</param>
internal sealed partial record BatchMatMul(bool TransposesLeft, bool TransposesRight) : Op, IOperator<BatchMatMul>, ICountMacs
{
    // Longest dot products that fit the accumulators: 255·255 in int32, 2^30 in 47 bits.
    private const int MaximumDepthInt8 = int.MaxValue / (255 * 255),
        MaximumDepthInt16 = (1 << 17) - 1;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(BatchMatMul), "Matrix products over the last two axes")
        {
            DataTypes = ["int8, int8 → int8", "int16, int16 → int16 (zero points 0)"],
            Limits =
                "rank 2 or more; axes before the last two are broadcast; either operand may be a constant or transposed; "
                + "per-tensor quantization",
            Rows = "no: an element of its output needs a line of one operand and a column of the other",
        };

    /// <inheritdoc/>
    public override string Name => "BATCH_MATMUL";

    /// <inheritdoc/>
    public override string Attributes =>
        (TransposesLeft, TransposesRight) switch
        {
            (true, true) => "transposes both",
            (true, false) => "transposes left",
            (false, true) => "transposes right",
            _ => "",
        };

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) =>
        "an element of its output needs a line of one operand and a column of the other";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.IsActivation("the left operand", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("the right operand", inputs[1], inputs[0].DType)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
        )
            return InferResult.Failed;
        var (left, right) = (inputs[0].Shape, inputs[1].Shape);
        if (left.Rank < 2 || right.Rank < 2)
            return site.Error(Diag.ShapeMismatch, $"operands of {left} and {right} are not matrices");
        var (rows, depth) = TransposesLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
        var (rightDepth, columns) = TransposesRight ? (right[^1], right[^2]) : (right[^2], right[^1]);
        if (depth != rightDepth)
            return site.Error(Diag.ShapeMismatch, $"rows of {depth} elements meet columns of {rightDepth}");
        var maximum = inputs[0].DType == DType.Int8 ? MaximumDepthInt8 : MaximumDepthInt16;
        if (depth > maximum)
            return site.Error(
                Diag.AccumulatorOverflow,
                $"dot products of {depth} elements can exceed the accumulator",
                $"at most {maximum} are safe"
            );
        var factor = ProductMultiplier.Compute(inputs[0].Quant.Scale, inputs[1].Quant.Scale, site.Output.Quant.Scale);
        if (!site.HasFactors(wide: inputs[0].DType == DType.Int16, [factor]))
            return InferResult.Failed;
        if (Broadcast.Create(Batch(left), Batch(right)) is not { } batch)
            return site.Error(Diag.ShapeMismatch, $"the leading axes of {left} and {right} cannot be broadcast");
        return site.TypeOf(site.Output, [.. batch.Shape.Select(size => (long)size), rows, columns]);
    }

    /// <inheritdoc/>
    public long CountMacs(OpTypes types) => (long)types.Outputs[0].Shape.ElementCount * Sizes(types).Depth;

    private static Shape Batch(Shape shape) => new(shape.Sizes[..^2]);
}
