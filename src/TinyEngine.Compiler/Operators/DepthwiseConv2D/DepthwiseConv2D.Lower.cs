using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DepthwiseConv2D : IEmitRows, IChooseLayout, IOfferKernels
{
    /// <inheritdoc/>
    public bool CanRead(int input, ElementOrder order, OpTypes types) => true;

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
        if (context.Types.Inputs[0].DType == DType.Int16)
            return [Wide(context).WithWeights(context, Channels(context))];
        if (!context.UsesDsp)
            return [Portable(context).WithWeights(context, Channels(context))];
        if (context.Types.Inputs[0].Shape[3] == 1)
            return WindowKernel.Offer(context, Window, Activation);
        if (context.WantsSmall || context.IsGeneral)
            return [Lines(context, KernelSpecial.Any).WithWeights(context, Channels(context))];
        KernelCall?[] offers =
        [
            Padded(context)?.WithWeights(context, Channels(context)),
            Lines(context, Special(context.Types)).WithWeights(context, Channels(context)),
            Inside(context)?.WithWeights(context, Channels(context), foldsZeroPoint: false),
        ];
        return [.. offers.OfType<KernelCall>()];
    }

    private static int Channels(EmitContext context) => context.Types.Outputs[0].Shape[3];

    /// <summary>The portable kernel. It keeps the results of a channel until the row that they overwrite was read.</summary>
    private RowCall Portable(EmitContext context)
    {
        var call = Call(context, context.KernelFor("dwconv2d", "s8"));
        return IsInPlace(context) ? call : call with { Scratch = null };
    }

    /// <summary>Rows are copied to lines with borders, those of a channel, or of four where the input is channel-last, unless they can be
    /// read where they are.</summary>
    /// <param name="context">Types and layouts.</param>
    /// <param name="special">Any window, or the one that the kernel is for.</param>
    private RowCall Lines(EmitContext context, KernelSpecial special) => Call(context, context.KernelFor("dwconv2d", "s8", special));

    /// <summary>Whole row-planar rows with borders in registers; null where there is no such kernel. In scratch are the table of a channel,
    /// a line of zero points, and one for the row that the output overwrites.</summary>
    private RowCall? Padded(EmitContext context) =>
        context.Inputs[0].Order == ElementOrder.RowPlanar
        && context.ChunkColumns is null
        && HasPaddedRows(context.Types)
        && KernelTable.TryFind("dwconv2d", "s8", context.Isa, KernelSpecial.Padded(Window.X.Kernel, Window.X.Stride, Window.X.PadBefore))
            is { } kernel
            ? Call(context, kernel)
            : null;

    /// <summary>Only the taps inside the map are computed, all channels of a pixel together; null where rows are planar.</summary>
    private RowCall? Inside(EmitContext context)
    {
        var ofIfm = context.Types.Inputs[0].Shape[3] == context.Types.Outputs[0].Shape[3];
        return !ofIfm || context.Inputs[0].Order != ElementOrder.ChannelLast || context.Outputs[0].Order != ElementOrder.ChannelLast
            ? null
            : Call(context, context.KernelFor("dwconv2d", "s8", KernelSpecial.Inside));
    }

    /// <summary>A call of an int8 kernel.</summary>
    private RowCall Call(EmitContext context, KernelDef kernel) =>
        kernel.Rows(RowWindows.Taps(Window.Y, context.Types), context.Types.Outputs[0].Shape[2]) with
        {
            Scratch = kernel.ScratchOf(Sizes(context)),
            Overlap = IsInPlace(context) ? kernel.Overlap : OverlapTolerance.None,
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
        context.KernelFor("dwconv2d", "s16").Rows(RowWindows.Taps(Window.Y, context.Types), context.Types.Outputs[0].Shape[2]) with
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

    /// <summary>What scratch depends on.</summary>
    private (string Name, int Value)[] Sizes(EmitContext context) =>
        [
            ("kh", Window.Y.Kernel),
            ("kw", Window.X.Kernel),
            ("stride", Window.X.Stride),
            ("dilation", Window.X.Dilation),
            ("columns", context.ChunkColumns ?? context.Types.Outputs[0].Shape[2]),
            ("width", context.Types.Inputs[0].Shape[2]),
            ("lanes", context.Inputs[0].Order == ElementOrder.RowPlanar ? 1 : 4),
        ];

    /// <summary>What a faster kernel than the one for all windows is for; <see cref="KernelSpecial.Any"/> without one.</summary>
    private KernelSpecial Special(OpTypes types)
    {
        var (y, x) = (Window.Y, Window.X);
        var special = KernelSpecial.Window(x.Kernel, x.Stride);
        var fits =
            types.Inputs[0].Shape[3] == types.Outputs[0].Shape[3]
            && types.Inputs[0].Shape[3] > 1
            && x.Dilation == 1
            && y.Kernel == x.Kernel
            && KernelTable.TryFind("dwconv2d", "s8", InstructionSet.Dsp, special) is not null;
        return fits ? special : KernelSpecial.Any;
    }

    /// <summary>Whether rows are padded on both sides alike, or at stride 2 with one column less on one of them, and have enough columns
    /// for the kernels that make such rows.</summary>
    private bool HasPaddedRows(OpTypes types)
    {
        var (x, width, columns) = (Window.X, types.Inputs[0].Shape[2], types.Outputs[0].Shape[2]);
        return Special(types) != KernelSpecial.Any
            && (x.Stride == 1 ? columns == width && width >= 4 + x.PadBefore : 2 * columns == width && columns >= 5);
    }

    /// <summary>Whether the output row may be one of the input rows.</summary>
    private static bool IsInPlace(EmitContext context) =>
        context.Types.Outputs[0].Shape[3] == context.Types.Inputs[0].Shape[3]
        && context.Inputs[0].Order == ElementOrder.RowPlanar
        && context.Outputs[0].Order == ElementOrder.RowPlanar;
}
