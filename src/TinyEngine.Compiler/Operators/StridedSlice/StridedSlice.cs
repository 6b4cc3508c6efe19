using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Every n-th element of a box, forwards or backwards; axes of one element can be dropped from the output.</summary>
/// <param name="Begin">First position along each axis, counted from the front.</param>
/// <param name="Stride">Step along each axis; negative walks backwards.</param>
/// <param name="Size">Positions along each axis.</param>
/// <param name="Dropped">Axes that the output does not have, ascending; each of size 1.</param>
internal sealed partial record StridedSlice(
    EquatableArray<int> Begin,
    EquatableArray<int> Stride,
    EquatableArray<int> Size,
    EquatableArray<int> Dropped
) : DataMovement, IOperator<StridedSlice>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(StridedSlice), "Cuts every n-th element out of a tensor, forwards or backwards")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; constant begin, end and strides; begin, end and shrink masks, no ellipsis or new-axis mask",
            Rows =
                "yes; not reversed over height, where its rows come in another order, nor where a row takes from rows that are "
                + "not neighbours",
        };

    /// <inheritdoc/>
    public override string Name => "STRIDED_SLICE";

    /// <inheritdoc/>
    public override string Attributes =>
        $"begin {Begin} stride {Stride} size {Size}" + (Dropped.Count > 0 ? $" without axes {Dropped}" : "");

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Begin.Count != shape.Rank || Stride.Count != shape.Rank || Size.Count != shape.Rank)
            return site.Error(
                Diag.ShapeMismatch,
                $"begin {Begin}, stride {Stride} and size {Size} do not have one element per axis of an input of {shape}"
            );
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var last = Begin[axis] + ((Size[axis] - 1L) * Stride[axis]);
            if (Stride[axis] == 0 || Size[axis] < 1 || (uint)Begin[axis] >= (uint)shape[axis] || last < 0 || last >= shape[axis])
                return site.Error(
                    Diag.ShapeMismatch,
                    $"{Size[axis]} elements from {Begin[axis]} on in steps of {Stride[axis]} do not lie inside axis {axis} of "
                        + $"{shape[axis]} elements"
                );
        }

        for (var i = 0; i < Dropped.Count; i++)
        {
            if ((uint)Dropped[i] >= (uint)shape.Rank || Size[Dropped[i]] != 1 || (i > 0 && Dropped[i] <= Dropped[i - 1]))
                return site.Error(Diag.ShapeMismatch, $"axes {Dropped} cannot be dropped from a slice of {Size}");
        }

        return site.Output with
        {
            Shape = [.. Size.Items.Where((_, axis) => !Dropped.Contains(axis))],
        };
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var input = types.Inputs[0].Shape.Strides();
        var offset = Begin.Items.Select((begin, axis) => begin * input[axis]).Sum();
        // A dropped axis runs once, so its strides do not matter.
        var steps = Stride.Items.Select((stride, axis) => Size[axis] == 1 ? 0 : stride * input[axis]);
        return [new DataMove(0, 0, new StridedCopy(Size, [.. steps], [.. new Shape(Size.Items).Strides()], offset))];
    }
}
