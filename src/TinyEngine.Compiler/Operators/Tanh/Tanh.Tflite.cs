using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;

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

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Tanh(), 1) : null;
}
