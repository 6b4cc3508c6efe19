using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Elu : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Elu, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 1))];

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Elu(), 1) : null;
}
