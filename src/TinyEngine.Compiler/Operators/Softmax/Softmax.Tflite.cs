using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Softmax : IMapTflite
{
    // Field of TFLite's SoftmaxOptions.
    private const int BetaField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Softmax, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1)
            ? ImportedOp.FirstOperands(
                node.Input(0).DType == DType.Float32
                    ? new RealSoftmax(node.Options.Float(BetaField))
                    : new Softmax(node.Options.Float(BetaField)),
                1
            )
            : null;

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExports.Unary(new TfliteOptions(BuiltinOptionsType.Softmax).With(BetaField, ((Softmax)op).Beta));
}
