using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record TransposeConv : IEmitC, IChooseLayout
{
    /// <inheritdoc/>
    public bool CanRead(int input, ElementOrder order, OpTypes types) => order == ElementOrder.ChannelLast;

    /// <inheritdoc/>
    public bool CanWrite(ElementOrder order, OpTypes types) => true;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (ifm, outChannels) = (context.Types.Inputs[0], context.Types.Outputs[0].Shape[3]);
        var isWide = ifm.DType == DType.Int16;
        ImmutableArray<CField> zeroPoint = isWide ? [] : [new CField("inZeroPoint", ifm.Quant.ZeroPoint)];
        var taps = Enumerable.Range(0, Window.Y.Kernel).Select(tap => RowsOf(tap, ifm.Shape));
        var call = context.KernelFor("transpose_conv", isWide ? "s16" : "s8").Rows([.. taps], Width) with
        {
            ElementBytes = ifm.DType.ByteSize(),
            Params = new CParams(
                isWide ? "te_transpose_conv_s16_params" : "te_transpose_conv_s8_params",
                [
                    new CField("in", context.Inputs[0]),
                    new CField("out", context.Outputs[0]),
                    new CField("inWidth", ifm.Shape[2]),
                    new CField("inChannels", ifm.Shape[3]),
                    new CField("outChannels", outChannels),
                    new CField("kernelHeight", Window.Y.Kernel),
                    new CField("kernelWidth", Window.X.Kernel),
                    new CField("strideX", Window.X.Stride),
                    new CField("padLeft", Window.X.PadBefore),
                    .. zeroPoint,
                    .. Activation.Fields(),
                    CField.Constant("weights"),
                    CField.Constant("requant"),
                ]
            ),
        };
        return [call.WithWeights(context, outChannels, foldsZeroPoint: false)];
    }

    /// <summary>For each output row the input row that a kernel row carries to it; with a stride only every n-th output row has
    /// one.</summary>
    private RowSource RowsOf(int tap, Shape ifm)
    {
        var (stride, pad) = (Window.Y.Stride, Window.Y.PadBefore);
        if (stride == 1 && ifm[0] == 1)
            return new RowSource(0, new RowIndex(1, pad - tap));
        return new RowSource(
            0,
            RowWindows.InBatch(ifm, Height, y => y + pad - tap is var position && position % stride == 0 ? position / stride : -1)
        );
    }
}
