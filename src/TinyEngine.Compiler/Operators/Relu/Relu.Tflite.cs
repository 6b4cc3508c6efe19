using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Relu : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Relu, node => FromTflite(node, ReluKind.Relu), (op, _) => ToTflite(op, ReluKind.Relu))
        {
            Version = site => site.Type == TfliteTensorType.UInt8 ? 2 : site.ByType(int8: 2, int16: 3),
        },
        new(BuiltinOperator.Relu6, node => FromTflite(node, ReluKind.Relu6), (op, _) => ToTflite(op, ReluKind.Relu6))
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        new(BuiltinOperator.ReluN1To1, node => FromTflite(node, ReluKind.ReluN1To1), (op, _) => ToTflite(op, ReluKind.ReluN1To1)),
    ];

    private static ImportedOp? FromTflite(TfliteNode node, ReluKind kind) =>
        node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(Create(kind, node.Input(0).DType), 1) : null;

    private static Op Create(ReluKind kind, DType type) =>
        type == DType.Float32 && Interval(kind) is var (low, high)
            ? new Unary(UnaryFunction.Clamp, low, Math.Min(high, float.MaxValue))
            : new Relu(kind);

    private static TfliteExport? ToTflite(Op op, ReluKind kind) =>
        op is Relu relu && relu.Kind == kind ? TfliteExports.Unary(TfliteOptions.None) : null;
}
