using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record AveragePool2D : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.AveragePool2D, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node) => Pool2D.FromTflite(node, (window, clamp) => new AveragePool2D(window, clamp));

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        op is AveragePool2D pool ? Pool2D.ToTflite(pool.Window, pool.Activation, types) : null;
}
