using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Reverse : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.ReverseV2, FromTflite, (op, _) =>
            op is Reverse { Axes.Count: > 0 } reverse
                ? TfliteExports.Unary(TfliteOptions.None, TfliteExports.Ints(reverse.Axes.AsSpan()))
                : null
        ),
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2) || node.ConstantInts(1, "axes") is not { } axes)
            return null;
        var rank = node.Input(0).Shape.Rank;
        ImmutableArray<int?> resolved = [.. axes.Select(axis => node.Axis(axis, rank))];
        return resolved.Contains(null) ? null : ImportedOp.FirstOperands(new Reverse([.. resolved.Select(axis => axis!.Value)]), 1);
    }
}
