using TinyEngine.Graph;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>A TFLite file as plain data: what the file says, before anybody asks what it means. Compares by content.</summary>
/// <param name="Version">Schema version; 3 in every file that <see cref="TfliteReader"/> accepts.</param>
/// <param name="Description">Free text of the converter; empty when absent.</param>
/// <param name="OperatorCodes">The kinds of operators in use.</param>
/// <param name="Subgraphs">The graphs; the first is the entry.</param>
/// <param name="Buffers">Constant data; by convention number 0 is empty and means "no data".</param>
internal sealed record TfliteModel(
    int Version,
    string Description,
    EquatableArray<TfliteOperatorCode> OperatorCodes,
    EquatableArray<TfliteSubgraph> Subgraphs,
    EquatableArray<TfliteBuffer> Buffers
)
{
    /// <summary>Named ways to use the graphs; none in files of older converters.</summary>
    public EquatableArray<TfliteSignatureDef> Signatures { get; init; }

    /// <summary>The schema version that TFLite files have had since 2017.</summary>
    public const int SupportedVersion = 3;

    /// <summary>The kind of an operator of this model.</summary>
    public TfliteOperatorCode CodeOf(TfliteOperator @operator) => OperatorCodes[@operator.OpcodeIndex];

    /// <summary>The constant bytes of a tensor of this model; empty for a tensor that is computed at run time.</summary>
    public ReadOnlyMemory<byte> DataOf(TfliteTensor tensor) => Buffers[tensor.BufferIndex].Data;
}

/// <summary>A named way to use a graph.</summary>
/// <param name="Key">Name of the signature.</param>
/// <param name="Subgraph">Index of the graph.</param>
/// <param name="Inputs">Names of the graph's inputs.</param>
/// <param name="Outputs">Names of the graph's outputs.</param>
internal sealed record TfliteSignatureDef(
    string Key,
    int Subgraph,
    EquatableArray<TfliteTensorMap> Inputs,
    EquatableArray<TfliteTensorMap> Outputs
);

/// <summary>A name that a signature gives to a tensor.</summary>
/// <param name="Name">The name.</param>
/// <param name="Tensor">Index of the tensor in the signature's graph.</param>
internal sealed record TfliteTensorMap(string Name, int Tensor);

/// <summary>A kind of operator that the model uses.</summary>
/// <param name="Code">The greater of the file's two code fields; <see cref="BuiltinOperator.Custom"/> for a custom one.</param>
/// <param name="CustomCode">Name of a custom operator, otherwise <c>null</c>.</param>
/// <param name="Version">Version of the operator's meaning, from 1.</param>
internal sealed record TfliteOperatorCode(BuiltinOperator Code, string? CustomCode = null, int Version = 1);

/// <summary>One graph: operators in execution order over a table of tensors.</summary>
/// <param name="Name">Name, for people; may be empty.</param>
/// <param name="Tensors">All tensors, constants included.</param>
/// <param name="Inputs">Tensor indices of the graph's inputs.</param>
/// <param name="Outputs">Tensor indices of the graph's outputs.</param>
/// <param name="Operators">The operators.</param>
internal sealed record TfliteSubgraph(
    string Name,
    EquatableArray<TfliteTensor> Tensors,
    EquatableArray<int> Inputs,
    EquatableArray<int> Outputs,
    EquatableArray<TfliteOperator> Operators
);

/// <summary>One tensor: a type and, for a constant, its buffer.</summary>
/// <param name="Name">Name, for people; may be empty.</param>
/// <param name="Shape">Sizes as the file has them, unchecked: any of them may be 0 or negative.</param>
/// <param name="Type">Element type; may be a code that the enum does not list.</param>
/// <param name="BufferIndex">Which buffer holds the constant data; an empty buffer means that the tensor is not a constant.</param>
/// <param name="Quantization">Quantization parameters, or <c>null</c> when the file has none.</param>
internal sealed record TfliteTensor(
    string Name,
    EquatableArray<int> Shape,
    TfliteTensorType Type,
    int BufferIndex = 0,
    TfliteQuantization? Quantization = null
)
{
    /// <summary>The shape with −1 for sizes known only at run time; empty when the file does not say.</summary>
    public EquatableArray<int> ShapeSignature { get; init; }

    /// <summary>Whether the tensor keeps its value from one inference to the next.</summary>
    public bool IsVariable { get; init; }

    /// <summary>Whether the file declares a sparse encoding of the data. The encoding itself is not read.</summary>
    public bool HasSparsity { get; init; }

    /// <summary>Set by newer converters to tell a scalar (set) from a tensor of unknown rank (not set); both have an empty shape.</summary>
    public bool HasRank { get; init; }

    /// <summary>Number of the entry that says in which other file the data is; 0 when the data is in this file.</summary>
    public int ExternalBuffer { get; init; }
}

/// <summary>Quantization parameters: real = scale · (q − zero point), per tensor or per slice of one dimension.</summary>
/// <param name="Scales">Scales, unchecked; none, one, or one per slice.</param>
/// <param name="ZeroPoints">Zero points, unchecked; as many as scales in a sound file.</param>
/// <param name="QuantizedDimension">The dimension that several scales belong to.</param>
internal sealed record TfliteQuantization(EquatableArray<float> Scales, EquatableArray<long> ZeroPoints, int QuantizedDimension = 0)
{
    /// <summary>
    /// Which extended scheme (the schema's union <c>QuantizationDetails</c>: 1 custom, 2 block-wise, 3 several axes) replaces the
    /// parameters; 0 for none. The details themselves are not read.
    /// </summary>
    public int DetailsType { get; init; }
}

/// <summary>One operator of a graph.</summary>
/// <param name="OpcodeIndex">Which of the model's <see cref="TfliteModel.OperatorCodes"/> it is.</param>
/// <param name="Inputs">Tensor indices; −1 stands for an optional input that is left out.</param>
/// <param name="Outputs">Tensor indices.</param>
/// <param name="Options">The operator's attributes.</param>
internal sealed record TfliteOperator(int OpcodeIndex, EquatableArray<int> Inputs, EquatableArray<int> Outputs, TfliteOptions Options)
{
    /// <summary>Tensor indices of values inside the operator (LSTM); they carry only types and quantization.</summary>
    public EquatableArray<int> Intermediates { get; init; }
}

/// <summary>Constant data. Compares by content; the bytes are a slice of the file, not a copy.</summary>
/// <param name="Data">The bytes, little-endian elements in row-major order.</param>
internal sealed record TfliteBuffer(ReadOnlyMemory<byte> Data)
{
    /// <summary>The buffer without data.</summary>
    public static TfliteBuffer Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    /// <inheritdoc/>
    public bool Equals(TfliteBuffer? other) => other is not null && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Data.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(TfliteBuffer)} {{ {Data.Length} bytes }}";
}
