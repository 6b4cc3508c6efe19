using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>A box cut out of a tensor.</summary>
/// <param name="Begin">First position along each axis.</param>
/// <param name="Size">Positions along each axis.</param>
internal sealed partial record Slice(EquatableArray<int> Begin, EquatableArray<int> Size) : DataMovement, IOperator<Slice>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Slice), "Cuts a box out of a tensor")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; constant begin and size",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "SLICE";

    /// <inheritdoc/>
    public override string Attributes => $"begin {Begin} size {Size}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Begin.Count != shape.Rank || Size.Count != shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"begin {Begin} and size {Size} do not have one element per axis of an input of {shape}");
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (Begin[axis] < 0 || Size[axis] < 1 || (long)Begin[axis] + Size[axis] > shape[axis])
                return site.Error(
                    Diag.ShapeMismatch,
                    $"{Size[axis]} elements from {Begin[axis]} on do not lie inside axis {axis} of {shape[axis]} elements"
                );
        }

        return site.Output with
        {
            Shape = new Shape(Size.Items),
        };
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var strides = types.Inputs[0].Shape.Strides();
        var offset = Begin.Items.Select((begin, axis) => begin * strides[axis]).Sum();
        return [new DataMove(0, 0, new StridedCopy(Size, [.. strides], [.. types.Outputs[0].Shape.Strides()], offset))];
    }
}
