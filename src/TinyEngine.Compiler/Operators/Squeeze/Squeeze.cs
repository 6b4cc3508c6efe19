using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Drops axes of one element; the bytes stay.</summary>
/// <param name="Axes">Axes to drop, counted from the front, ascending.</param>
internal sealed partial record Squeeze(EquatableArray<int> Axes) : Op, IOperator<Squeeze>, IAliasesInput
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Squeeze), "Drops axes of one element")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; without axes given, all axes of one element",
            Rows = "no: input and output are one buffer, whose bytes get another shape",
        };

    /// <inheritdoc/>
    public override string Name => "SQUEEZE";

    /// <inheritdoc/>
    public override string Attributes => $"axes {Axes}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.OneBuffer;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        foreach (var axis in Axes)
        {
            if ((uint)axis >= (uint)shape.Rank || shape[axis] != 1)
                return site.Error(
                    Diag.ShapeMismatch,
                    $"axis {axis} cannot be dropped from an input of {shape}",
                    "only axes of one element can"
                );
        }

        return site.Output with
        {
            Shape = [.. shape.Sizes.Where((_, axis) => !Axes.Contains(axis))],
        };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => context.Input<byte>(0).CopyTo(context.Output<byte>());
}
