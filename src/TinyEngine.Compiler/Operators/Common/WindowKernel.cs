using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>The kernel of convolutions with any window, and of depthwise convolutions of a single channel, which are the same thing.</summary>
internal static class WindowKernel
{
    /// <summary>The call.</summary>
    /// <param name="context">Types and layouts.</param>
    /// <param name="requant">Requantization rows and weights in OHWI order.</param>
    /// <param name="window">How the window moves.</param>
    /// <param name="activation">Bounds of the output codes.</param>
    public static RowCall Call(EmitContext context, Requantization requant, Window2D window, Clamp activation)
    {
        var (ifm, ofm) = (context.Types.Inputs[0], context.Types.Outputs[0].Shape);
        var depth = requant.Weights.Length / ofm[3];
        var groups = ifm.Shape[3] * window.Y.Kernel * window.X.Kernel / depth;
        // Where size counts, a first layer of few channels is not worth a kernel of its own kind.
        var usesDsp = context.UsesDsp && groups == 1 && !(context.WantsSmall && ifm.Shape[3] < 4);
        var pixels = context.WantsSmall ? 2 : PixelsAtATime(window, ifm.Shape[3]);
        return new RowCall($"te_conv2d_s8{(usesDsp && pixels > 2 ? $"_x{pixels}" : "")}{requant.KernelInfix}{(usesDsp ? "__dsp" : "__c99")}", RowWindows.Taps(window.Y), ofm[2])
        {
            Scratch = usesDsp ? PixelColumns(pixels, depth, ifm.Shape[3]) : null,
            Arrays = [CArray.Weights(WeightPacking.InterleavePairs(requant.Weights, ofm[3], depth)), requant.Rows],
            Params = new CParams(
                "te_conv2d_s8_params",
                [
                    .. Geometry(context, window, groups),
                    new CField("inZeroPoint", ifm.Quant.ZeroPoint),
                    .. activation.Fields(),
                    new CField("weights", "@weights"),
                    new CField("requant", "@requant"),
                ]),
        };
    }

    /// <summary>The call for int16 activations, whose zero points are 0.</summary>
    /// <param name="context">Types and layouts.</param>
    /// <param name="requant">Requantization rows.</param>
    /// <param name="weights">Weights in OHWI order.</param>
    /// <param name="window">How the window moves.</param>
    /// <param name="activation">Bounds of the output codes.</param>
    public static RowCall Wide(EmitContext context, Requantization16 requant, ReadOnlySpan<sbyte> weights, Window2D window, Clamp activation)
    {
        var groups = context.Types.Inputs[0].Shape[3] / context.Types.Inputs[1].Shape[3];
        return new RowCall($"te_conv2d_s16{requant.KernelInfix}__c99", RowWindows.Taps(window.Y), context.Types.Outputs[0].Shape[2])
        {
            ElementBytes = 2,
            Arrays = [CArray.Weights(weights.ToArray()), requant.Rows],
            Params = new CParams(
                "te_conv2d_s16_params",
                [.. Geometry(context, window, groups), .. activation.Fields(), new CField("weights", "@weights"), new CField("requant", "@requant")]),
        };
    }

    /// <summary>The first fields of the parameters.</summary>
    private static CField[] Geometry(EmitContext context, Window2D window, int groups)
    {
        var (ifm, ofm) = (context.Types.Inputs[0].Shape, context.Types.Outputs[0].Shape);
        return
        [
            new("in", context.Inputs[0]),
            new("out", context.Outputs[0]),
            new("inWidth", ifm[2]),
            new("inChannels", ifm[3]),
            new("outChannels", ofm[3]),
            new("groups", groups),
            new("kernelHeight", window.Y.Kernel),
            new("kernelWidth", window.X.Kernel),
            new("strideX", window.X.Stride),
            new("dilationX", window.X.Dilation),
            new("padLeft", window.X.PadBefore),
        ];
    }

    /// <summary>How many windows the SIMD kernel takes at a time: five, but four of 3x3 taps of 3 channels, which it unrolls much faster.</summary>
    private static int PixelsAtATime(Window2D window, int inChannels) => window.Y.Kernel == 3 && window.X.Kernel * inChannels == 9 ? 4 : 5;

    /// <summary>Windows of some pixels, widened to 16 bits; half as much again where channels do not come in fours.</summary>
    private static Scratch PixelColumns(int pixels, int depth, int inChannels) =>
        new((inChannels % 4 == 0 ? 2 : 3) * pixels * WeightPacking.RoundUp(depth, 4), $"TE_CONV2D_S8_{(pixels > 2 ? $"X{pixels}_" : "")}SCRATCH_BYTES({depth}, {inChannels})");
}
