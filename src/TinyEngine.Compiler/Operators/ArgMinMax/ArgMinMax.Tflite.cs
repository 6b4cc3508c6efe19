using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ArgMinMax : IMapTflite
{
    // Field of TFLite's ArgMaxOptions and ArgMinOptions: the output's element type.
    private const int OutputTypeField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.ArgMin, node => FromTflite(node, false), (op, _) => ToTflite(op, false))
        {
            Version = site => site.ByType(int8: 2),
        },
        new(BuiltinOperator.ArgMax, node => FromTflite(node, true), (op, _) => ToTflite(op, true))
        {
            Version = site => site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node, bool larger) =>
        node.CheckOperands(2, 2) && node.ConstantAxis(1, node.Input(0).Shape.Rank) is { } axis
            ? ImportedOp.FirstOperands(new ArgMinMax(larger, axis), 1)
            : null;

    private static TfliteExport? ToTflite(Op op, bool larger) =>
        op is ArgMinMax arg && arg.TakesLarger == larger
            ? TfliteExports.Unary(
                new TfliteOptions(larger ? BuiltinOptionsType.ArgMax : BuiltinOptionsType.ArgMin).With(
                    OutputTypeField,
                    (byte)TfliteTensorType.Int32
                ),
                TfliteExports.Ints([arg.Axis])
            )
            : null;
}
