using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Pad : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Pad, FromTflite, ToTflite) { Version = site => site.Rank > 4 ? 4 : site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2) || node.ConstantInts(1, "paddings", 2 * node.Input(0).Shape.Rank) is not { } paddings)
            return null;
        return ImportedOp.FirstOperands(
            new Pad([.. paddings.Where((_, index) => index % 2 == 0)], [.. paddings.Where((_, index) => index % 2 == 1)]),
            1
        );
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types)
    {
        var pad = (Pad)op;
        int[] paddings = [.. pad.Before.Zip(pad.After, (before, after) => new[] { before, after }).SelectMany(pair => pair)];
        return pad.Before.Count > 0
            ? TfliteExports.Unary(new TfliteOptions(BuiltinOptionsType.Pad), TfliteExports.Ints(paddings, [pad.Before.Count, 2]))
            : null;
    }
}
