using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record BatchToSpace : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.BatchToSpaceND, FromTflite, ToTflite)
        {
            Version = site =>
                site.Type == TfliteTensorType.Int16 ? 4
                : site.Rank != 4 ? 3
                : site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (
            !node.CheckOperands(3, 3)
            || node.ConstantInts(1, "block sizes") is not { } block
            || node.ConstantInts(2, "crops", block.Length * 2) is not { } crops
        )
            return null;
        var (before, after) = AxisPairs.Split(crops);
        return ImportedOp.FirstOperands(new BatchToSpace([.. block], before, after), 1);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var blocks = (BatchToSpace)op;
        return TfliteExports.Unary(
            new TfliteOptions(BuiltinOptionsType.BatchToSpaceND),
            TfliteExports.Ints(blocks.Block.AsSpan()),
            AxisPairs.Constant(blocks.Before, blocks.After)
        );
    }
}
