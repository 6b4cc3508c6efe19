using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TinyEngine.Compiler.Operators;

/// <summary>All operators. The only registration: no reflection, no attributes, no start-up order.</summary>
internal static class OperatorTable
{
    /// <summary>Every operator, by name.</summary>
    public static ImmutableArray<OperatorDef> All { get; } =
    [
        AddN.Definition,
        AddSub.Definition,
        ArgMinMax.Definition,
        AveragePool2D.Definition,
        BatchMatMul.Definition,
        BatchToSpace.Definition,
        Binary.Definition,
        BroadcastArgs.Definition,
        BroadcastTo.Definition,
        Cast.Definition,
        Comparison.Definition,
        Concatenation.Definition,
        Conv2D.Definition,
        CumSum.Definition,
        DepthwiseConv2D.Definition,
        Dequantize.Definition,
        DetectionPostProcess.Definition,
        DynamicUpdateSlice.Definition,
        Elu.Definition,
        EmbeddingLookup.Definition,
        ExpandDims.Definition,
        FullyConnected.Definition,
        GeneralFullyConnected.Definition,
        Gather.Definition,
        GatherNd.Definition,
        HardSwish.Definition,
        L2Normalization.Definition,
        L2Pool2D.Definition,
        LeakyRelu.Definition,
        LogSoftmax.Definition,
        Logistic.Definition,
        MaxPool2D.Definition,
        MinMax.Definition,
        MirrorPad.Definition,
        Mul.Definition,
        Pack.Definition,
        Pad.Definition,
        PadV2.Definition,
        Prelu.Definition,
        Quantize.Definition,
        RealSoftmax.Definition,
        RealSum.Definition,
        ReduceAll.Definition,
        ReduceMinMax.Definition,
        ReduceSum.Definition,
        Relu.Definition,
        Reshape.Definition,
        ResizeBilinear.Definition,
        ResizeNearestNeighbor.Definition,
        Reverse.Definition,
        Select.Definition,
        ShapeOf.Definition,
        Signal.Definition,
        Slice.Definition,
        Softmax.Definition,
        SpaceDepth.Definition,
        SpaceToBatch.Definition,
        Split.Definition,
        Squeeze.Definition,
        StridedSlice.Definition,
        Svdf.Definition,
        Tanh.Definition,
        Tile.Definition,
        Transpose.Definition,
        TransposeConv.Definition,
        Unary.Definition,
        UnidirectionalSequenceLstm.Definition,
        Unpack.Definition,
        UpdateVariable.Definition,
        ZerosLike.Definition,
    ];

    private static readonly FrozenDictionary<Type, OperatorDef> ByType = All.ToFrozenDictionary(def => def.Type);

    /// <summary>The entry of an operator type.</summary>
    public static OperatorDef Of(Type type) => ByType[type];
}
