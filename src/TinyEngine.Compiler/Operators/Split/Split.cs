using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Cuts a tensor along one axis into several.</summary>
/// <param name="Axis">Axis, counted from the front.</param>
/// <param name="Sizes">Size of each part along the axis.</param>
internal sealed partial record Split(int Axis, EquatableArray<int> Sizes) : DataMovement, IOperator<Split>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Split), "Cuts a tensor along one axis into several")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; constant axis and sizes; equal parts (SPLIT) or given sizes (SPLIT_V), one of which may be the rest",
            Rows = "over width or channels; not over height: its outputs have unlike rows",
        };

    /// <inheritdoc/>
    public override string Name => "SPLIT";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis} sizes {Sizes}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if ((uint)Axis >= (uint)shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} does not exist in an input of {shape}");
        if (Sizes.Items.Any(size => size < 1) || Sizes.Items.Sum(size => (long)size) != shape[Axis])
            return site.Error(Diag.ShapeMismatch, $"parts of {Sizes} do not add up to axis {Axis} of {shape[Axis]} elements");
        if (site.DeclaredOutputs.Length != Sizes.Count)
            return site.Error(Diag.ShapeMismatch, $"{Sizes.Count} parts for {site.DeclaredOutputs.Length} outputs");
        var types = ImmutableArray.CreateBuilder<TensorType>(Sizes.Count);
        for (var part = 0; part < Sizes.Count; part++)
        {
            if (!site.KeepsType(inputs[0], site.DeclaredOutputs[part]))
                return InferResult.Failed;
            types.Add(site.DeclaredOutputs[part] with { Shape = new Shape(shape.Sizes.SetItem(Axis, Sizes[part])) });
        }

        return types.MoveToImmutable();
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var strides = types.Inputs[0].Shape.Strides();
        var moves = ImmutableArray.CreateBuilder<DataMove>(Sizes.Count);
        var position = 0;
        for (var part = 0; part < Sizes.Count; part++)
        {
            var shape = types.Outputs[part].Shape;
            moves.Add(new DataMove(0, part, new StridedCopy([.. shape], [.. strides], [.. shape.Strides()], position * strides[Axis])));
            position += Sizes[part];
        }

        return moves.MoveToImmutable();
    }
}
