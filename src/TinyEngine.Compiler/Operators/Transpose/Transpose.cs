using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Exchanges axes: axis i of the output is axis <c>Permutation[i]</c> of the input.</summary>
/// <param name="Permutation">Each axis of the input once.</param>
internal sealed partial record Transpose(EquatableArray<int> Permutation) : DataMovement, IOperator<Transpose>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Transpose), "Exchanges axes")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank, any permutation known at compile time",
            Rows = "where the height stays: otherwise a row of its output takes elements from many rows",
        };

    /// <inheritdoc/>
    public override string Name => "TRANSPOSE";

    /// <inheritdoc/>
    public override string Attributes => $"permutation {string.Join(',', Permutation)}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (!Permutation.Items.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
            return site.Error(
                Diag.ShapeMismatch,
                $"permutation {Permutation} does not fit an input of {shape}",
                "it must name each axis once"
            );
        return site.Output with { Shape = [.. Permutation.Select(axis => shape[axis])] };
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var steps = types.Inputs[0].Shape.Strides();
        var output = types.Outputs[0].Shape;
        return [new DataMove(0, 0, new StridedCopy([.. output], [.. Permutation.Select(axis => steps[axis])], [.. output.Strides()]))];
    }
}
