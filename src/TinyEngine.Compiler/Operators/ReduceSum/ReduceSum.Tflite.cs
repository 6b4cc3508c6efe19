using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ReduceSum : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Mean, node => FromTflite(node, SumKind.Mean), (op, _) => ToTflite(op, SumKind.Mean))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        new(BuiltinOperator.Sum, node => FromTflite(node, SumKind.Sum), (op, _) => ToTflite(op, SumKind.Sum))
        {
            Version = site => site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node, SumKind kind) =>
        Reduction.FromTflite(node, (axes, keepDims) =>
            node.Input(0).DType == DType.Float32 ? new RealSum(kind, axes, keepDims) : new ReduceSum(kind, axes, keepDims)
        );

    private static TfliteExport? ToTflite(Op op, SumKind kind) =>
        op is ReduceSum sum && sum.Kind == kind ? Reduction.ToTflite(sum.Axes, sum.KeepDims) : null;
}
