using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using static TinyEngine.Compiler.Formats.Tflite.BuiltinOperator;
using Element = TinyEngine.Compiler.Formats.Tflite.TfliteTensorType;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>
/// Which version of an operator a file must name: the least that has the element types and options in use. An interpreter that is older
/// than that refuses the file instead of computing something else.
/// </summary>
/// <remarks>Source: TensorFlow, tensorflow/lite/tools/versioning/op_version.cc, for quantized operators.</remarks>
internal static class OperatorVersions
{
    // Fields of options tables that decide about versions.
    private const int KeepNumDims = 2,
        GatherBatchDims = 1,
        NearestAlignCorners = 0,
        NearestHalfPixel = 1,
        BilinearHalfPixel = 3,
        TransposeConvActivation = 3;

    /// <summary>The version.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="options">Its options.</param>
    /// <param name="inputs">Its operands; null for one that is absent.</param>
    /// <param name="outputs">Its results.</param>
    public static int Of(
        BuiltinOperator code,
        TfliteOptions options,
        ImmutableArray<TfliteTensor?> inputs,
        ImmutableArray<TfliteTensor> outputs
    )
    {
        var operand = code is Split ? 1 : 0; // the first one is the axis
        var (type, rank) = (inputs[operand]?.Type ?? Element.Int8, inputs[operand]?.Shape.Count ?? 0);
        return code switch
        {
            Conv2D => type == Element.Int16
                ? inputs is [_, _, { Type: Element.Int32 }, ..]
                    ? 8
                    : 4
                : IsGrouped(inputs)
                    ? 6
                    : 3,
            DepthwiseConv2D => type == Element.Int16 ? 5 : 3,
            TransposeConv => options.Byte(TransposeConvActivation) != 0 ? 4
            : inputs.Length == 4 && inputs[3] is not null ? 3
            : 2,
            FullyConnected => type == Element.Int16
                ? inputs is [_, _, { Type: Element.Int32 }, ..]
                    ? 11
                    : 7
                : inputs[1]?.Quantization?.Scales.Count > 1
                    ? 12
                    : inputs.Length == 2 || inputs[2] is null
                        ? 6
                        : options.Bool(KeepNumDims)
                            ? 5
                            : 4,
            Svdf => 3,
            Gather => options.Int32(GatherBatchDims) != 0 ? 5 : ByType(type, int8: 2, int16: 4),
            Mul => type == Element.Int16 ? 4
            : ScaleOf(inputs[0]) * ScaleOf(inputs[1]) >= ScaleOf(outputs[0]) ? 3
            : ByType(type, int8: 2),
            Add => ByType(type, int8: 2, int16: 3),
            Sub => type == Element.Int16 ? 5
            : IsWideBroadcast(inputs) ? 3
            : ByType(type, int8: 2),
            Maximum or Minimum => type == Element.Int16 ? 4
            : IsWideBroadcast(inputs) ? 3
            : ByType(type, int8: 2),
            Transpose => rank > 5 ? 6
            : type == Element.Int16 ? 5
            : rank > 4 ? 4
            : ByType(type, int8: 2),
            Slice => rank > 4 ? 5 : ByType(type, int8: 2, int16: 4),
            StridedSlice => rank > 4 ? 4 : ByType(type, int8: 2),
            Pad or PadV2 => rank > 4 ? 4 : ByType(type, int8: 2, int16: 3),
            SpaceToBatchND or BatchToSpaceND => type == Element.Int16 ? 4
            : rank != 4 ? 3
            : ByType(type, int8: 2),
            Split => type == Element.Int32 ? 3 : ByType(type, int8: 2, int16: 4),
            Unpack => type == Element.UInt8 ? 2 : ByType(type, int8: 2, int16: 4),
            Quantize => outputs[0].Type == Element.Int16 ? 2 : 1,
            ResizeBilinear => type == Element.Int16 ? 4
            : options.Bool(BilinearHalfPixel) ? 3
            : ByType(type, int8: 2),
            ResizeNearestNeighbor => type == Element.Int16 ? 4
            : options.Bool(NearestAlignCorners) || options.Bool(NearestHalfPixel) ? 3
            : ByType(type, int8: 2),
            LeakyRelu => type == Element.Int16 ? 2 : 1,
            Relu => type == Element.UInt8 ? 2 : ByType(type, int8: 2, int16: 3),
            MaxPool2D
            or AveragePool2D
            or Dequantize
            or Tanh
            or Logistic
            or BatchMatMul
            or Concatenation
            or Pack
            or Softmax
            or Mean
            or MirrorPad
            or ReduceMax
            or ReduceMin
            or Relu6 => ByType(type, int8: 2, int16: 3),
            L2Normalization or ArgMax or ArgMin or SpaceToDepth or DepthToSpace or SplitV or Sum => ByType(type, int8: 2),
            _ => 1,
        };
    }

    private static int ByType(Element type, int int8, int int16 = 1) =>
        type switch
        {
            Element.Int8 => int8,
            Element.Int16 => int16,
            _ => 1,
        };

    private static bool IsGrouped(ImmutableArray<TfliteTensor?> inputs) =>
        inputs is [{ Shape: [_, _, _, var channels] }, { Shape: [_, _, _, var depth] }, ..] && channels != depth;

    private static bool IsWideBroadcast(ImmutableArray<TfliteTensor?> inputs) =>
        inputs is [{ } a, { } b, ..] && a.Shape != b.Shape && Math.Max(a.Shape.Count, b.Shape.Count) > 4;

    private static float ScaleOf(TfliteTensor? tensor) => tensor?.Quantization?.Scales is [var scale, ..] ? scale : 0;
}
