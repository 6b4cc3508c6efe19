using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ReduceMinMax : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.ReduceMin, node => FromTflite(node, false), (op, _) => ToTflite(op, false))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        new(BuiltinOperator.ReduceMax, node => FromTflite(node, true), (op, _) => ToTflite(op, true))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node, bool larger) =>
        Reduction.FromTflite(node, (axes, keepDims) => new ReduceMinMax(larger, axes, keepDims));

    private static TfliteExport? ToTflite(Op op, bool larger) =>
        op is ReduceMinMax reduce && reduce.TakesLarger == larger ? Reduction.ToTflite(reduce.Axes, reduce.KeepDims) : null;
}
