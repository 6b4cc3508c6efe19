using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Inserts an axis of one element; the bytes stay.</summary>
/// <param name="Axis">The new axis in the output, counted from the front.</param>
internal sealed partial record ExpandDims(int Axis) : Op, IOperator<ExpandDims>, IAliasesInput
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ExpandDims), "Inserts an axis of one element")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; constant axis",
            Rows = "no: input and output are one buffer, whose bytes get another shape",
        };

    /// <inheritdoc/>
    public override string Name => "EXPAND_DIMS";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.OneBuffer;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Axis < 0 || Axis > shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"a new axis {Axis} does not fit an input of {shape}");
        return site.Output with { Shape = new Shape(shape.Sizes.Insert(Axis, 1)) };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => context.Input<byte>(0).CopyTo(context.Output<byte>());
}
