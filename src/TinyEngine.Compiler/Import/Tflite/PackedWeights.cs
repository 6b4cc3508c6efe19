using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>
/// Constants of 4 bits become int8 before anything is read: kernels take whole bytes, and computing with them is the same. Two elements
/// share a byte, the first in its lower half. Weights of operators on real numbers stay as they are, so that messages tell what the file
/// holds.
/// </summary>
internal static class PackedWeights
{
    /// <summary>The model without them; the model itself when it has none.</summary>
    /// <param name="model">Records of the file.</param>
    /// <param name="file">File name for messages.</param>
    /// <param name="bag">Receives an error for a buffer that does not fit its tensor.</param>
    public static TfliteModel Unpack(TfliteModel model, string file, DiagnosticBag bag)
    {
        if (!model.Subgraphs.Items.Any(graph => graph.Tensors.Items.Any(tensor => IsPacked(model, tensor))))
            return model;
        var buffers = model.Buffers.Items.ToList();
        var unpacked = new Dictionary<(int Buffer, long Count), int>();
        var graphs = model.Subgraphs.Items.Select(graph =>
        {
            var real = TensorsOfRealOperators(graph);
            return graph with
            {
                Tensors =
                [
                    .. graph.Tensors.Items.Select(
                        (tensor, index) => IsPacked(model, tensor) && !real.Contains(index) ? Unpack(tensor, index) : tensor
                    ),
                ],
            };
        });
        return model with { Subgraphs = [.. graphs], Buffers = [.. buffers] };

        TfliteTensor Unpack(TfliteTensor tensor, int index)
        {
            var data = model.DataOf(tensor);
            if (CountOf(tensor) is not { } count)
                return tensor with { Type = TfliteTensorType.Int8 }; // its shape is an error that the importer reports
            if ((count + 1) / 2 != data.Length)
            {
                bag.Add(
                    Diag.BufferSize,
                    new Place(file, $"tensor {index} '{DisplayName.Of(tensor.Name)}'"),
                    $"buffer {tensor.BufferIndex} holds {data.Length:N0} bytes, which is not half a byte for each of its "
                        + $"{count:N0} elements"
                );
                return tensor;
            }

            if (!unpacked.TryGetValue((tensor.BufferIndex, count), out var buffer))
            {
                unpacked[(tensor.BufferIndex, count)] = buffer = buffers.Count;
                buffers.Add(new TfliteBuffer(Elements(data.Span, (int)count)));
            }

            return tensor with
            {
                Type = TfliteTensorType.Int8,
                BufferIndex = buffer,
            };
        }
    }

    private static bool IsPacked(TfliteModel model, TfliteTensor tensor) =>
        tensor.Type == TfliteTensorType.Int4 && !model.DataOf(tensor).IsEmpty;

    private static HashSet<int> TensorsOfRealOperators(TfliteSubgraph graph) =>
        [
            .. graph
                .Operators.Items.Where(record =>
                    record.Inputs.Items.Any(tensor => tensor >= 0 && graph.Tensors[tensor].Type == TfliteTensorType.Float32)
                )
                .SelectMany(record => record.Inputs.Items),
        ];

    /// <summary>Number of elements; null for a shape that is not usable.</summary>
    private static long? CountOf(TfliteTensor tensor)
    {
        var count = 1L;
        foreach (var size in tensor.Shape)
        {
            if (size < 1 || (count *= size) > ImportLimits.TensorBytes)
                return null;
        }

        return count;
    }

    private static byte[] Elements(ReadOnlySpan<byte> packed, int count)
    {
        var elements = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var half = i % 2 == 0 ? packed[i / 2] << 4 : packed[i / 2] & 0xF0;
            elements[i] = (byte)((sbyte)half >> 4);
        }

        return elements;
    }
}
