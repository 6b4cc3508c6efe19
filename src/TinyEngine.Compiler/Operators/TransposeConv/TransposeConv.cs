using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// Transposed 2-D convolution: each input pixel adds its window of weights to the output, so that the window moves over the output. NHWC
/// int8 IFM, OHWI int8 weights, optional int32 bias. Operands: IFM, weights, bias.
/// </summary>
/// <param name="Window">How the window moves over the output; padding is cut off the output.</param>
/// <param name="Height">Height of the output.</param>
/// <param name="Width">Width of the output.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record TransposeConv(Window2D Window, int Height, int Width, Clamp Activation) : Op, IOperator<TransposeConv>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(TransposeConv), "Transposed 2-D convolution (upsampling)")
        {
            DataTypes = ["int8 x int8 weights + int32 bias → int8"],
            Limits = "any kernel, stride and padding; constant weights, bias and output shape; per-tensor or per-channel weights",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "TRANSPOSE_CONV";

    /// <inheritdoc/>
    public override string Attributes => $"{Window} to {Height}x{Width}" + (Activation.IsFull(DType.Int8) ? "" : $", {Activation}");

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            inputs.Length is not (2 or 3)
            || inputs[0].Shape is not [var n, _, _, var c]
            || inputs[1].Shape is not [var oc, var kh, var kw, var ic]
        )
            return site.Error(Diag.ShapeMismatch, "expected a 4-D IFM (NHWC) and 4-D weights (OHWI)");
        var (ifm, weights) = (inputs[0], inputs[1]);
        if (
            !site.IsActivation("the IFM", ifm, DType.Int8)
            || !site.HasType("the weights", weights, DType.Int8)
            || !site.IsActivation("the OFM", site.Output, DType.Int8)
            || !site.HasWeightQuant(weights, channelAxis: 0)
            || !site.HasActivation(Activation, DType.Int8)
            || !site.HasWindow(Window, Height, Width)
        )
            return InferResult.Failed;
        if (c != ic)
            return site.Error(Diag.ShapeMismatch, $"weights for {ic} input channels meet an IFM of {c}");
        if (kh != Window.Y.Kernel || kw != Window.X.Kernel)
            return site.Error(Diag.ShapeMismatch, $"weights are {kh}x{kw}, the window is {Window.Y.Kernel}x{Window.X.Kernel}");
        if (Window.Y.Dilation != 1 || Window.X.Dilation != 1)
            return site.Error(Diag.UnsupportedAttribute, $"dilation {Window.Y.Dilation}x{Window.X.Dilation} is not supported");
        if (inputs.Length == 3 && !site.HasBias(inputs[2], oc, DType.Int8))
            return InferResult.Failed;
        if (!site.HasFactors(wide: false, ChannelMultipliers.Compute(ifm, weights, site.Output, oc)))
            return InferResult.Failed;
        return site.TypeOf(site.Output, n, Height, Width, oc);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (ifmType, weightsType, ofmType) = (context.InputType(0), context.InputType(1), context.OutputType());
        var (height, width, channels) = (ifmType.Shape[1], ifmType.Shape[2], ifmType.Shape[3]);
        var outChannels = ofmType.Shape[3];
        var pixels = Widening.ToInt16(context.Input<sbyte>(0), ifmType.Quant.ZeroPoint);
        var weights = Widening.ToInt16(context.Input<sbyte>(1), 0);
        var sums = new int[ofmType.Shape.ElementCount];
        for (var y = 0; y < ifmType.Shape[0] * height; y++)
        {
            var map = sums.AsSpan(y / height * Height * Width * outChannels, Height * Width * outChannels);
            for (var x = 0; x < width; x++)
                Spread(pixels.AsSpan(((y * width) + x) * channels, channels), y % height, x, weights, map, outChannels);
        }

        var stage = new OutputStage(context, ChannelMultipliers.Compute(ifmType, weightsType, ofmType, outChannels), Activation);
        var ofm = context.Output<sbyte>();
        for (var i = 0; i < sums.Length; i++)
            ofm[i] = (sbyte)stage.Finish(sums[i], i % outChannels);
    }

    /// <summary>Adds one pixel, times the weights of each tap, to the outputs under its window.</summary>
    private void Spread(ReadOnlySpan<short> pixel, int y, int x, short[] weights, Span<int> sums, int outChannels)
    {
        for (var ky = 0; ky < Window.Y.Kernel; ky++)
        {
            var oy = Window.Y.InputStart(y) + ky;
            for (var kx = 0; kx < Window.X.Kernel; kx++)
            {
                var ox = Window.X.InputStart(x) + kx;
                if ((uint)oy >= (uint)Height || (uint)ox >= (uint)Width)
                    continue;
                var target = sums.Slice(((oy * Width) + ox) * outChannels, outChannels);
                for (var o = 0; o < outChannels; o++)
                    target[o] += DotProduct.Sum(
                        pixel,
                        weights.AsSpan(((((o * Window.Y.Kernel) + ky) * Window.X.Kernel) + kx) * pixel.Length, pixel.Length)
                    );
            }
        }
    }
}
