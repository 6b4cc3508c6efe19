using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Mul : IMapTflite
{
    // Field of TFLite's MulOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Mul, FromTflite, ToTflite)
        {
            Version = site =>
                site.Type == TfliteTensorType.Int16 ? 4
                : site.ScaleOf(0) * site.ScaleOf(1) >= site.OutputScale ? 3
                : site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        Binary.Unquantized(node, BinaryFunction.Mul, ActivationField) is { } unquantized ? unquantized
        : node.CheckOperands(2, 2) && node.FusedClamp(ActivationField) is { } clamp ? ImportedOp.FirstOperands(new Mul(clamp), 2)
        : null;

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        TfliteExports.Activation(((Mul)op).Activation, types.Outputs[0]) is { } activation
            ? TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Mul).With(ActivationField, activation), 2)
            : null;
}
