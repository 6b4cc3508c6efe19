using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ExpandDims : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.ExpandDims, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.ConstantAxis(1, node.Input(0).Shape.Rank + 1) is { } axis
            ? ImportedOp.FirstOperands(new ExpandDims(axis), 1)
            : null;

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExports.Unary(new TfliteOptions(BuiltinOptionsType.ExpandDims), TfliteExports.Ints([((ExpandDims)op).Axis]));
}
