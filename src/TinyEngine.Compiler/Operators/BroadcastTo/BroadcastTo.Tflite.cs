using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record BroadcastTo : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.BroadcastTo, node => FromTflite(node, value: 0, shape: 1), (op, _) => ToTflite(op))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        new(BuiltinOperator.Fill, node => FromTflite(node, value: 1, shape: 0)),
    ];

    private static ImportedOp? FromTflite(TfliteNode node, int value, int shape) =>
        node.CheckOperands(2, 2) && node.ConstantInts(shape, "shape") is { } sizes
            ? new ImportedOp(new BroadcastTo([.. sizes]), [value])
            : null;

    private static TfliteExport? ToTflite(Op op) =>
        op is BroadcastTo { Shape.Count: > 0 } broadcast
            ? TfliteExports.Unary(TfliteOptions.None, TfliteExports.Ints(broadcast.Shape.AsSpan()))
            : null;
}
