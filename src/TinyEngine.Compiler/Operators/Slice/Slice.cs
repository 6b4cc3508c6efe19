using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>A box cut out of a tensor.</summary>
/// <param name="Begin">First position along each axis.</param>
/// <param name="Size">Positions along each axis.</param>
internal sealed record Slice(EquatableArray<int> Begin, EquatableArray<int> Size) : DataMovement, IOperator<Slice>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Slice), "Cuts a box out of a tensor")
        {
            Tflite = [new(BuiltinOperator.Slice, FromTflite, ToTflite)],
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

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(3, 3))
            return null;
        var shape = node.Input(0).Shape;
        if (node.ConstantInts(1, "begin", shape.Rank) is not { } begin || node.ConstantInts(2, "size", shape.Rank) is not { } size)
            return null;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (size[axis] == -1) // up to the end
                size[axis] = shape[axis] - Math.Max(0, begin[axis]);
        }

        return ImportedOp.FirstOperands(new Slice([.. begin], [.. size]), 1);
    }

    // A file cannot hold an empty list, so a scalar's slice is not written.
    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        op is Slice { Begin.Count: > 0 } slice
            ? TfliteExports.Unary(
                new TfliteOptions(BuiltinOptionsType.Slice),
                TfliteExports.Ints(slice.Begin.AsSpan()),
                TfliteExports.Ints(slice.Size.AsSpan())
            )
            : null;
}
