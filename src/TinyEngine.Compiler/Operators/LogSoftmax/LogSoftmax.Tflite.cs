using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record LogSoftmax : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.LogSoftmax, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 1))
        {
            Version = site => site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new LogSoftmax(), 1) : null;
}
