using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Joins tensors along an axis.</summary>
/// <param name="Axis">The axis, counted from the front.</param>
internal sealed partial record Concatenation(int Axis) : DataMovement, IOperator<Concatenation>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Concatenation), "Joins tensors along an axis")
        {
            DataTypes = ["any type, the same for all"],
            Limits = "any number of operands, constants among them, any axis; all quantized like the output; no fused activation",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "CONCATENATION";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.IsEmpty)
            return site.Error(Diag.OperandCount, "no operands, expected at least 1");
        var shape = inputs[0].Shape;
        if (Axis < 0 || Axis >= shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} does not exist in an input of {shape}");
        var sizes = shape.Sizes.ToInt64();
        sizes[Axis] = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!site.KeepsType(inputs[i], site.Output) || !site.HasSameQuant(inputs[i], site.Output, $"operand {i}"))
                return InferResult.Failed;
            var other = inputs[i].Shape;
            if (other.Rank != shape.Rank || other.Sizes.Where((size, axis) => axis != Axis && size != shape[axis]).Any())
                return site.Error(
                    Diag.ShapeMismatch,
                    $"operand {i} of {other} cannot be joined to {shape} along axis {Axis}",
                    "the other axes must be equal"
                );
            sizes[Axis] += other[Axis];
        }

        return site.TypeOf(site.Output, sizes);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var steps = types.Outputs[0].Shape.Strides();
        var moves = ImmutableArray.CreateBuilder<DataMove>(types.Inputs.Length);
        var position = 0;
        for (var i = 0; i < types.Inputs.Length; i++)
        {
            var input = types.Inputs[i].Shape;
            moves.Add(new DataMove(i, 0, new StridedCopy([.. input], [.. input.Strides()], [.. steps], 0, position * steps[Axis])));
            position += input[Axis];
        }

        return moves.MoveToImmutable();
    }
}
