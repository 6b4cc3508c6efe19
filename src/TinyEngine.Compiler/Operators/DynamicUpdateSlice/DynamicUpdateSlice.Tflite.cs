using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DynamicUpdateSlice : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.DynamicUpdateSlice, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 3)) { Indices = [2] }];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(3, 3) ? ImportedOp.FirstOperands(new DynamicUpdateSlice(), 3) : null;
}
