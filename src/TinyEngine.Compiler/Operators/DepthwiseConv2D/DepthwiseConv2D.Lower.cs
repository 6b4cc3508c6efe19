using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DepthwiseConv2D : IEmitC, IChooseLayout, IOfferKernels
{
    /// <summary>Bytes that the SIMD kernels may read behind a row or behind the weights.</summary>
    private const int SlackBytes = 3;

    private int Taps => Window.Y.Kernel * Window.X.Kernel;

    /// <inheritdoc/>
    public bool CanRead(int input, ElementOrder order, OpTypes types) => true;

    /// <inheritdoc/>
    public bool CanWrite(ElementOrder order, OpTypes types) => true;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => [FastestKernel.Select(this, context)];

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> OfferKernels(EmitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Types.Inputs[0].DType == DType.Int16)
            return [Wide(context).WithWeights(context, Channels(context), WeightOrder.CHW)];
        if (context.UsesDsp && context.Types.Inputs[0].Shape[3] == 1)
            return WindowKernel.Offer(context, Window, Activation);
        RowCall?[] lines =
            !context.UsesDsp ? [Portable(context)]
            : context.WantsSmall ? [Lines(context, "")]
            : [Padded(context), Lines(context, Special(context.Types))];
        var offers = lines.OfType<RowCall>().Select(call => call.WithWeights(context, Channels(context), WeightOrder.CHW, SlackBytes));
        return context is { UsesDsp: true, WantsSmall: false } && Inside(context) is { } inside
            ? [.. offers, inside.WithWeights(context, Channels(context), WeightOrder.C4HW4, foldsZeroPoint: false)]
            : [.. offers];
    }

    private static int Channels(EmitContext context) => context.Types.Outputs[0].Shape[3];

    /// <summary>The portable kernel. It keeps the results of a channel until the row that they overwrite was read.</summary>
    private RowCall Portable(EmitContext context) =>
        Call(context, "te_dwconv2d_s8__c99") with
        {
            Scratch =
                IsInPlace(context) && context.Types.Outputs[0].Shape[2] is var columns
                    ? new Scratch(columns, "TE_DWCONV2D_S8_C99_SCRATCH_BYTES", columns)
                    : null,
            Overlap = Overlap(context),
        };

    /// <summary>Rows are copied to lines with borders, those of a channel, or of four where the input is channel-last, unless they can be
    /// read where they are.</summary>
    /// <param name="context">Types and layouts.</param>
    /// <param name="special">Part of the name of a kernel for one window.</param>
    private RowCall Lines(EmitContext context, string special)
    {
        var (kh, x, columns) = (Window.Y.Kernel, Window.X, context.ChunkColumns ?? context.Types.Outputs[0].Shape[2]);
        var lanes = context.Inputs[0].Order == ElementOrder.RowPlanar ? 1 : 4;
        var line = ((((columns - 1) * x.Stride) + ((x.Kernel - 1) * x.Dilation) + 1) + 11) & ~3;
        return Call(context, $"te_dwconv2d_s8{special}__dsp") with
        {
            Scratch = new Scratch(
                (lanes * kh * line) + (20 * kh),
                "TE_DWCONV2D_S8_SCRATCH_BYTES",
                kh,
                x.Kernel,
                x.Stride,
                x.Dilation,
                columns,
                lanes
            ),
            InputSlackBytes = SlackBytes,
            Overlap = Overlap(context),
        };
    }

    /// <summary>Whole row-planar rows with borders in registers; null where there is no such kernel. In scratch are the table of a channel,
    /// a line of zero points, and one for the row that the output overwrites.</summary>
    private RowCall? Padded(EmitContext context)
    {
        if (
            context.Inputs[0].Order != ElementOrder.RowPlanar
            || context.ChunkColumns is not null
            || PaddedRows(context.Types) is not { } padding
        )
            return null;
        var (kernel, columns) = (Window.Y.Kernel, context.Types.Inputs[0].Shape[2]);
        var line = ((columns + 3) & ~3) + 4;
        return Call(context, $"te_dwconv2d_s8{Special(context.Types)}{padding}__dsp") with
        {
            Scratch = new Scratch((kernel > 3 ? 20 * kernel : 0) + (2 * line), "TE_DWCONV2D_S8_EDGES_SCRATCH_BYTES", kernel, columns),
            InputSlackBytes = SlackBytes,
            Overlap = Overlap(context),
        };
    }

    /// <summary>Only the taps inside the map are computed, all channels of a pixel together; null where rows are planar.</summary>
    private RowCall? Inside(EmitContext context)
    {
        var ofIfm = context.Types.Inputs[0].Shape[3] == context.Types.Outputs[0].Shape[3];
        return !ofIfm || context.Inputs[0].Order != ElementOrder.ChannelLast || context.Outputs[0].Order != ElementOrder.ChannelLast
            ? null
            : Call(context, "te_dwconv2d_s8_inside__dsp") with
            {
                Scratch = new Scratch(8 * Taps, "TE_DWCONV2D_S8_INSIDE_SCRATCH_BYTES", Window.Y.Kernel, Window.X.Kernel),
            };
    }

    /// <summary>A call of an int8 kernel.</summary>
    private RowCall Call(EmitContext context, string kernel) =>
        new(kernel, RowWindows.Taps(Window.Y), context.Types.Outputs[0].Shape[2])
        {
            Params = new CParams(
                "te_dwconv2d_s8_params",
                [
                    .. Geometry(context),
                    new CField("inZeroPoint", context.Types.Inputs[0].Quant.ZeroPoint),
                    .. Activation.Fields(),
                    CField.Constant("weights"),
                    CField.Constant("requant"),
                ]
            ),
        };

    /// <summary>int16 activations, zero points 0.</summary>
    private RowCall Wide(EmitContext context) =>
        new("te_dwconv2d_s16__c99", RowWindows.Taps(Window.Y), context.Types.Outputs[0].Shape[2])
        {
            ElementBytes = 2,
            Params = new CParams(
                "te_dwconv2d_s16_params",
                [.. Geometry(context), .. Activation.Fields(), CField.Constant("weights"), CField.Constant("requant")]
            ),
        };

    /// <summary>The first fields of the parameters.</summary>
    private CField[] Geometry(EmitContext context)
    {
        var ifm = context.Types.Inputs[0].Shape;
        return
        [
            new("in", context.Inputs[0]),
            new("out", context.Outputs[0]),
            new("inWidth", ifm[2]),
            new("inChannels", ifm[3]),
            new("multiplier", context.Types.Outputs[0].Shape[3] / ifm[3]),
            new("kernelHeight", Window.Y.Kernel),
            new("kernelWidth", Window.X.Kernel),
            new("strideX", Window.X.Stride),
            new("dilationX", Window.X.Dilation),
            new("padLeft", Window.X.PadBefore),
        ];
    }

    /// <summary>The part of the kernel's name for windows with a kernel of their own, which is faster than the one for all windows; empty
    /// for others.</summary>
    private string Special(OpTypes types)
    {
        var (y, x) = (Window.Y, Window.X);
        var fits =
            types.Inputs[0].Shape[3] == types.Outputs[0].Shape[3]
            && types.Inputs[0].Shape[3] > 1
            && x.Dilation == 1
            && y.Kernel == x.Kernel
            && x.Kernel is 3 or 5 or 7
            && x.Stride is 1 or 2;
        return fits ? $"_k{x.Kernel}x{x.Kernel}_s{x.Stride}" : "";
    }

    /// <summary>The part of the kernel's name for whole rows padded by half a window on either side, or one column less on one of them at
    /// stride 2, with enough columns for the kernels that make such rows; null for others.</summary>
    private string? PaddedRows(OpTypes types)
    {
        var (x, width, columns) = (Window.X, types.Inputs[0].Shape[2], types.Outputs[0].Shape[2]);
        var (before, half) = (x.PadBefore, x.Kernel / 2);
        if (Special(types).Length == 0)
            return null;
        return x.Stride == 1
            ? before == half && columns == width && width >= 4 + before
                ? $"_p{before}"
                : null
            : (before == half || before == half - 1) && 2 * columns == width && columns >= 5
                ? $"_p{before}{x.Kernel - 2 - before}"
                : null;
    }

    /// <summary>Whether the output row may be one of the input rows.</summary>
    private static bool IsInPlace(EmitContext context) =>
        context.Types.Outputs[0].Shape[3] == context.Types.Inputs[0].Shape[3]
        && context.Inputs[0].Order == ElementOrder.RowPlanar
        && context.Outputs[0].Order == ElementOrder.RowPlanar;

    private static OverlapTolerance Overlap(EmitContext context) => IsInPlace(context) ? OverlapTolerance.PlanarRow : OverlapTolerance.None;
}
