using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record SpaceToBatch : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.SpaceToBatchND, FromTflite, ToTflite)
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
            || node.ConstantInts(2, "paddings", block.Length * 2) is not { } pads
        )
            return null;
        var (before, after) = AxisPairs.Split(pads);
        return ImportedOp.FirstOperands(new SpaceToBatch([.. block], before, after), 1);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var blocks = (SpaceToBatch)op;
        return TfliteExports.Unary(
            new TfliteOptions(BuiltinOptionsType.SpaceToBatchND),
            TfliteExports.Ints(blocks.Block.AsSpan()),
            AxisPairs.Constant(blocks.Before, blocks.After)
        );
    }
}
