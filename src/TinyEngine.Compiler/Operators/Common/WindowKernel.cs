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
        var usesDsp = context.UsesDsp && groups == 1;
        return new RowCall($"te_conv2d_s8{(usesDsp ? "_x4" : "")}{requant.KernelInfix}{(usesDsp ? "__dsp" : "__c99")}", RowWindows.Taps(window.Y), ofm[2])
        {
            Scratch = usesDsp ? PixelColumns(depth, ifm.Shape[3]) : null,
            Arrays = [CArray.Weights(WeightPacking.InterleavePairs(requant.Weights, ofm[3], depth)), requant.Rows],
            Params = new CParams(
                "te_conv2d_s8_params",
                [
                    new CField("in", context.Inputs[0]),
                    new CField("out", context.Outputs[0]),
                    new CField("inWidth", ifm.Shape[2]),
                    new CField("inChannels", ifm.Shape[3]),
                    new CField("outChannels", ofm[3]),
                    new CField("groups", groups),
                    new CField("kernelHeight", window.Y.Kernel),
                    new CField("kernelWidth", window.X.Kernel),
                    new CField("strideX", window.X.Stride),
                    new CField("dilationX", window.X.Dilation),
                    new CField("padLeft", window.X.PadBefore),
                    new CField("inZeroPoint", ifm.Quant.ZeroPoint),
                    .. activation.Fields(),
                    new CField("weights", "@weights"),
                    new CField("requant", "@requant"),
                ]),
        };
    }

    /// <summary>Windows of four pixels, widened to 16 bits; half as much again where channels do not come in fours.</summary>
    private static Scratch PixelColumns(int depth, int inChannels) =>
        new((inChannels % 4 == 0 ? 8 : 12) * WeightPacking.RoundUp(depth, 4), $"TE_CONV2D_S8_X4_SCRATCH_BYTES({depth}, {inChannels})");
}
