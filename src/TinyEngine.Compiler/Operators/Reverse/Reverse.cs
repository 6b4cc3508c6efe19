using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Turns the order of elements round along some axes.</summary>
/// <param name="Axes">The axes, counted from the front, distinct.</param>
internal sealed partial record Reverse(EquatableArray<int> Axes) : DataMovement, IOperator<Reverse>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Reverse), "Turns the order round along some axes")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "constant axes",
            Rows = "along width and channels",
        };

    /// <inheritdoc/>
    public override string Name => "REVERSE_V2";

    /// <inheritdoc/>
    public override string Attributes => $"axes {Axes}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var rank = inputs[0].Shape.Rank;
        if (Axes.Items.Any(axis => (uint)axis >= (uint)rank) || Axes.Items.Distinct().Count() != Axes.Count)
            return site.Error(
                Diag.ShapeMismatch,
                $"cannot reverse axes {Axes} of shape {inputs[0].Shape}",
                "axes must be distinct and exist"
            );
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var (shape, strides) = (types.Inputs[0].Shape, types.Inputs[0].Shape.Strides());
        var steps = strides.Select((stride, axis) => Axes.Items.Contains(axis) ? -stride : stride);
        var offset = Axes.Items.Sum(axis => (shape[axis] - 1) * strides[axis]);
        return [new DataMove(0, 0, new StridedCopy([.. shape.Sizes], [.. steps], [.. strides], offset))];
    }
}
