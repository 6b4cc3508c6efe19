using System.Collections.Immutable;
using System.Numerics;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Turns the tensors of a file into checked types; everything wrong with a tensor is reported where the tensor stands.</summary>
internal static class TensorTypeReader
{
    /// <summary>The type of a tensor, or null after an error was reported.</summary>
    public static TensorType? Read(TfliteTensor tensor, Place place, DiagnosticBag bag)
    {
        var errors = bag.ErrorCount;
        var dtype = ReadDType(tensor, place, bag);
        if (tensor.HasSparsity)
            bag.Add(
                Diag.SparseTensor,
                place,
                "the tensor is stored sparse",
                "only the elements other than 0 are in the file; kernels read all of them",
                "convert the pruned model without tf.lite.Optimize.EXPERIMENTAL_SPARSITY: it computes the same"
            );
        if (tensor.ExternalBuffer != 0)
            bag.Add(
                Diag.UnsupportedAttribute,
                place,
                "the tensor's data is in another file",
                "the tensor names an external buffer",
                "export the model as a single file"
            );
        var shape = dtype is { } known ? ReadShape(tensor, known, place, bag) : null;
        var quant = dtype is { } type && shape is { } sizes ? ReadQuant(tensor, type, sizes, place, bag) : null;
        return bag.ErrorCount > errors || dtype is null || shape is null || quant is null
            ? null
            : new TensorType(dtype.Value, shape.Value, quant);
    }

    private static DType? ReadDType(TfliteTensor tensor, Place place, DiagnosticBag bag)
    {
        switch (tensor.Type)
        {
            case TfliteTensorType.Int8:
                return DType.Int8;
            case TfliteTensorType.UInt8:
                return DType.UInt8;
            case TfliteTensorType.Int16:
                return DType.Int16;
            case TfliteTensorType.Int32:
                return DType.Int32;
            case TfliteTensorType.Int64:
                return DType.Int64;
            case TfliteTensorType.Float32:
                return DType.Float32;
            case TfliteTensorType.Bool:
                return DType.Bool;
            case TfliteTensorType.UInt32:
                return DType.UInt32;
            case TfliteTensorType.UInt64:
                return DType.UInt64;
            default:
                var (name, why, remedy) = UnreadTypes.Of(tensor.Type);
                bag.Add(Diag.UnsupportedType, place, $"element type {name} is not supported", why, remedy);
                return null;
        }
    }

    private static Shape? ReadShape(TfliteTensor tensor, DType dtype, Place place, DiagnosticBag bag)
    {
        if (tensor.Shape.Count > ImportLimits.Rank)
        {
            bag.Add(Diag.BadShape, place, $"{tensor.Shape.Count} axes, at most {ImportLimits.Rank} are supported");
            return null;
        }

        var bytes = (BigInteger)dtype.ByteSize();
        foreach (var size in tensor.Shape)
        {
            if (size < 1)
            {
                bag.Add(
                    Diag.BadShape,
                    place,
                    $"shape [{string.Join(", ", tensor.Shape)}] has an axis of size {size}",
                    "every axis must be known and at least 1",
                    "export the model with fixed input shapes"
                );
                return null;
            }

            bytes *= size;
        }

        if (bytes > ImportLimits.TensorBytes)
        {
            bag.Add(
                Diag.BadShape,
                place,
                $"shape [{string.Join(", ", tensor.Shape)}] of {dtype.Name()} takes {bytes:N0} bytes",
                $"no tensor may be larger than {ImportLimits.TensorBytes:N0} bytes"
            );
            return null;
        }

        var shape = new Shape(tensor.Shape.Items);
        if (shape.ToNhwc() is var (maps, height, _, _) && (long)maps * height > ImportLimits.TensorRows)
        {
            bag.Add(
                Diag.BadShape,
                place,
                $"shape [{string.Join(", ", tensor.Shape)}] has {(long)maps * height:N0} rows",
                $"no tensor may have more than {ImportLimits.TensorRows:N0}"
            );
            return null;
        }

        return shape;
    }

    private static QuantParams? ReadQuant(TfliteTensor tensor, DType dtype, Shape shape, Place place, DiagnosticBag bag)
    {
        // Scales of a bias follow from those of the operands; files write them along any axis.
        if (
            tensor.Quantization is not { } quant
            || dtype is DType.Float32 or DType.Int64 or DType.Bool or DType.UInt32 or DType.UInt64
            || (dtype == DType.Int32 && quant.Scales.Count > 1)
        )
            return QuantParams.None;
        QuantParams? Bad(string message, string why = "", string remedy = "")
        {
            bag.Add(Diag.BadQuantization, place, message, why, remedy);
            return null;
        }

        if (quant.DetailsType != 0)
            return Bad(
                $"{SchemeName(quant.DetailsType)} is not supported",
                "only one scale and zero point for a tensor, or one for each slice of an axis, are",
                "quantize the model per tensor or per channel"
            );
        var count = quant.Scales.Count;
        if (count == 0)
            return QuantParams.None;
        if (quant.ZeroPoints.Count is var zeroPoints && zeroPoints != count && zeroPoints > 1)
            return Bad($"{count} scales but {zeroPoints} zero points");
        var axis = count == 1 ? 0 : quant.QuantizedDimension;
        if (count > 1 && (axis < 0 || axis >= shape.Rank))
            return Bad($"scales run along axis {axis} of a tensor with {shape.Rank} axes");
        if (count > 1 && shape[axis] != count)
            return Bad($"{count} scales for {shape[axis]} slices of axis {axis}", "per-axis quantization needs one scale for each slice");
        foreach (var scale in quant.Scales)
        {
            // Converters fold batch normalization into weights and leave negative scales there; they mean what they say.
            if (!float.IsFinite(scale) || (count == 1 && scale <= 0))
                return Bad($"scale {scale} is not a positive number");
        }

        foreach (var zeroPoint in quant.ZeroPoints)
        {
            if (zeroPoint < dtype.MinValue() || zeroPoint > dtype.MaxValue())
                return Bad($"zero point {zeroPoint} lies outside {dtype.Name()}");
        }

        // None is 0, and one is that of all channels.
        ImmutableArray<int> codes =
        [
            .. Enumerable
                .Range(0, count)
                .Select(channel =>
                    zeroPoints switch
                    {
                        0 => 0,
                        1 => (int)quant.ZeroPoints[0],
                        _ => (int)quant.ZeroPoints[channel],
                    }
                ),
        ];
        return new QuantParams(quant.Scales, new EquatableArray<int>(codes), axis);
    }

    /// <summary>The members of the schema's union of quantization details.</summary>
    private static string SchemeName(int details) =>
        details switch
        {
            1 => "custom quantization",
            2 => "blockwise quantization",
            3 => "quantization along several axes",
            _ => $"quantization scheme {details}",
        };
}
