using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Sum : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.Sum, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node) => Reduction.FromTflite(node, (axes, keepDims) => new Sum(axes, keepDims));

    private static TfliteExport? ToTflite(Op op, OpTypes types) => op is Sum sum ? Reduction.ToTflite(sum.Axes, sum.KeepDims) : null;
}
