using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DepthToSpace : IMapTflite
{
    // Field of TFLite's DepthToSpaceOptions.
    private const int BlockField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.DepthToSpace, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new DepthToSpace(node.Options.Int32(BlockField)), 1) : null;

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.DepthToSpace).With(BlockField, ((DepthToSpace)op).Block), 1);
}
