using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>The kernels of convolutions with any window, and of depthwise convolutions of a single channel, which are the same
/// thing.</summary>
internal static class WindowKernel
{
    /// <summary>The calls that would compute it.</summary>
    /// <param name="context">Types and layouts.</param>
    /// <param name="window">How the window moves.</param>
    /// <param name="activation">Bounds of the output codes.</param>
    public static ImmutableArray<KernelCall> Offer(EmitContext context, Window2D window, Clamp activation)
    {
        var (channels, groups) = (context.Types.Inputs[0].Shape[3], Groups(context, window));
        // Where size counts, a first layer of few channels is not worth a kernel of its own kind.
        if (!context.UsesDsp || groups > 1 || (context.WantsSmall && channels < 4))
            return [Call(context, window, activation, KernelTable.Find("conv2d", "s8", encoding: context.Encoding))];
        // Five pixels are no faster than four where a row has fewer, and take more code.
        var hasFive = context.Types.Outputs[0].Shape[2] >= 5;
        int[] pixels =
            context.WantsSmall || context.IsGeneral ? [2]
            : hasFive ? [5, 4]
            : [4];
        return
        [
            .. pixels.Select(count => Call(context, window, activation, context.KernelFor("conv2d", "s8", KernelSpecial.Pixels(count)))),
        ];
    }

    /// <summary>The call for int16 activations, whose zero points are 0.</summary>
    /// <param name="context">Types and layouts.</param>
    /// <param name="window">How the window moves.</param>
    /// <param name="activation">Bounds of the output codes.</param>
    public static KernelCall OfferWide(EmitContext context, Window2D window, Clamp activation)
    {
        var call = context.KernelFor("conv2d", "s16").Rows(RowWindows.Taps(window.Y, context.Types), context.Types.Outputs[0].Shape[2]) with
        {
            ElementBytes = 2,
            Params = new CParams(
                "te_conv2d_s16_params",
                [
                    .. Geometry(context, window, Groups(context, window)),
                    .. activation.Fields(),
                    CField.Constant("weights"),
                    CField.Constant("requant"),
                ]
            ),
        };
        return call.WithWeights(context, context.Types.Outputs[0].Shape[3]);
    }

    private static KernelCall Call(EmitContext context, Window2D window, Clamp activation, KernelDef kernel)
    {
        var columns = context.Types.Outputs[0].Shape[2];
        var call = kernel.Rows(RowWindows.Taps(window.Y, context.Types), columns) with
        {
            Scratch = kernel.ScratchOf(("depth", Depth(context)), ("ic", context.Types.Inputs[0].Shape[3]), ("columns", columns)),
            Params = new CParams(
                "te_conv2d_s8_params",
                [
                    .. Geometry(context, window, Groups(context, window)),
                    new CField("inZeroPoint", context.Types.Inputs[0].Quant.ZeroPoint),
                    .. activation.Fields(),
                    CField.Constant("weights"),
                    CField.Constant("requant"),
                ]
            ),
        };
        return call.WithWeights(context, context.Types.Outputs[0].Shape[3]);
    }

    /// <summary>Weights of an output channel.</summary>
    private static int Depth(EmitContext context) => context.Types.Inputs[1].Shape.ElementCount / context.Types.Outputs[0].Shape[3];

    /// <summary>Groups of channels that do not see each other.</summary>
    private static int Groups(EmitContext context, Window2D window) =>
        context.Types.Inputs[0].Shape[3] * window.Y.Kernel * window.X.Kernel / Depth(context);

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
}
