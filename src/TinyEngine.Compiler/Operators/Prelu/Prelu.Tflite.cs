using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Prelu : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Prelu, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 2))];

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(2, 2) ? ImportedOp.FirstOperands(new Prelu(), 2) : null;
}
