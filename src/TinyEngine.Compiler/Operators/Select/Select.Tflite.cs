using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Select : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.SelectV2, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 3))];

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(3, 3) ? ImportedOp.FirstOperands(new Select(), 3) : null;
}
