using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Stacks tensors of one shape along a new axis.</summary>
/// <param name="Axis">The new axis in the output, counted from the front.</param>
internal sealed partial record Pack(int Axis) : DataMovement, IOperator<Pack>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Pack), "Stacks tensors of one shape along a new axis")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank, any number of inputs",
            Rows = "only with few rows: an axis appears, so that rows of its output are not rows of its inputs",
        };

    /// <inheritdoc/>
    public override string Name => "PACK";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.Length == 0)
            return site.Error(Diag.OperandCount, "there is nothing to stack");
        var shape = inputs[0].Shape;
        if (Axis < 0 || Axis > shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"a new axis {Axis} does not fit inputs of {shape}");
        foreach (var input in inputs)
        {
            if (!site.KeepsType(input, site.Output))
                return InferResult.Failed;
            if (input.Shape != shape)
                return site.Error(Diag.ShapeMismatch, $"inputs of {shape} and {input.Shape} cannot be stacked");
        }

        return site.TypeOf(site.Output, shape.Sizes.Insert(Axis, inputs.Length).ToInt64());
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var shape = types.Inputs[0].Shape;
        var strides = types.Outputs[0].Shape.Strides();
        var copy = new StridedCopy([.. shape], [.. shape.Strides()], [.. strides.RemoveAt(Axis)]);
        return [.. types.Inputs.Select((_, i) => new DataMove(i, 0, copy with { OutputOffset = i * strides[Axis] }))];
    }
}
