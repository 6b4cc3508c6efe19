using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ReduceAll : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(
            BuiltinOperator.ReduceAll,
            node => Reduction.FromTflite(node, (axes, keepDims) => new ReduceAll(axes, keepDims)),
            (op, _) => op is ReduceAll reduce ? Reduction.ToTflite(reduce.Axes, reduce.KeepDims) : null
        ),
    ];
}
