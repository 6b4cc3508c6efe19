using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Split : IMapTflite
{
    // Field of TFLite's SplitVOptions.
    private const int CountField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Split, FromTfliteSplit),
        new(BuiltinOperator.SplitV, FromTfliteSplitV, ToTflite) { Version = site => site.ByType(int8: 2) },
    ];

    // SPLIT: operands axis, input. SPLIT_V: operands input, sizes, axis.
    private static ImportedOp? FromTfliteSplit(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2))
            return null;
        var shape = node.Input(1).Shape;
        if (node.ConstantAxis(0, shape.Rank) is not { } axis)
            return null;
        var parts = node.Outputs.Length;
        if (shape[axis] % parts != 0)
            return node.Error(Diag.ShapeMismatch, $"axis {axis} of {shape[axis]} elements does not divide into {parts} equal parts");
        return new ImportedOp(new Split(axis, [.. Enumerable.Repeat(shape[axis] / parts, parts)]), [1]);
    }

    private static ImportedOp? FromTfliteSplitV(TfliteNode node)
    {
        if (!node.CheckOperands(3, 3))
            return null;
        var shape = node.Input(0).Shape;
        if (node.ConstantAxis(2, shape.Rank) is not { } axis || node.ConstantInts(1, "sizes") is not { } sizes)
            return null;
        if (sizes.Count(size => size == -1) == 1) // the part that takes the rest
            sizes[Array.IndexOf(sizes, -1)] = (int)
                Math.Clamp(shape[axis] - sizes.Where(size => size != -1).Sum(size => (long)size), 0, int.MaxValue);
        return ImportedOp.FirstOperands(new Split(axis, [.. sizes]), 1);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var split = (Split)op;
        return TfliteExports.Unary(
            new TfliteOptions(BuiltinOptionsType.SplitV).With(CountField, split.Sizes.Count),
            TfliteExports.Ints(split.Sizes.AsSpan()),
            TfliteExports.Ints([split.Axis], [])
        );
    }
}
