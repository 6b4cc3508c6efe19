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
        isa == KernelIsa.Dsp && types.Inputs[0].DType == DType.Int8 && Special(types) is not null && !InsidePays(types) ? ElementOrder.RowPlanar : ElementOrder.ChannelLast;

    /// <inheritdoc/>
    public bool CanRead(int input, ElementOrder order, OpTypes types, KernelIsa isa) => true;

    /// <inheritdoc/>
    public bool CanWrite(ElementOrder order, OpTypes types, KernelIsa isa) => true;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (ifm, weightsType, ofm) = (context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        var channels = ofm.Shape[3];
        var weights = WeightPacking.ChannelMajor(context.Constants[1]!.Value.As<sbyte>(), Window.Y.Kernel * Window.X.Kernel, channels);
        var multipliers = ChannelMultipliers.Compute(ifm, weightsType, ofm, channels);
        if (ifm.DType == DType.Int16)
            return [Wide(context, weights, multipliers)];
        var inside = context is { UsesDsp: true, WantsSmall: false } && ChannelLast(context) && InsidePays(context.Types);
        var requant = Requantization.Build(
            weights,
            context.Constants.Length > 2 ? context.Constants[2]!.Value.As<int>() : [],
            multipliers,
            ifm.Quant.ZeroPoint,
            ofm.Quant.ZeroPoint,
            foldsZeroPoint: !inside);
        if (context.UsesDsp && ifm.Shape[3] == 1)
            return [WindowKernel.Call(context, requant, Window, Activation)];
        if (inside)
            return [Inside(context, requant)];
        var special = context is { UsesDsp: true, WantsSmall: false } ? Special(context.Types) : null;
        var edges = special is not null && context.ChunkColumns is null && context.Inputs[0].Order == ElementOrder.RowPlanar ? PaddedRows(context.Types) : null;
        var inPlace = channels == ifm.Shape[3] && context.Inputs[0].Order == ElementOrder.RowPlanar && context.Outputs[0].Order == ElementOrder.RowPlanar;
        return
        [
            new RowCall($"te_dwconv2d_s8{special}{edges}{requant.KernelInfix}{context.IsaSuffix}", RowWindows.Taps(Window.Y), ofm.Shape[2])
            {
                Scratch = edges is not null ? EdgeLines(ifm.Shape[2]) : context.UsesDsp ? Lines(context) : inPlace ? OutputLine(ofm.Shape[2]) : null,
                InputSlackBytes = context.UsesDsp ? SlackBytes : 0,
                Overlap = inPlace ? OverlapTolerance.PlanarRow : OverlapTolerance.None,
                Arrays = [CArray.Weights([.. requant.Weights, .. new sbyte[SlackBytes]]), requant.Rows],
                Params = Parameters(context),
            },
        ];
    }

    /// <summary>Only the taps inside the map are computed.</summary>
    private RowCall Inside(EmitContext context, Requantization requant)
    {
        var (y, x, ofm) = (Window.Y, Window.X, context.Types.Outputs[0].Shape);
        var taps = y.Kernel * x.Kernel;
        return new RowCall($"te_dwconv2d_s8_inside{requant.KernelInfix}__dsp", RowWindows.Taps(y), ofm[2])
        {
            Scratch = new Scratch(8 * taps, $"TE_DWCONV2D_S8_INSIDE_SCRATCH_BYTES({y.Kernel}, {x.Kernel})"),
            Arrays = [CArray.Weights(WeightPacking.InterleaveQuads(requant.Weights, taps, ofm[3])), requant.Rows],
            Params = Parameters(context),
        };
    }

    private CParams Parameters(EmitContext context) => new(
        "te_dwconv2d_s8_params",
        [
            .. Geometry(context),
            new CField("inZeroPoint", context.Types.Inputs[0].Quant.ZeroPoint),
            .. Activation.Fields(),
            new CField("weights", "@weights"),
            new CField("requant", "@requant"),
        ]);

    /// <summary>int16 activations, zero points 0.</summary>
    private RowCall Wide(EmitContext context, sbyte[] weights, ImmutableArray<QuantizedMultiplier> multipliers)
    {
        var requant = Requantization16.Build(context, multipliers);
        return new RowCall($"te_dwconv2d_s16{requant.KernelInfix}__c99", RowWindows.Taps(Window.Y), context.Types.Outputs[0].Shape[2])
        {
            ElementBytes = 2,
            Arrays = [CArray.Weights(weights), requant.Rows],
            Params = new CParams("te_dwconv2d_s16_params", [.. Geometry(context), .. Activation.Fields(), new CField("weights", "@weights"), new CField("requant", "@requant")]),
        };
    }

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

    /// <summary>The part of the kernel's name for windows with a kernel of their own; null for others.</summary>
    private string? Special(OpTypes types)
    {
        var (y, x) = (Window.Y, Window.X);
        var fits = types.Inputs[0].Shape[3] == types.Outputs[0].Shape[3] && types.Inputs[0].Shape[3] > 1 && x.Dilation == 1 && y.Kernel == x.Kernel && x.Kernel is 3 or 5 or 7 && x.Stride is 1 or 2;
        return fits ? $"_k{x.Kernel}x{x.Kernel}_s{x.Stride}" : null;
    }

    private static bool ChannelLast(EmitContext context) =>
        context.Inputs[0].Order == ElementOrder.ChannelLast && context.Outputs[0].Order == ElementOrder.ChannelLast;

    /// <summary>Whether so many taps lie outside the map, or so few columns make a row, that leaving them out on channel-last rows is fastest.</summary>
    private bool InsidePays(OpTypes types)
    {
        var (height, width, channels) = (types.Inputs[0].Shape[1], types.Inputs[0].Shape[2], types.Inputs[0].Shape[3]);
        if (channels != types.Outputs[0].Shape[3] || channels < 4)
            return false;
        return Window.X.Dilation > 1
            || (Special(types) is not null && DepthwiseCost.Inside(Window, height, width, channels)
                < (PaddedRows(types) is not null ? DepthwiseCost.Edges(Window, height, width, channels) : DepthwiseCost.Special(Window, height, width, channels)));
    }

    /// <summary>The part of the kernel's name for whole rows padded by half a window on either side, or one column less on one of them at stride 2, with enough
    /// columns for the kernels that make such rows; null for others.</summary>
    private string? PaddedRows(OpTypes types)
    {
        var (x, width, columns) = (Window.X, types.Inputs[0].Shape[2], types.Outputs[0].Shape[2]);
        var (before, half) = (x.PadBefore, x.Kernel / 2);
        if (Special(types) is null)
            return null;
        return x.Stride == 1
            ? before == half && columns == width && width >= 4 + before ? $"_p{before}" : null
            : (before == half || before == half - 1) && 2 * columns == width && columns >= 5 ? $"_p{before}{x.Kernel - 2 - before}" : null;
    }

    /// <summary>The results of a channel, which the portable kernel keeps until the row that they overwrite was read.</summary>
    private static Scratch OutputLine(int columns) => new(columns, $"TE_DWCONV2D_S8_C99_SCRATCH_BYTES({columns})");

    /// <summary>The table of a channel, a line of zero points, and one for the row that the output overwrites.</summary>
    private Scratch EdgeLines(int columns)
    {
        var kernel = Window.Y.Kernel;
        var line = ((columns + 3) & ~3) + 4;
        return new Scratch((kernel > 3 ? 20 * kernel : 0) + (2 * line), $"TE_DWCONV2D_S8_EDGES_SCRATCH_BYTES({kernel}, {columns})");
    }

    /// <summary>The lines of a channel, or of four where the input is channel-last, that the kernel copies before it multiplies.</summary>
    private Scratch Lines(EmitContext context)
    {
        var (kh, x, columns) = (Window.Y.Kernel, Window.X, context.ChunkColumns ?? context.Types.Outputs[0].Shape[2]);
        var lanes = context.Inputs[0].Order == ElementOrder.RowPlanar ? 1 : 4;
        var line = ((((columns - 1) * x.Stride) + ((x.Kernel - 1) * x.Dilation) + 1) + 11) & ~3;
        return new Scratch((lanes * kh * line) + (20 * kh), $"TE_DWCONV2D_S8_SCRATCH_BYTES({kh}, {x.Kernel}, {x.Stride}, {x.Dilation}, {columns}, {lanes})");
    }
}
