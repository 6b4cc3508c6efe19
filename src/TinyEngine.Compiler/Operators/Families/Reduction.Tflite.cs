using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Families;

internal static partial class Reduction
{
    // Field of TFLite's ReducerOptions.
    private const int KeepDimsField = 0;

    /// <summary>Reads the axes, counted from the front and in order, and whether they remain with size 1.</summary>
    internal static ImportedOp? FromTflite(TfliteNode node, Func<EquatableArray<int>, bool, Op> create)
    {
        if (!node.CheckOperands(2, 2) || node.ConstantInts(1, "axes") is not { } axes)
            return null;
        var rank = node.Input(0).Shape.Rank;
        if (axes.FirstOrDefault(axis => axis < -rank || axis >= rank, int.MinValue) is var bad && bad != int.MinValue)
            return node.Error(Diag.UnsupportedAttribute, $"axis {bad} does not exist in shape {node.Input(0).Shape}");
        var resolved = axes.Select(axis => axis < 0 ? axis + rank : axis).Distinct().Order();
        return ImportedOp.FirstOperands(create([.. resolved], node.Options.Bool(KeepDimsField)), 1);
    }

    /// <summary>Options and axes of a reduction; null without axes, since a file cannot hold an empty list of them.</summary>
    internal static TfliteExport? ToTflite(EquatableArray<int> axes, bool keepDims) =>
        axes.Count > 0
            ? TfliteExports.Unary(
                new TfliteOptions(BuiltinOptionsType.Reducer).With(KeepDimsField, keepDims),
                TfliteExports.Ints(axes.AsSpan())
            )
            : null;
}
