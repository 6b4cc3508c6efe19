using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Tile : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Tile, FromTflite, (op, _) =>
            op is Tile { Multiples.Count: > 0 } tile
                ? TfliteExports.Unary(TfliteOptions.None, TfliteExports.Ints(tile.Multiples.AsSpan()))
                : null
        ),
    ];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.ConstantInts(1, "multiples") is { } multiples
            ? ImportedOp.FirstOperands(new Tile([.. multiples]), 1)
            : null;
}
