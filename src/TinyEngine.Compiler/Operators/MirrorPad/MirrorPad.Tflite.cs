using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record MirrorPad : IMapTflite
{
    // Field of TFLite's MirrorPadOptions: 0 REFLECT, 1 SYMMETRIC.
    private const int ModeField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.MirrorPad, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2) || node.ConstantInts(1, "paddings", 2 * node.Input(0).Shape.Rank) is not { } paddings)
            return null;
        if (node.Options.Byte(ModeField) is var mode && mode > 1)
            return node.Error(Diag.BadOptions, $"mode {mode} is unknown", "0 is REFLECT, 1 is SYMMETRIC");
        var (before, after) = AxisPairs.Split(paddings);
        return ImportedOp.FirstOperands(new MirrorPad(before, after, mode == 1), 1);
    }

    // A file cannot hold an empty list, so a scalar's padding is not written.
    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        op is MirrorPad { Before.Count: > 0 } pad
            ? TfliteExports.Unary(
                new TfliteOptions(BuiltinOptionsType.MirrorPad).With(ModeField, (byte)(pad.RepeatsEdge ? 1 : 0)),
                AxisPairs.Constant(pad.Before, pad.After)
            )
            : null;
}
