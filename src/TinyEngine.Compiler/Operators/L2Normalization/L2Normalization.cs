using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Divides each vector along the last axis by its Euclidean length.</summary>
internal sealed partial record L2Normalization : Op, IOperator<L2Normalization>, IRowOperator
{
    // Largest depth whose sum of squares fits int32.
    private const int MaximumDepth = int.MaxValue / (255 * 255);

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(L2Normalization), "Divides each vector along the last axis by its length")
        {
            DataTypes = ["int8 → int8 with scale 1/128 and zero point 0"],
            Limits = "any rank; no fused activation",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "L2_NORMALIZATION";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.IsUnaryInt8(inputs) || !site.HasOutputQuant(site.Output, 1f / 128, 0))
            return InferResult.Failed;
        if (inputs[0].Shape.Rank < 1 || inputs[0].Shape[^1] > MaximumDepth)
            return site.Error(
                Diag.AccumulatorOverflow,
                $"vectors of an input of {inputs[0].Shape} cannot be normalized",
                $"the last axis must exist and have at most {MaximumDepth} elements"
            );
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (zeroPoint, depth) = (context.InputType(0).Quant.ZeroPoint, context.InputType(0).Shape[^1]);
        var output = context.Output<sbyte>();
        for (var start = 0; start < output.Length; start += depth)
        {
            var vector = context.Input<sbyte>(0).Slice(start, depth);
            var squares = 0;
            foreach (var code in vector)
                squares += (code - zeroPoint) * (code - zeroPoint);
            var factor = InverseSquareRoot.Of(squares);
            factor = factor with { Shift = factor.Shift + 7 }; // to units of 1/128
            for (var i = 0; i < depth; i++)
                output[start + i] = (sbyte)Math.Clamp(factor.Apply(vector[i] - zeroPoint), sbyte.MinValue, sbyte.MaxValue);
        }
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);
}
