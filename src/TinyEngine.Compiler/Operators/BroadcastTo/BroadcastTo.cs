using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Repeats a tensor along axes of size 1, and along new ones in front, until it has a shape.</summary>
/// <param name="Shape">The shape.</param>
internal sealed partial record BroadcastTo(EquatableArray<int> Shape) : DataMovement, IOperator<BroadcastTo>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(BroadcastTo), "Repeats a tensor until it has a shape")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "constant shape, known when the code is generated",
            Rows = "where the rows repeat as wholes or within themselves",
            Forms = [new("FILL", "A tensor of one value") { DataTypes = ["a scalar of any type, unchanged"] }],
        };

    /// <inheritdoc/>
    public override string Name => "BROADCAST_TO";

    /// <inheritdoc/>
    public override string Attributes => $"to {Shape}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var result = site.TypeOf(site.Output, Shape.Items.ToInt64());
        if (!result.Succeeded)
            return result;
        if (ElementWalk.Create(inputs[0].Shape, new Shape(Shape.Items)) is not { } walk || walk.Shape.Rank != Shape.Count)
            return site.Error(
                Diag.ShapeMismatch,
                $"a tensor of {inputs[0].Shape} cannot be broadcast to {string.Join('x', Shape)}",
                "aligned at the last axis, sizes must be equal or 1"
            );
        for (var axis = 0; axis < Shape.Count; axis++)
        {
            if (walk.Shape[axis] != Shape[axis])
                return site.Error(Diag.ShapeMismatch, $"a tensor of {inputs[0].Shape} is larger than {string.Join('x', Shape)}");
        }

        return result;
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var (input, output) = (types.Inputs[0].Shape, types.Outputs[0].Shape);
        var steps = input.Strides();
        var strides = Enumerable
            .Range(input.Rank - output.Rank, output.Rank)
            .Select(axis => axis < 0 || input[axis] == 1 ? 0 : steps[axis]);
        return [new DataMove(0, 0, new StridedCopy([.. output.Sizes], [.. strides], [.. output.Strides()]))];
    }
}
