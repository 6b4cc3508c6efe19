using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record FullyConnected : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (ifm, weightsType, ofm) = (context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        var (outChannels, depth) = (weightsType.Shape[0], weightsType.Shape[1]);
        var multipliers = ChannelMultipliers.ComputeFullyConnected(ifm, weightsType, ofm, outChannels);
        if (ifm.DType == DType.Int16)
            return [Wide(context, multipliers)];
        var requant = Requantization.Build(
            context.Constants[1]!.Value.As<sbyte>(),
            context.Constants.Length > 2 ? context.Constants[2]!.Value.As<int>() : [],
            multipliers,
            ifm.Quant.ZeroPoint,
            ofm.Quant.ZeroPoint);
        ImmutableArray<CArray> arrays = [CArray.Weights(WeightPacking.InterleavePairs(requant.Weights, outChannels, depth)), requant.Rows];
        CField[] shared =
        [
            new("inChannels", depth),
            new("outChannels", outChannels),
            .. Activation.Fields(),
            new("weights", "@weights"),
            new("requant", "@requant"),
        ];
        if (Vectors(context.Types) == 1)
            return [OneVector(context, requant, arrays, depth, shared)];
        return [ArePixels(context.Types) ? Pixels(context, requant, arrays, depth, shared) : AnyVectors(context, requant, arrays, depth, shared)];
    }

    /// <summary>Whether the vectors are the pixels of the input and of the output, row by row.</summary>
    private static bool ArePixels(OpTypes types)
    {
        var (input, output) = (types.Inputs[0].Shape.ToNhwc(), types.Outputs[0].Shape.ToNhwc());
        return input.Height == output.Height && input.Width == output.Width && input.Channels == types.Inputs[1].Shape[1];
    }

    private static int Vectors(OpTypes types) => types.Outputs[0].Shape.ElementCount / types.Inputs[1].Shape[0];

    /// <summary>With so few outputs it does not pay to keep the vector widened, which takes twice its size.</summary>
    private const int FewOutputs = 8;

    /// <summary>A vector from this length on is worth a kernel of its own.</summary>
    private const int LongVector = 512;

    private static WholeCall OneVector(EmitContext context, Requantization requant, ImmutableArray<CArray> arrays, int depth, CField[] shared)
    {
        var few = context.UsesDsp && context.Types.Inputs[1].Shape[0] <= FewOutputs && depth >= LongVector;
        return new WholeCall(
            $"te_fully_connected_s8{(few ? "_few" : "")}{requant.KernelInfix}{context.IsaSuffix}",
            [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params(), new CallArgument.Workspace()])
        {
            Scratch = few || !context.UsesDsp ? null : new Scratch(2 * WeightPacking.RoundUp(depth, 4), $"TE_FULLY_CONNECTED_S8_SCRATCH_BYTES({depth})"),
            Arrays = arrays,
            Params = new CParams("te_fully_connected_s8_params", [.. shared]),
        };
    }

    /// <summary>Several vectors are the pixels of a 1x1 convolution.</summary>
    private static RowCall Pixels(EmitContext context, Requantization requant, ImmutableArray<CArray> arrays, int depth, CField[] shared) =>
        PointwiseKernel.Call(context, requant, depth, [new RowSource(0, RowIndex.Same)], context.Types.Outputs[0].Shape.ToNhwc().Width) with
        {
            RunsOverRows = true,
            Arrays = arrays,
            Params = new CParams("te_conv2d_s8_k1x1_params", [new CField("in", context.Inputs[0]), new CField("out", context.Outputs[0]), .. shared]),
        };

    /// <summary>Vectors across the axes of the input are one row of pixels.</summary>
    private static WholeCall AnyVectors(EmitContext context, Requantization requant, ImmutableArray<CArray> arrays, int depth, CField[] shared)
    {
        var row = PointwiseKernel.Call(context, requant, depth, [], Vectors(context.Types));
        return new WholeCall(row.Kernel, AsRow(row.Columns))
        {
            Scratch = row.Scratch,
            Arrays = arrays,
            Params = new CParams(
                "te_conv2d_s8_k1x1_params", [new CField("in", $"{{ {depth}, 1 }}"), new CField("out", $"{{ {context.Types.Inputs[1].Shape[0]}, 1 }}"), .. shared]),
        };
    }

    /// <summary>int16 activations: weights as in the model, zero points 0. Several vectors are the pixels of a 1x1 convolution.</summary>
    private WholeCall Wide(EmitContext context, ImmutableArray<QuantizedMultiplier> multipliers)
    {
        var (outChannels, depth, vectors) = (context.Types.Inputs[1].Shape[0], context.Types.Inputs[1].Shape[1], Vectors(context.Types));
        var requant = Requantization16.Build(context, multipliers);
        ImmutableArray<CArray> arrays = [CArray.Weights(context.Constants[1]!.Value.As<sbyte>().ToArray()), requant.Rows];
        CField[] shared =
        [
            new("inChannels", depth),
            new("outChannels", outChannels),
            .. Activation.Fields(),
            new("weights", "@weights"),
            new("requant", "@requant"),
        ];
        if (vectors == 1)
        {
            return new WholeCall(
                $"te_fully_connected_s16{requant.KernelInfix}__c99", [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params(), new CallArgument.Workspace()])
            {
                Arrays = arrays,
                Params = new CParams("te_fully_connected_s16_params", [.. shared]),
            };
        }

        string[] ones = ["groups", "kernelHeight", "kernelWidth", "strideX", "dilationX"];
        return new WholeCall($"te_conv2d_s16{requant.KernelInfix}__c99", AsRow(vectors))
        {
            Arrays = arrays,
            Params = new CParams(
                "te_conv2d_s16_params",
                [
                    new CField("in", $"{{ {2 * depth}, 2 }}"),
                    new CField("out", $"{{ {2 * outChannels}, 2 }}"),
                    new CField("inWidth", vectors),
                    .. ones.Select(name => new CField(name, 1)),
                    new CField("padLeft", 0),
                    .. shared,
                ]),
        };
    }

    /// <summary>Arguments of a row kernel for a whole tensor as one row.</summary>
    private static ImmutableArray<CallArgument> AsRow(int columns) =>
    [
        new CallArgument.Output(0),
        new CallArgument.RowList(0),
        new CallArgument.Number(0),
        new CallArgument.Number(columns),
        new CallArgument.Params(),
        new CallArgument.Workspace(),
    ];
}
