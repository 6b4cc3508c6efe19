using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record EmbeddingLookup : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.EmbeddingLookup, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 2))
        {
            Version = _ => 3,
            Indices = [0],
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) ? ImportedOp.FirstOperands(new EmbeddingLookup(), 2) : null;
}
