using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>
/// Field types of the options tables, as the TFLite schema declares them: a FlatBuffer does not say which types its fields have.
/// Field numbers are positions in these lists. Tables without fields are not listed, nor are the two whose fields are float
/// vectors or unsigned (Bucketize, Call): no operator of ours reads them.
/// </summary>
internal static class TfliteOptionsSchema
{
    private const TfliteFieldType Bool = TfliteFieldType.Bool;
    private const TfliteFieldType Byte = TfliteFieldType.Byte;
    private const TfliteFieldType Int32 = TfliteFieldType.Int32;
    private const TfliteFieldType Int64 = TfliteFieldType.Int64;
    private const TfliteFieldType Float = TfliteFieldType.Float;
    private const TfliteFieldType Int32Vector = TfliteFieldType.Int32Vector;
    private const TfliteFieldType String = TfliteFieldType.String;

    private static readonly FrozenDictionary<BuiltinOptionsType, ImmutableArray<TfliteFieldType>> Tables = new Dictionary<
        BuiltinOptionsType,
        ImmutableArray<TfliteFieldType>
    >
    {
        // padding, stride w, stride h, activation, dilation w, dilation h, type of the bias
        [BuiltinOptionsType.Conv2D] = [Byte, Int32, Int32, Byte, Int32, Int32, Byte],

        // padding, stride w, stride h, depth multiplier, activation, dilation w, dilation h
        [BuiltinOptionsType.DepthwiseConv2D] = [Byte, Int32, Int32, Int32, Byte, Int32, Int32],

        // padding, stride d, w, h, activation, dilation d, w, h
        [BuiltinOptionsType.Conv3D] = [Byte, Int32, Int32, Int32, Byte, Int32, Int32, Int32],

        // padding, stride w, stride h, activation, type of the bias
        [BuiltinOptionsType.TransposeConv] = [Byte, Int32, Int32, Byte, Byte],

        // padding, stride w, stride h, filter width, filter height, activation
        [BuiltinOptionsType.Pool2D] = [Byte, Int32, Int32, Int32, Int32, Byte],

        // activation, weights format, keep dimensions, asymmetric inputs, type of the bias
        [BuiltinOptionsType.FullyConnected] = [Byte, Byte, Bool, Bool, Byte],

        // adjoint x, adjoint y, asymmetric inputs
        [BuiltinOptionsType.BatchMatMul] = [Bool, Bool, Bool],

        // activation, power-of-two int16 scales
        [BuiltinOptionsType.Add] = [Byte, Bool],
        [BuiltinOptionsType.Sub] = [Byte, Bool],

        // activation
        [BuiltinOptionsType.Mul] = [Byte],
        [BuiltinOptionsType.Div] = [Byte],
        [BuiltinOptionsType.L2Norm] = [Byte],

        // axis, activation
        [BuiltinOptionsType.Concatenation] = [Int32, Byte],

        // beta; alpha; approximate
        [BuiltinOptionsType.Softmax] = [Float],
        [BuiltinOptionsType.LeakyRelu] = [Float],
        [BuiltinOptionsType.Gelu] = [Bool],

        // radius, bias, alpha, beta
        [BuiltinOptionsType.LocalResponseNormalization] = [Int32, Float, Float, Float],

        // keep dimensions
        [BuiltinOptionsType.Reducer] = [Bool],

        // output type
        [BuiltinOptionsType.ArgMax] = [Byte],
        [BuiltinOptionsType.ArgMin] = [Byte],
        [BuiltinOptionsType.Shape] = [Byte],
        [BuiltinOptionsType.Unique] = [Byte],

        // input type, output type
        [BuiltinOptionsType.Cast] = [Byte, Byte],

        // new shape; dimensions to squeeze
        [BuiltinOptionsType.Reshape] = [Int32Vector],
        [BuiltinOptionsType.Squeeze] = [Int32Vector],

        // new height and width (both deprecated), align corners, half-pixel centres; then without the deprecated ones
        [BuiltinOptionsType.ResizeBilinear] = [Int32, Int32, Bool, Bool],
        [BuiltinOptionsType.ResizeNearestNeighbor] = [Bool, Bool],

        // block size
        [BuiltinOptionsType.SpaceToDepth] = [Int32],
        [BuiltinOptionsType.DepthToSpace] = [Int32],

        // axis, batch dimensions
        [BuiltinOptionsType.Gather] = [Int32, Int32],

        // number of splits
        [BuiltinOptionsType.Split] = [Int32],
        [BuiltinOptionsType.SplitV] = [Int32],

        // count, axis
        [BuiltinOptionsType.Pack] = [Int32, Int32],
        [BuiltinOptionsType.Unpack] = [Int32, Int32],

        // masks: begin, end, ellipsis, new axis, shrink axis; end is an offset
        [BuiltinOptionsType.StridedSlice] = [Int32, Int32, Int32, Int32, Int32, Bool],

        // mode
        [BuiltinOptionsType.MirrorPad] = [Byte],

        // sequence dimension, batch dimension; exclusive, reverse; axis
        [BuiltinOptionsType.ReverseSequence] = [Int32, Int32],
        [BuiltinOptionsType.Cumsum] = [Bool, Bool],
        [BuiltinOptionsType.OneHot] = [Int32],

        // rank, activation, asymmetric inputs
        [BuiltinOptionsType.Svdf] = [Int32, Byte, Bool],

        // activation, asymmetric inputs; with time major in front; with merge outputs between
        [BuiltinOptionsType.Rnn] = [Byte, Bool],
        [BuiltinOptionsType.SequenceRnn] = [Bool, Byte, Bool],
        [BuiltinOptionsType.BidirectionalSequenceRnn] = [Bool, Byte, Bool, Bool],

        // activation, cell clip, projection clip, then: kernel type, asymmetric inputs
        [BuiltinOptionsType.Lstm] = [Byte, Float, Float, Byte, Bool],

        // ... then: time major, asymmetric inputs, diagonal recurrent tensors
        [BuiltinOptionsType.UnidirectionalSequenceLstm] = [Byte, Float, Float, Bool, Bool, Bool],

        // ... then: merge outputs, time major, asymmetric inputs
        [BuiltinOptionsType.BidirectionalSequenceLstm] = [Byte, Float, Float, Bool, Bool, Bool],

        // container, shared name; subgraph that runs before the first inference
        [BuiltinOptionsType.VarHandle] = [String, String],
        [BuiltinOptionsType.CallOnce] = [Int32],

        // min, max, bits, narrow range
        [BuiltinOptionsType.FakeQuant] = [Float, Float, Int32, Bool],

        // Operators far from microcontrollers, listed so that files which hold them can be copied.
        [BuiltinOptionsType.ConcatEmbeddings] = [Int32, Int32Vector, Int32Vector],
        [BuiltinOptionsType.LshProjection] = [Byte],
        [BuiltinOptionsType.SkipGram] = [Int32, Int32, Bool],
        [BuiltinOptionsType.EmbeddingLookupSparse] = [Byte],
        [BuiltinOptionsType.SparseToDense] = [Bool],
        [BuiltinOptionsType.If] = [Int32, Int32],
        [BuiltinOptionsType.While] = [Int32, Int32],
        [BuiltinOptionsType.Hashtable] = [Int32, Byte, Byte],
        [BuiltinOptionsType.Random] = [Int64, Int64],
    }.ToFrozenDictionary();

    /// <summary>Types of the table's fields by field number; empty for a table without fields or a code that is not known.</summary>
    public static ImmutableArray<TfliteFieldType> FieldTypes(BuiltinOptionsType type) => Tables.GetValueOrDefault(type, []);
}
