using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Slice : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Slice, FromTflite, ToTflite) { Version = site => site.Rank > 4 ? 5 : site.ByType(int8: 2, int16: 4) }];

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
