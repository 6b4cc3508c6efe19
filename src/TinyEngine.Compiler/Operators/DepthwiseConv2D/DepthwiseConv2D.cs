using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Depthwise convolution: NHWC IFM, int8 weights [1, height, width, outputs] quantized per tensor or per output channel, optional
/// bias. Output channel o reads input channel o / multiplier, where multiplier = outputs / inputs.</summary>
/// <param name="Window">How the window moves.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record DepthwiseConv2D(Window2D Window, Clamp Activation)
    : Op,
        IOperator<DepthwiseConv2D>,
        IFusesActivation,
        IPadsWithZeroPoint
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(DepthwiseConv2D), "2-D convolution of each channel on its own")
        {
            DataTypes = ["int8 x int8 weights + int32 bias → int8", "int16 x int8 weights + int64 bias → int16 (zero points 0)"],
            Limits =
                "any kernel, stride, dilation, padding, channel count and depth multiplier; constant weights and bias; "
                + "per-tensor or per-channel weights; fused NONE, RELU, RELU6, RELU_N1_TO_1",
            Rows = "yes",
        };

    /// <summary>Whether the map was one row before it was turned; over whole tensors its kernels see it as that row.</summary>
    public bool WasOneRow { get; init; }

    /// <inheritdoc/>
    public override string Name => "DEPTHWISE_CONV_2D";

    /// <inheritdoc/>
    public override string Attributes => Pool2D.Describe(Window, Activation);

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public Op WithWindow(Window2D window) => this with { Window = window };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            inputs.Length is not (2 or 3)
            || inputs[0].Shape is not [var n, var h, var w, var c]
            || inputs[1].Shape is not [1, var kh, var kw, var oc]
        )
            return site.Error(Diag.ShapeMismatch, "expected a 4-D IFM (NHWC) and 4-D weights (1HWO)");
        var (ifm, weights, ofm) = (inputs[0], inputs[1], site.Output);
        if (
            !site.IsActivation("the IFM", ifm, DType.Int8, DType.Int16)
            || !site.HasType("the weights", weights, DType.Int8)
            || !site.IsActivation("the OFM", ofm, ifm.DType)
            || !site.HasWeightQuant(weights, channelAxis: 3)
            || !site.HasActivation(Activation, ofm.DType)
            || !site.HasWindow(Window, h, w)
            || (inputs.Length == 3 && !site.HasBias(inputs[2], oc, ifm.DType))
            || (inputs.Length == 3 && ifm.DType == DType.Int16 && !site.HasType("the bias", inputs[2], DType.Int64))
            || !site.HasFactors(
                AccumulatorWidth.IsWide(ifm, inputs.Length == 3 ? inputs[2] : null),
                ChannelMultipliers.Compute(ifm, weights, ofm, oc)
            )
        )
            return InferResult.Failed;
        if (oc % c != 0)
            return site.Error(Diag.ShapeMismatch, $"{oc} output channels are not a multiple of {c} input channels");
        if (kh != Window.Y.Kernel || kw != Window.X.Kernel)
            return site.Error(Diag.ShapeMismatch, $"weights are {kh}x{kw}, the window is {Window.Y.Kernel}x{Window.X.Kernel}");
        return site.TypeOf(ofm, n, Window.Y.OutputSize(h), Window.X.OutputSize(w), oc);
    }
}
