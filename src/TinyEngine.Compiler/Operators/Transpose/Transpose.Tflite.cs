using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Transpose : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Transpose, FromTflite, ToTflite)
        {
            Version = site =>
                site.Rank > 5 ? 6
                : site.Type == TfliteTensorType.Int16 ? 5
                : site.Rank > 4 ? 4
                : site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2) || node.ConstantInts(1, "permutation", node.Input(0).Shape.Rank) is not { } permutation)
            return null;
        var rank = permutation.Length;
        return ImportedOp.FirstOperands(new Transpose([.. permutation.Select(axis => axis < 0 ? axis + rank : axis)]), 1);
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        ((Transpose)op).Permutation is { Count: > 0 } permutation
            ? TfliteExports.Unary(new TfliteOptions(BuiltinOptionsType.Transpose), TfliteExports.Ints(permutation.AsSpan()))
            : null;
}
