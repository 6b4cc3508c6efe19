using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

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

    private static ImportedOp? FromTflite(TfliteNode node, ReluKind kind)
    {
        if (!node.CheckOperands(1, 1))
            return null;
        var (input, output) = (node.Input(0), node.Output);
        if (
            kind == ReluKind.Relu6
            && input.Quant.IsPerTensor
            && output.Quant.IsPerTensor
            && !ShapeChecks.MeanTheSame(input.Quant, output.Quant)
        )
            node.Warn(
                Diag.IgnoredScale,
                $"the input has {input.Quant}, the output {output.Quant}: codes are limited to those of 0 and 6 and copied, not rescaled",
                "TensorFlow Lite Micro computes so, and this tool computes the same; TensorFlow Lite rescales, so that its results differ",
                $"have the operator keep its input's scale, or fuse it into the layer before; {Remedies.ConvertAgain}"
            );
        return ImportedOp.FirstOperands(Create(kind, input.DType), 1);
    }

    private static Op Create(ReluKind kind, DType type) =>
        type == DType.Float32 && Interval(kind) is var (low, high)
            ? new Unary(UnaryFunction.Clamp, low, Math.Min(high, float.MaxValue))
            : new Relu(kind);

    private static TfliteExport? ToTflite(Op op, ReluKind kind) =>
        op is Relu relu && relu.Kind == kind ? TfliteExports.Unary(TfliteOptions.None) : null;
}
