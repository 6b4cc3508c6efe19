using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record HardSwish : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.HardSwish, FromTflite, (_, _) => TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.HardSwish), 1))];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new HardSwish(), 1) : null;
}
