using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record FullyConnected : IEmitRows, IOfferKernels
{
    /// <summary>Outputs and length of a vector that is not widened first: that would take scratch of twice its size, which can be most of a
    /// small network's RAM, for a layer of few multiply-accumulates. It would take up to a third fewer instructions.</summary>
    private const int FewOutputs = 8,
        LongVector = 512;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => [FastestKernel.Select(this, context)];

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectRowKernels(EmitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AddsUpRows(context.Types) ? [RowByRow(context)] : SelectKernels(context);
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> OfferKernels(EmitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isWide = context.Types.Inputs[0].DType == DType.Int16;
        return [Offer(context, isWide).WithWeights(context, context.Types.Inputs[1].Shape[0])];
    }

    private KernelCall Offer(EmitContext context, bool isWide)
    {
        var vectors = Vectors(context.Types);
        if (isWide)
            return vectors == 1 ? OneWideVector(context) : WideVectors(context);
        if (vectors > 1)
            return ArePixels(context.Types) ? Pixels(context) : AnyVectors(context);
        var few =
            context is { UsesDsp: true, IsGeneral: false }
            && context.Types.Inputs[1].Shape[0] <= FewOutputs
            && Depth(context.Types) >= LongVector;
        return OneVector(context, few ? KernelSpecial.Few : KernelSpecial.Any);
    }

    /// <summary>Whether the vectors are the pixels of the input and of the output, row by row.</summary>
    private static bool ArePixels(OpTypes types)
    {
        var (input, output) = (types.Inputs[0].Shape.ToNhwc(), types.Outputs[0].Shape.ToNhwc());
        return input.Height == output.Height && input.Width == output.Width && input.Channels == types.Inputs[1].Shape[1];
    }

    private static int Vectors(OpTypes types) => types.Outputs[0].Shape.ElementCount / types.Inputs[1].Shape[0];

    private static int Depth(OpTypes types) => types.Inputs[1].Shape[1];

    private WholeCall OneVector(EmitContext context, KernelSpecial special)
    {
        var kernel = context.KernelFor("fully_connected", "s8", special);
        return kernel.Whole(OneVectorArguments()) with
        {
            Scratch = kernel.ScratchOf(("ic", Depth(context.Types))),
            Params = new CParams("te_fully_connected_s8_params", Fields(context)),
        };
    }

    /// <summary>Whether the only vector is an int8 map of several rows, whose products can be added up as the rows come.</summary>
    private static bool AddsUpRows(OpTypes types) => types.Inputs[0] is { DType: DType.Int8, Shape: [1, > 1, _, _] } && Vectors(types) == 1;

    /// <summary>The vector as the rows of a map.</summary>
    private AccumulateCall RowByRow(EmitContext context)
    {
        var (map, outputs) = (context.Types.Inputs[0].Shape, context.Types.Inputs[1].Shape[0]);
        var elements = map[2] * map[3];
        var rows = KernelTable.Find("fully_connected_rows", "s8", elements % 4 == 0 ? context.Isa : InstructionSet.C99);
        var finish = KernelTable.Find("fully_connected_finish", "s8", encoding: context.Encoding);
        return new AccumulateCall(
            rows.Symbol,
            KernelTable.Find("fully_connected_begin", "s8").Symbol,
            finish.Symbol,
            "int32_t",
            map[1],
            elements
        )
        {
            CountsOn = true,
            Scratch = rows.ScratchOf(("outputs", outputs)),
            Params = new CParams("te_fully_connected_s8_params", Fields(context)),
            Constants =
            [
                new CallConstant.Weights(rows.Packing, outputs, Depth(context.Types), rows.WeightSlack),
                new CallConstant.Requant(finish.Encoding, outputs, FoldsZeroPoint: true),
            ],
        };
    }

    /// <summary>Several vectors are the pixels of a 1x1 convolution.</summary>
    private RowCall Pixels(EmitContext context) =>
        PointwiseKernel.Call(
            context,
            Depth(context.Types),
            [new RowSource(0, RowIndex.Same)],
            context.Types.Outputs[0].Shape.ToNhwc().Width
        ) with
        {
            RunsOverRows = true,
            Params = new CParams(
                "te_conv2d_s8_k1x1_params",
                [new CField("in", context.Inputs[0]), new CField("out", context.Outputs[0]), .. Fields(context)]
            ),
        };

    /// <summary>Vectors across the axes of the input are one row of pixels.</summary>
    private WholeCall AnyVectors(EmitContext context)
    {
        var (depth, outChannels) = (Depth(context.Types), context.Types.Inputs[1].Shape[0]);
        var row = PointwiseKernel.Call(context, depth, [], Vectors(context.Types));
        return KernelTable.Of(row.Kernel).Whole(OneRow.Arguments(row.Columns)) with
        {
            Scratch = row.Scratch,
            Params = new CParams(
                "te_conv2d_s8_k1x1_params",
                [
                    new CField("in", new FieldValue.Layout(depth, 1)),
                    new CField("out", new FieldValue.Layout(outChannels, 1)),
                    .. Fields(context),
                ]
            ),
        };
    }

    /// <summary>int16 activations: weights as in the model, zero points 0.</summary>
    private WholeCall OneWideVector(EmitContext context) =>
        context.KernelFor("fully_connected", "s16").Whole(OneVectorArguments()) with
        {
            Params = new CParams("te_fully_connected_s16_params", Fields(context)),
        };

    /// <summary>The same for several vectors, the pixels of a 1x1 convolution.</summary>
    private WholeCall WideVectors(EmitContext context)
    {
        var (depth, outChannels, vectors) = (Depth(context.Types), context.Types.Inputs[1].Shape[0], Vectors(context.Types));
        string[] ones = ["groups", "kernelHeight", "kernelWidth", "strideX", "dilationX"];
        return context.KernelFor("conv2d", "s16").Whole(OneRow.Arguments(vectors)) with
        {
            Params = new CParams(
                "te_conv2d_s16_params",
                [
                    new CField("in", new FieldValue.Layout(2 * depth, 2)),
                    new CField("out", new FieldValue.Layout(2 * outChannels, 2)),
                    new CField("inWidth", vectors),
                    .. ones.Select(name => new CField(name, 1)),
                    new CField("padLeft", 0),
                    .. Fields(context),
                ]
            ),
        };
    }

    /// <summary>The fields that all parameters end with.</summary>
    private ImmutableArray<CField> Fields(EmitContext context) =>
        [
            new("inChannels", Depth(context.Types)),
            new("outChannels", context.Types.Inputs[1].Shape[0]),
            .. Activation.Fields(),
            CField.Constant("weights"),
            CField.Constant("requant"),
        ];

    private static ImmutableArray<CallArgument> OneVectorArguments() =>
        [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params(), new CallArgument.Workspace()];
}
