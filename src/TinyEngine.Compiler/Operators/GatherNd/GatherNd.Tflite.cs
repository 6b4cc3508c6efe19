using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record GatherNd : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.GatherNd, FromTflite, (_, _) => TfliteExport.Plain(TfliteOptions.None, 2)) { Indices = [1] }];

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(2, 2) ? ImportedOp.FirstOperands(new GatherNd(), 2) : null;
}
