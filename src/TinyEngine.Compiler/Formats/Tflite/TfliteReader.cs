using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>
/// Reads the bytes of a .tflite file into a <see cref="TfliteModel"/>. Any bytes give a model or diagnostics, in time and memory bounded
/// by the file's size. A model that is returned has only valid indices; what tensors and operators mean is not looked at here.
/// </summary>
/// <remarks>Not read: metadata, sparsity and quantization details (their presence is recorded), and the
/// second options table of operators (StableHLO). Field numbers follow the schema, version 3 with its additions up to 3d.</remarks>
internal static class TfliteReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The whole file. The model's buffers are slices of it, so it must not change afterwards.</param>
    /// <param name="fileName">Name for diagnostics; nothing is opened.</param>
    /// <param name="bag">Receives what is wrong: TE1002, TE1003, TE1004, TE1006, TE1007, TE1020.</param>
    /// <returns>The model, or <c>null</c> when an error was found.</returns>
    public static TfliteModel? Read(ReadOnlyMemory<byte> file, string fileName, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(bag);

        if (FileKind.Refuse(file.Span, fileName) is { } refusal)
        {
            bag.Add(refusal);
            return null;
        }

        var reader = new FlatBufferReader(file, fileName, bag);
        try
        {
            var root = reader.Root();
            if (reader.Failed)
                return null;
            var version = root.Int32(0, "version");
            if (!reader.Failed && version != TfliteModel.SupportedVersion)
            {
                bag.Add(
                    Diag.UnsupportedSchemaVersion,
                    new Place(fileName, "version"),
                    $"the schema version is {(uint)version}; only version {TfliteModel.SupportedVersion} is supported",
                    @try: "convert the network again with a current TensorFlow"
                );
                return null;
            }

            var model = ReadModel(root, version, reader);
            return !reader.Failed && IndexCheck.Passes(model, fileName, bag) ? model : null;
        }
        catch (FlatBufferLimitException)
        {
            return null;
        }
    }

    private static TfliteModel ReadModel(FlatTable root, int version, FlatBufferReader reader) =>
        new(
            version,
            root.String(3, "description") ?? "",
            root.Tables(1, "operator_codes", ReadOperatorCode),
            root.Tables(2, "subgraphs", ReadSubgraph),
            root.Tables(4, "buffers", table => ReadBuffer(table, reader))
        )
        {
            Signatures = root.Tables(7, "signature_defs", ReadSignature),
        };

    private static TfliteSignatureDef ReadSignature(FlatTable table) =>
        new(
            table.String(2, "signature_key") ?? "",
            table.Int32(4, "subgraph_index"),
            table.Tables(0, "inputs", ReadTensorMap),
            table.Tables(1, "outputs", ReadTensorMap)
        );

    private static TfliteTensorMap ReadTensorMap(FlatTable table) => new(table.String(0, "name") ?? "", table.Int32(1, "tensor_index"));

    // The first code field is one signed byte; codes above 126 are in the second, and writers since 2020 fill both.
    private static TfliteOperatorCode ReadOperatorCode(FlatTable table) =>
        new(
            (BuiltinOperator)Math.Max((sbyte)table.Byte(0, "deprecated_builtin_code"), table.Int32(3, "builtin_code")),
            table.String(1, "custom_code"),
            table.Int32(2, "version", 1)
        );

    private static TfliteSubgraph ReadSubgraph(FlatTable table) =>
        new(
            table.String(4, "name") ?? "",
            table.Tables(0, "tensors", ReadTensor),
            table.Int32s(1, "inputs"),
            table.Int32s(2, "outputs"),
            table.Tables(3, "operators", ReadOperator)
        );

    private static TfliteTensor ReadTensor(FlatTable table) =>
        new(
            table.String(3, "name") ?? "",
            table.Int32s(0, "shape"),
            (TfliteTensorType)(sbyte)table.Byte(1, "type"),
            table.Int32(2, "buffer"),
            ReadQuantization(table.Table(4, "quantization"))
        )
        {
            IsVariable = table.Bool(5, "is_variable"),
            HasSparsity = table.Table(6, "sparsity").Exists,
            ShapeSignature = table.Int32s(7, "shape_signature"),
            HasRank = table.Bool(8, "has_rank"),
            ExternalBuffer = table.Int32(10, "external_buffer"),
        };

    private static TfliteQuantization? ReadQuantization(FlatTable table) =>
        !table.Exists
            ? null
            : new(table.Floats(2, "scale"), table.Int64s(3, "zero_point"), table.Int32(6, "quantized_dimension"))
            {
                DetailsType = table.Byte(4, "details_type"),
            };

    private static TfliteOperator ReadOperator(FlatTable table) =>
        new(
            table.Int32(0, "opcode_index"),
            table.Int32s(1, "inputs"),
            table.Int32s(2, "outputs"),
            ReadOptions((BuiltinOptionsType)table.Byte(3, "builtin_options_type"), table.Table(4, "builtin_options")) with
            {
                Custom = [.. table.Bytes(5, "custom_options").Span],
            }
        )
        {
            Intermediates = table.Int32s(8, "intermediates"),
        };

    private static TfliteOptions ReadOptions(BuiltinOptionsType type, FlatTable table)
    {
        if (type == BuiltinOptionsType.None)
            return TfliteOptions.None;
        var types = TfliteOptionsSchema.FieldTypes(type);
        var fields = new List<TfliteField>(types.Length);
        for (var id = 0; id < types.Length; id++)
            if (table.Has(id))
                fields.Add(ReadField(table, id, types[id]));
        return new(type, [.. fields]);
    }

    private static TfliteField ReadField(FlatTable table, int id, TfliteFieldType type)
    {
        var name = $"field {id}";
        return type switch
        {
            TfliteFieldType.Bool => new(id, type, table.Bool(id, name) ? 1 : 0),
            TfliteFieldType.Byte => new(id, type, table.Byte(id, name)),
            TfliteFieldType.Int32 or TfliteFieldType.Float => new(id, type, table.Int32(id, name)),
            TfliteFieldType.Int64 => new(id, type, table.Int64(id, name)),
            TfliteFieldType.Int32Vector => new(id, type, 0, table.Int32s(id, name)),
            TfliteFieldType.String => new(id, type, 0) { Text = table.String(id, name) ?? "" },
            _ => throw new InvalidOperationException($"No reading of {type} fields."),
        };
    }

    /// <summary>A buffer's bytes are in the table or, in files above 2 GB, at an offset from the start of the file (schema 3c).</summary>
    private static TfliteBuffer ReadBuffer(FlatTable table, FlatBufferReader reader)
    {
        var data = table.Bytes(0, "data");
        if (!data.IsEmpty)
            return new(data);

        // Offsets 0 and 1 mean "not used"; 1 is what writers reserve before they know the place.
        ulong offset = (ulong)table.Int64(1, "offset"),
            size = (ulong)table.Int64(2, "size");
        if (offset <= 1 || size == 0)
            return TfliteBuffer.Empty;
        var length = (ulong)reader.File.Length;
        if (size <= length && offset <= length - size)
            return new(reader.File.Slice((int)offset, (int)size));
        reader.FailTruncated(table.Path, "offset", $"{size} bytes at byte {offset} are outside the file, which has {length} bytes");
        return TfliteBuffer.Empty;
    }
}
