using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Cast : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Cast, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 1))];

    // The options repeat the types of the tensors; the reference looks at these alone.
    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Cast(), 1) : null;
}
