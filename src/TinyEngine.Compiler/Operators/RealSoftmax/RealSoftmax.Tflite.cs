using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record RealSoftmax : IMapTflite
{
    // Field of TFLite's SoftmaxOptions.
    private const int BetaField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(
            BuiltinOperator.Softmax,
            node => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new RealSoftmax(node.Options.Float(BetaField)), 1) : null,
            (op, _) => TfliteExports.Unary(new TfliteOptions(BuiltinOptionsType.Softmax).With(BetaField, ((RealSoftmax)op).Beta))
        )
        {
            IsWriteOnly = true,
        },
    ];
}
