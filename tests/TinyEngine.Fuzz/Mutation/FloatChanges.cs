using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>What converters leave in float32.</summary>
internal static class FloatChanges
{
    private static readonly BuiltinOperator[] Islands =
    [
        BuiltinOperator.Neg,
        BuiltinOperator.Logistic,
        BuiltinOperator.Rsqrt,
        BuiltinOperator.Relu,
        BuiltinOperator.HardSwish,
        BuiltinOperator.L2Normalization,
        BuiltinOperator.Elu,
    ];

    /// <summary>Nothing is quantized, or the constants alone are.</summary>
    public static TfliteModel? Everywhere(TfliteModel model, Random random)
    {
        var keepsConstants = random.Next(2) == 0;
        var narrow = new[] { TfliteTensorType.Int8, TfliteTensorType.Int8, TfliteTensorType.Float16 }[random.Next(3)];
        var changed = model.WithTensors(tensor =>
            tensor.Type is not (TfliteTensorType.Int8 or TfliteTensorType.Int16 or TfliteTensorType.UInt8) ? tensor
            : keepsConstants && IsConstant(model, tensor) ? tensor with { Type = narrow }
            : tensor with { Type = TfliteTensorType.Float32, Quantization = null }
        );
        return ConstantChanges.Fit(changed, random);
    }

    /// <summary>The first result of the graph goes through DEQUANTIZE, an operator on real numbers and QUANTIZE.</summary>
    public static TfliteModel? Island(TfliteModel model, Random random)
    {
        var graph = model.Graph();
        if (graph.Outputs.Count == 0 || (uint)graph.Outputs[0] >= (uint)graph.Tensors.Count)
            return null;
        var (result, count, codes) = (graph.Tensors[graph.Outputs[0]], graph.Tensors.Count, model.OperatorCodes.Count);
        var real = new TfliteTensor("real", result.Shape, TfliteTensorType.Float32);
        return (
            model with
            {
                OperatorCodes =
                [
                    .. model.OperatorCodes.Items,
                    new TfliteOperatorCode(BuiltinOperator.Dequantize),
                    new TfliteOperatorCode(Islands[random.Next(Islands.Length)]),
                    new TfliteOperatorCode(BuiltinOperator.Quantize),
                ],
            }
        ).WithGraph(
            graph with
            {
                Tensors = [.. graph.Tensors.Items, real, real with { Name = "island" }, result with { Name = "codes", BufferIndex = 0 }],
                Operators =
                [
                    .. graph.Operators.Items,
                    new TfliteOperator(codes, [graph.Outputs[0]], [count], TfliteOptions.None),
                    new TfliteOperator(codes + 1, [count], [count + 1], TfliteOptions.None),
                    new TfliteOperator(codes + 2, [count + 1], [count + 2], TfliteOptions.None),
                ],
                Outputs = graph.Outputs.Set(0, count + 2),
            }
        );
    }

    private static bool IsConstant(TfliteModel model, TfliteTensor tensor) =>
        (uint)tensor.BufferIndex < (uint)model.Buffers.Count && !model.Buffers[tensor.BufferIndex].Data.IsEmpty;
}
