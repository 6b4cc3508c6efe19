namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>Which options table belongs to which operator. The schema does not say so in a way that a file could be checked with.</summary>
internal static class BuiltinOperatorOptions
{
    /// <summary>The options table of an operator; null for operators whose table has no fields and for those that are not known
    /// here.</summary>
    public static BuiltinOptionsType? TypeOf(BuiltinOperator code) =>
        code switch
        {
            BuiltinOperator.Add => BuiltinOptionsType.Add,
            BuiltinOperator.ArgMax => BuiltinOptionsType.ArgMax,
            BuiltinOperator.ArgMin => BuiltinOptionsType.ArgMin,
            BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D or BuiltinOperator.L2Pool2D => BuiltinOptionsType.Pool2D,
            BuiltinOperator.BatchMatMul => BuiltinOptionsType.BatchMatMul,
            BuiltinOperator.CallOnce => BuiltinOptionsType.CallOnce,
            BuiltinOperator.Concatenation => BuiltinOptionsType.Concatenation,
            BuiltinOperator.Conv2D => BuiltinOptionsType.Conv2D,
            BuiltinOperator.Cumsum => BuiltinOptionsType.Cumsum,
            BuiltinOperator.DepthToSpace => BuiltinOptionsType.DepthToSpace,
            BuiltinOperator.DepthwiseConv2D => BuiltinOptionsType.DepthwiseConv2D,
            BuiltinOperator.Div => BuiltinOptionsType.Div,
            BuiltinOperator.FullyConnected => BuiltinOptionsType.FullyConnected,
            BuiltinOperator.Gather => BuiltinOptionsType.Gather,
            BuiltinOperator.L2Normalization => BuiltinOptionsType.L2Norm,
            BuiltinOperator.LeakyRelu => BuiltinOptionsType.LeakyRelu,
            BuiltinOperator.Mean
            or BuiltinOperator.Sum
            or BuiltinOperator.ReduceAll
            or BuiltinOperator.ReduceAny
            or BuiltinOperator.ReduceMax
            or BuiltinOperator.ReduceMin
            or BuiltinOperator.ReduceProd => BuiltinOptionsType.Reducer,
            BuiltinOperator.MirrorPad => BuiltinOptionsType.MirrorPad,
            BuiltinOperator.Mul => BuiltinOptionsType.Mul,
            BuiltinOperator.Pack => BuiltinOptionsType.Pack,
            BuiltinOperator.Reshape => BuiltinOptionsType.Reshape,
            BuiltinOperator.ResizeBilinear => BuiltinOptionsType.ResizeBilinear,
            BuiltinOperator.ResizeNearestNeighbor => BuiltinOptionsType.ResizeNearestNeighbor,
            BuiltinOperator.Softmax => BuiltinOptionsType.Softmax,
            BuiltinOperator.SpaceToDepth => BuiltinOptionsType.SpaceToDepth,
            BuiltinOperator.Split => BuiltinOptionsType.Split,
            BuiltinOperator.SplitV => BuiltinOptionsType.SplitV,
            BuiltinOperator.Squeeze => BuiltinOptionsType.Squeeze,
            BuiltinOperator.StridedSlice => BuiltinOptionsType.StridedSlice,
            BuiltinOperator.Sub => BuiltinOptionsType.Sub,
            BuiltinOperator.Svdf => BuiltinOptionsType.Svdf,
            BuiltinOperator.TransposeConv => BuiltinOptionsType.TransposeConv,
            BuiltinOperator.UnidirectionalSequenceLstm => BuiltinOptionsType.UnidirectionalSequenceLstm,
            BuiltinOperator.Unpack => BuiltinOptionsType.Unpack,
            BuiltinOperator.VarHandle => BuiltinOptionsType.VarHandle,
            _ => null,
        };

    /// <summary>Whether an operator may carry a table: its own, none, or any where its own is not known.</summary>
    public static bool Fits(BuiltinOperator code, BuiltinOptionsType table) =>
        table == BuiltinOptionsType.None || TypeOf(code) is not { } own || table == own;
}
