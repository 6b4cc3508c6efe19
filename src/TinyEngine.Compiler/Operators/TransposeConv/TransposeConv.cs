using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// Transposed 2-D convolution: each input pixel adds its window of weights to the output, so that the window moves over the output. NHWC
/// IFM, OHWI int8 weights, optional bias. Operands: IFM, weights, bias.
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
            DataTypes = ["int8 x int8 weights + int32 bias → int8", "int16 x int8 weights + int64 bias → int16 (zero points 0)"],
            Limits = "any kernel, stride and padding; constant weights, bias and output shape; per-tensor or per-channel weights",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "TRANSPOSE_CONV";

    /// <inheritdoc/>
    public override string Attributes =>
        $"{Window} to {Height}x{Width}" + (Activation.IsFull(DType.Int8) || Activation.IsFull(DType.Int16) ? "" : $", {Activation}");

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
            !site.IsActivation("the IFM", ifm, DType.Int8, DType.Int16)
            || !site.HasType("the weights", weights, DType.Int8)
            || !site.IsActivation("the OFM", site.Output, ifm.DType)
            || !site.HasWeightQuant(weights, channelAxis: 0)
            || !site.HasActivation(Activation, ifm.DType)
            || !site.HasWindow(Window, Height, Width)
        )
            return InferResult.Failed;
        if (c != ic)
            return site.Error(Diag.ShapeMismatch, $"weights for {ic} input channels meet an IFM of {c}");
        if (kh != Window.Y.Kernel || kw != Window.X.Kernel)
            return site.Error(Diag.ShapeMismatch, $"weights are {kh}x{kw}, the window is {Window.Y.Kernel}x{Window.X.Kernel}");
        if (Window.Y.Dilation != 1 || Window.X.Dilation != 1)
            return site.Error(Diag.UnsupportedAttribute, $"dilation {Window.Y.Dilation}x{Window.X.Dilation} is not supported");
        if (inputs.Length == 3 && !HasBias(inputs[2], oc, ifm.DType, site))
            return InferResult.Failed;
        if (!site.HasFactors(wide: ifm.DType == DType.Int16, ChannelMultipliers.Compute(ifm, weights, site.Output, oc)))
            return InferResult.Failed;
        return site.TypeOf(site.Output, n, Height, Width, oc);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (ifmType, weightsType, ofmType) = (context.InputType(0), context.InputType(1), context.OutputType());
        var (height, width, channels) = (ifmType.Shape[1], ifmType.Shape[2], ifmType.Shape[3]);
        var outChannels = ofmType.Shape[3];
        var stage = new OutputStage(context, ChannelMultipliers.Compute(ifmType, weightsType, ofmType, outChannels), Activation);
        var pixels = stage.IsWide ? context.Input<short>(0) : Widening.ToInt16(context.Input<sbyte>(0), ifmType.Quant.ZeroPoint);
        var weights = Widening.ToInt16(context.Input<sbyte>(1), 0);
        var sums = new long[ofmType.Shape.ElementCount];
        for (var y = 0; y < ifmType.Shape[0] * height; y++)
        {
            var map = sums.AsSpan(y / height * Height * Width * outChannels, Height * Width * outChannels);
            for (var x = 0; x < width; x++)
                Spread(pixels.Slice(((y * width) + x) * channels, channels), y % height, x, weights, map, outChannels, stage.IsWide);
        }

        for (var i = 0; i < sums.Length; i++)
        {
            if (stage.IsWide)
                context.Output<short>()[i] = (short)stage.Finish(sums[i], i % outChannels);
            else
                context.Output<sbyte>()[i] = (sbyte)stage.Finish((int)sums[i], i % outChannels);
        }
    }

    /// <summary>With int16 activations the reference reads a bias as int64, whatever its type.</summary>
    private static bool HasBias(TensorType bias, int channels, DType activations, OpSite site) =>
        (activations != DType.Int16 || site.HasType("the bias", bias, DType.Int64)) && site.HasBias(bias, channels, activations);

    /// <summary>Adds one pixel, times the weights of each tap, to the outputs under its window.</summary>
    private void Spread(ReadOnlySpan<short> pixel, int y, int x, short[] weights, Span<long> sums, int outChannels, bool wide)
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
                {
                    var taps = weights.AsSpan(((((o * Window.Y.Kernel) + ky) * Window.X.Kernel) + kx) * pixel.Length, pixel.Length);
                    target[o] += wide ? DotProduct.SumWide(pixel, taps) : DotProduct.Sum(pixel, taps);
                }
            }
        }
    }
}
