using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Add : IMapTflite
{
    // Field of TFLite's AddOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.Add, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.FusedClamp(ActivationField) is { } clamp ? ImportedOp.FirstOperands(new Add(clamp), 2) : null;

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        TfliteExports.Activation(((Add)op).Activation, types.Outputs[0]) is { } activation
            ? TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Add).With(ActivationField, activation), 2)
            : null;
}
