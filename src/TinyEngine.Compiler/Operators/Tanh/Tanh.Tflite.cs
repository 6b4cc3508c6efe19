using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Tanh : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Tanh, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 1))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1)
            ? ImportedOp.FirstOperands(node.Input(0).DType == DType.Float32 ? new Unary(UnaryFunction.Tanh) : new Tanh(), 1)
            : null;
}
