using TinyEngine.Graph;
using static TinyEngine.Compiler.Formats.Tflite.FlatNode;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>
/// Writes a <see cref="TfliteModel"/> as a .tflite file that any TFLite interpreter reads. The same model always gives the same bytes,
/// and <see cref="TfliteReader"/> reads back an equal model.
/// </summary>
/// <remarks>Nothing is validated: a model with wrong indices gives a well-formed file with wrong indices. Sparsity and quantization details
/// are written as empty tables, because the model only records that they exist.</remarks>
internal static class TfliteWriter
{
    /// <summary>What the schema asks of constant data, counted from the start of the file.</summary>
    private const int BufferAlignment = 16;

    /// <summary>From here on a code does not fit the old field; the old field then holds this value.</summary>
    private const int PlaceholderForGreaterCodes = (int)BuiltinOperator.PlaceholderForGreaterOpCodes;

    /// <summary>Writes the file.</summary>
    /// <exception cref="OverflowException">The file would exceed 2 GB.</exception>
    public static byte[] Write(TfliteModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FlatBufferBuilder.Build(ModelTable(model), "TFL3");
    }

    private static Table ModelTable(TfliteModel model)
    {
        var table = new Table()
            .Int32(0, model.Version)
            .Children(1, model.OperatorCodes, OperatorCodeTable)
            .Children(2, model.Subgraphs, SubgraphTable)
            .String(3, model.Description)
            .Children(4, model.Buffers, BufferTable);
        return model.Signatures.Count == 0 ? table : table.Children(7, model.Signatures, SignatureTable);
    }

    private static Table SignatureTable(TfliteSignatureDef signature) =>
        new Table()
            .Children(0, signature.Inputs, TensorMapTable)
            .Children(1, signature.Outputs, TensorMapTable)
            .String(2, signature.Key)
            .Int32(4, signature.Subgraph);

    private static Table TensorMapTable(TfliteTensorMap map) => new Table().String(0, map.Name).Int32(1, map.Tensor);

    private static Table OperatorCodeTable(TfliteOperatorCode code)
    {
        var table = new Table()
            .Byte(0, (byte)(sbyte)Math.Clamp((int)code.Code, sbyte.MinValue, PlaceholderForGreaterCodes))
            .Int32(2, code.Version, @default: 1)
            .Int32(3, (int)code.Code);
        return code.CustomCode is null ? table : table.String(1, code.CustomCode);
    }

    private static Table SubgraphTable(TfliteSubgraph graph) =>
        new Table()
            .Children(0, graph.Tensors, TensorTable)
            .Int32s(1, graph.Inputs)
            .Int32s(2, graph.Outputs)
            .Children(3, graph.Operators, OperatorTable)
            .String(4, graph.Name);

    private static Table TensorTable(TfliteTensor tensor)
    {
        var table = new Table()
            .Int32s(0, tensor.Shape)
            .Byte(1, (byte)tensor.Type)
            .Int32(2, tensor.BufferIndex)
            .String(3, tensor.Name)
            .Child(4, QuantizationTable(tensor.Quantization))
            .Bool(5, tensor.IsVariable)
            .Child(6, tensor.HasSparsity ? new Table() : null)
            .Bool(8, tensor.HasRank)
            .Int32(10, tensor.ExternalBuffer);
        return tensor.ShapeSignature.Count == 0 ? table : table.Int32s(7, tensor.ShapeSignature);
    }

    private static Table? QuantizationTable(TfliteQuantization? quantization)
    {
        if (quantization is null)
            return null;
        var table = new Table().Byte(4, (byte)quantization.DetailsType).Int32(6, quantization.QuantizedDimension);
        if (quantization.DetailsType != 0)
            table.Child(5, new Table());
        if (quantization.Scales.Count > 0)
            table.Floats(2, quantization.Scales);
        if (quantization.ZeroPoints.Count > 0)
            table.Int64s(3, quantization.ZeroPoints);
        return table;
    }

    private static Table OperatorTable(TfliteOperator op)
    {
        var table = new Table()
            .Int32(0, op.OpcodeIndex)
            .Int32s(1, op.Inputs)
            .Int32s(2, op.Outputs)
            .Byte(3, (byte)op.Options.Type)
            .Child(4, OptionsTable(op.Options));
        if (op.Options.Custom.Count > 0)
            table.Bytes(5, op.Options.Custom.Items.AsMemory(), alignment: 16);
        return op.Intermediates.Count == 0 ? table : table.Int32s(8, op.Intermediates);
    }

    private static Table? OptionsTable(TfliteOptions options)
    {
        if (options.Type == BuiltinOptionsType.None)
            return null;
        var table = new Table();
        foreach (var field in options.Fields)
        {
            _ = field.Type switch
            {
                TfliteFieldType.Bool or TfliteFieldType.Byte => table.Present(field.Id, 1, field.Bits),
                TfliteFieldType.Int32 or TfliteFieldType.Float => table.Present(field.Id, 4, field.Bits),
                TfliteFieldType.Int64 => table.Present(field.Id, 8, field.Bits),
                TfliteFieldType.String => table.String(field.Id, field.Text),
                _ => table.Int32s(field.Id, field.Vector),
            };
        }

        return table;
    }

    private static Table BufferTable(TfliteBuffer buffer) =>
        buffer.Data.IsEmpty ? new Table() : new Table().Bytes(0, buffer.Data, BufferAlignment);
}
