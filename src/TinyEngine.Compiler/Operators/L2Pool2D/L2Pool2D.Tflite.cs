using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record L2Pool2D : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(
            BuiltinOperator.L2Pool2D,
            node => Pool2D.FromTflite(node, (window, activation) => new L2Pool2D(window, activation)),
            (op, types) => op is L2Pool2D pool ? Pool2D.ToTflite(pool.Window, pool.Activation, types) : null
        ),
    ];
}
