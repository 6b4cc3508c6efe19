using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record AddSub : IMapTflite
{
    // Field of TFLite's AddOptions and SubOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Add, node => FromTflite(node, AddSubKind.Add), (op, types) => ToTflite(op, types, AddSubKind.Add))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        new(BuiltinOperator.Sub, node => FromTflite(node, AddSubKind.Sub), (op, types) => ToTflite(op, types, AddSubKind.Sub))
        {
            Version = site =>
                site.Type == TfliteTensorType.Int16 ? 5
                : site.IsWideBroadcast ? 3
                : site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node, AddSubKind kind) =>
        Binary.Unquantized(node, kind == AddSubKind.Add ? BinaryFunction.Add : BinaryFunction.Sub, ActivationField) is { } unquantized
            ? unquantized
        : node.CheckOperands(2, 2) && node.FusedClamp(ActivationField) is { } clamp ? ImportedOp.FirstOperands(new AddSub(kind, clamp), 2)
        : null;

    private static TfliteExport? ToTflite(Op op, OpTypes types, AddSubKind kind)
    {
        if (op is not AddSub own || own.Kind != kind || TfliteExports.Activation(own.Activation, types.Outputs[0]) is not { } activation)
            return null;
        var table = kind == AddSubKind.Add ? BuiltinOptionsType.Add : BuiltinOptionsType.Sub;
        return TfliteExport.Plain(new TfliteOptions(table).With(ActivationField, activation), 2);
    }
}
