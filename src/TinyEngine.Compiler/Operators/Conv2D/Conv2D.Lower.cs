using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Conv2D : IEmitRows, IChooseLayout, IOfferKernels
{
    /// <inheritdoc/>
    public bool CanRead(int input, ElementOrder order, OpTypes types) =>
        order == ElementOrder.ChannelLast || (types.Inputs[0].DType == DType.Int8 && IsPointwise(types.Inputs[0], types.Inputs[1]));

    /// <inheritdoc/>
    public bool CanWrite(ElementOrder order, OpTypes types) => true;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => [FastestKernel.Select(this, context)];

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectRowKernels(EmitContext context) => [FastestKernel.Select(OfferRows(context), context)];

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> OfferKernels(EmitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rows = OfferRows(context);
        return WasOneRow && OneRow.Fits(context.Types, Window)
            ? [.. rows, .. OneRow.AsWhole((this with { Window = OneRow.Turn(Window) }).OfferRows(OneRow.Turn(context)))]
            : rows;
    }

    private ImmutableArray<KernelCall> OfferRows(EmitContext context)
    {
        var (ifm, weights) = (context.Types.Inputs[0], context.Types.Inputs[1]);
        return ifm.DType == DType.Int16 ? [WindowKernel.OfferWide(context, Window, Activation)]
            : IsPointwise(ifm, weights) ? [Pointwise(context)]
            : WindowKernel.Offer(context, Window, Activation);
    }

    private bool IsPointwise(TensorType ifm, TensorType weights) =>
        Window is { Y: { Kernel: 1, PadBefore: 0, PadAfter: 0 }, X: { Kernel: 1, PadBefore: 0, PadAfter: 0 } }
        && weights.Shape[3] == ifm.Shape[3];

    private KernelCall Pointwise(EmitContext context)
    {
        var (input, output) = (context.Inputs[0], context.Outputs[0]);
        var inChannels = context.Types.Inputs[0].Shape[3];
        var ofm = context.Types.Outputs[0].Shape;
        var call = PointwiseKernel.Call(context, inChannels, RowWindows.Taps(Window.Y, context.Types), ofm[2]) with
        {
            RunsOverRows =
                Window is { Y.Stride: 1, X.Stride: 1 }
                && input.Order == ElementOrder.ChannelLast
                && output.Order == ElementOrder.ChannelLast,
            ColumnStride = Window.X.Stride,
            Params = new CParams(
                "te_conv2d_s8_k1x1_params",
                [
                    new CField("in", new FieldValue.Layout(input.PixelStride * Window.X.Stride, input.ChannelStride)),
                    new CField("out", output),
                    new CField("inChannels", inChannels),
                    new CField("outChannels", ofm[3]),
                    new CField("clampMin", Activation.Min),
                    new CField("clampMax", Activation.Max),
                    CField.Constant("weights"),
                    CField.Constant("requant"),
                ]
            ),
        };
        return call.WithWeights(context, ofm[3]);
    }
}
