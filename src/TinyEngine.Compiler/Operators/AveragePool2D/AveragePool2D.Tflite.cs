using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record AveragePool2D : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.AveragePool2D, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node) => Pooling.FromTflite(node, (window, clamp) => new AveragePool2D(window, clamp));

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        op is AveragePool2D pool ? Pooling.ToTflite(pool.Window, pool.Activation, types) : null;
}
