using System.Collections.Frozen;
using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Which operators TFLite's are read as and written back from. Another format has a table of its own; the operators do not
/// know.</summary>
internal static class TfliteTable
{
    private static readonly FrozenDictionary<Type, ImmutableArray<TfliteMapping>> ByType = new[]
    {
        Of<AddN>(),
        Of<AddSub>(),
        Of<ArgMinMax>(),
        Of<AveragePool2D>(),
        Of<BatchMatMul>(),
        Of<BatchToSpace>(),
        Of<Binary>(),
        Of<BroadcastArgs>(),
        Of<BroadcastTo>(),
        Of<Cast>(),
        Of<Comparison>(),
        Of<Concatenation>(),
        Of<Conv2D>(),
        Of<CumSum>(),
        Of<DepthwiseConv2D>(),
        Of<Dequantize>(),
        Of<DetectionPostProcess>(),
        Of<DynamicUpdateSlice>(),
        Of<Elu>(),
        Of<EmbeddingLookup>(),
        Of<ExpandDims>(),
        Of<FullyConnected>(),
        Of<GeneralFullyConnected>(),
        Of<Gather>(),
        Of<GatherNd>(),
        Of<HardSwish>(),
        Of<L2Normalization>(),
        Of<L2Pool2D>(),
        Of<LeakyRelu>(),
        Of<LogSoftmax>(),
        Of<Logistic>(),
        Of<MaxPool2D>(),
        Of<MinMax>(),
        Of<MirrorPad>(),
        Of<Mul>(),
        Of<Pack>(),
        Of<Pad>(),
        Of<PadV2>(),
        Of<Prelu>(),
        Of<Quantize>(),
        Of<RealSoftmax>(),
        Of<RealSum>(),
        Of<ReduceAll>(),
        Of<ReduceMinMax>(),
        Of<ReduceSum>(),
        Of<Relu>(),
        Of<Reshape>(),
        Of<ResizeBilinear>(),
        Of<ResizeNearestNeighbor>(),
        Of<Reverse>(),
        Of<Select>(),
        Of<ShapeOf>(),
        Of<Signal>(),
        Of<Slice>(),
        Of<Softmax>(),
        Of<SpaceDepth>(),
        Of<SpaceToBatch>(),
        Of<Split>(),
        Of<Squeeze>(),
        Of<StridedSlice>(),
        Of<Svdf>(),
        Of<Tanh>(),
        Of<Tile>(),
        Of<Transpose>(),
        Of<TransposeConv>(),
        Of<Unary>(),
        Of<UnidirectionalSequenceLstm>(),
        Of<Unpack>(),
        Of<ZerosLike>(),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<BuiltinOperator, TfliteMapping> ByCode = ByType
        .Values.SelectMany(mappings => mappings)
        .Where(mapping => !mapping.IsWriteOnly && mapping.CustomCode is null)
        .ToFrozenDictionary(mapping => mapping.Code);

    private static readonly FrozenDictionary<string, TfliteMapping> ByCustomCode = ByType
        .Values.SelectMany(mappings => mappings)
        .Where(mapping => mapping.CustomCode is not null)
        .ToFrozenDictionary(mapping => mapping.CustomCode!, StringComparer.Ordinal);

    /// <summary>TFLite's operators that can be read, by code.</summary>
    public static ImmutableArray<BuiltinOperator> Codes { get; } = [.. ByCode.Keys.Order()];

    /// <summary>The mapping of a TFLite operator; null when it is not supported.</summary>
    public static TfliteMapping? Find(TfliteOperatorCode code) =>
        code is { Code: BuiltinOperator.Custom, CustomCode: { } name }
            ? ByCustomCode.GetValueOrDefault(name)
            : ByCode.GetValueOrDefault(code.Code);

    /// <summary>Name of an operator for people: that of the schema, or its own.</summary>
    public static string NameOf(TfliteOperatorCode code) =>
        code.CustomCode is { } custom ? DisplayName.Of(custom) : BuiltinOperatorNames.SchemaName(code.Code);

    /// <summary>The mappings of an operator type; none when TFLite has nothing like it.</summary>
    public static ImmutableArray<TfliteMapping> Of(Type op) => ByType.GetValueOrDefault(op, []);

    private static KeyValuePair<Type, ImmutableArray<TfliteMapping>> Of<T>()
        where T : Op, IMapTflite => new(typeof(T), T.Tflite);
}
