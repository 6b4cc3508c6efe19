using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ZerosLike : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.ZerosLike, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 1))];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new ZerosLike(), 1) : null;
}
