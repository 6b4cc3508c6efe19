using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record DepthwiseConv2D : IEmitC, IChooseLayout
{
    /// <summary>Bytes that the SIMD kernels may read behind a row or behind the weights.</summary>
    private const int SlackBytes = 3;

    /// <inheritdoc/>
    public ElementOrder PreferredInput(int input, OpTypes types, KernelIsa isa) =>
        isa == KernelIsa.Dsp && Special(types) is not null ? ElementOrder.RowPlanar : ElementOrder.ChannelLast;

    /// <inheritdoc/>
    public bool CanWrite(ElementOrder order, OpTypes types, KernelIsa isa) => true;

    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => KernelChoice.OnlyInt8(types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (ifm, weightsType, ofm) = (context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        var channels = ofm.Shape[3];
        var taps = Window.Y.Kernel * Window.X.Kernel;
        var requant = Requantization.Build(
            WeightPacking.ChannelMajor(context.Constants[1]!.Value.As<sbyte>(), taps, channels),
            context.Constants.Length > 2 ? context.Constants[2]!.Value.As<int>() : [],
            ChannelMultipliers.Compute(ifm, weightsType, ofm, channels),
            ifm.Quant.ZeroPoint,
            ofm.Quant.ZeroPoint);
        if (context.UsesDsp && ifm.Shape[3] == 1)
            return [WindowKernel.Call(context, requant, Window, Activation)];
        var special = context.UsesDsp ? Special(context.Types) : null;
        return
        [
            new RowCall($"te_dwconv2d_s8{special}{requant.KernelInfix}{context.IsaSuffix}", RowWindows.Taps(Window.Y), ofm.Shape[2])
            {
                Scratch = context.UsesDsp ? Lines(context) : null,
                InputSlackBytes = context.UsesDsp ? SlackBytes : 0,
                Arrays = [CArray.Weights([.. requant.Weights, .. new sbyte[SlackBytes]]), requant.Rows],
                Params = new CParams(
                    "te_dwconv2d_s8_params",
                    [
                        new CField("in", context.Inputs[0]),
                        new CField("out", context.Outputs[0]),
                        new CField("inWidth", ifm.Shape[2]),
                        new CField("inChannels", ifm.Shape[3]),
                        new CField("multiplier", channels / ifm.Shape[3]),
                        new CField("kernelHeight", Window.Y.Kernel),
                        new CField("kernelWidth", Window.X.Kernel),
                        new CField("strideX", Window.X.Stride),
                        new CField("dilationX", Window.X.Dilation),
                        new CField("padLeft", Window.X.PadBefore),
                        new CField("inZeroPoint", ifm.Quant.ZeroPoint),
                        .. Activation.Fields(),
                        new CField("weights", "@weights"),
                        new CField("requant", "@requant"),
                    ]),
            },
        ];
    }

    /// <summary>The part of the kernel's name for windows with a kernel of their own; null for others.</summary>
    private string? Special(OpTypes types)
    {
        var (y, x) = (Window.Y, Window.X);
        var fits = types.Inputs[0].Shape[3] == types.Outputs[0].Shape[3] && types.Inputs[0].Shape[3] > 1 && x.Dilation == 1 && y.Kernel == x.Kernel && x.Kernel is 3 or 5 or 7 && x.Stride is 1 or 2;
        return fits ? $"_k{x.Kernel}x{x.Kernel}_s{x.Stride}" : null;
    }

    /// <summary>The lines of a channel, or of four where the input is channel-last, that the kernel copies before it multiplies.</summary>
    private Scratch Lines(EmitContext context)
    {
        var (kh, x, columns) = (Window.Y.Kernel, Window.X, context.Types.Outputs[0].Shape[2]);
        var lanes = context.Inputs[0].Order == ElementOrder.RowPlanar ? 1 : 4;
        var line = ((((columns - 1) * x.Stride) + ((x.Kernel - 1) * x.Dilation) + 1) + 11) & ~3;
        return new Scratch((lanes * kh * line) + (20 * kh), $"TE_DWCONV2D_S8_SCRATCH_BYTES({kh}, {x.Kernel}, {x.Stride}, {x.Dilation}, {columns}, {lanes})");
    }
}
