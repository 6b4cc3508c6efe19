using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record BroadcastArgs : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(
            BuiltinOperator.BroadcastArgs,
            node => node.CheckOperands(2, 2) ? ImportedOp.FirstOperands(new BroadcastArgs(), 2) : null,
            (_, _) => TfliteExport.Plain(TfliteOptions.None, 2)
        ),
    ];
}
