using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Abs : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Abs, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 1)) { Version = _ => 2 }];

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Abs(), 1) : null;
}
