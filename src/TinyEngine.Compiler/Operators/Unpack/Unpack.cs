using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Takes a tensor apart along one axis, which the outputs no longer have.</summary>
/// <param name="Axis">Axis of the input, counted from the front.</param>
internal sealed partial record Unpack(int Axis) : DataMovement, IOperator<Unpack>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Unpack), "Takes a tensor apart along one axis")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank",
            Rows = "only with few rows: an axis disappears, so that rows of its outputs are not rows of its input",
        };

    /// <inheritdoc/>
    public override string Name => "UNPACK";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if ((uint)Axis >= (uint)shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} does not exist in an input of {shape}");
        if (site.DeclaredOutputs.Length != shape[Axis])
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} of {shape[Axis]} elements for {site.DeclaredOutputs.Length} outputs");
        foreach (var output in site.DeclaredOutputs)
        {
            if (!site.KeepsType(inputs[0], output))
                return InferResult.Failed;
        }

        var part = new Shape(shape.Sizes.RemoveAt(Axis));
        return site.DeclaredOutputs.Select(output => output with { Shape = part }).ToImmutableArray();
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var strides = types.Inputs[0].Shape.Strides();
        var shape = types.Outputs[0].Shape;
        var copy = new StridedCopy([.. shape], [.. strides.RemoveAt(Axis)], [.. shape.Strides()]);
        return [.. types.Outputs.Select((_, o) => new DataMove(0, o, copy with { InputOffset = o * strides[Axis] }))];
    }
}
