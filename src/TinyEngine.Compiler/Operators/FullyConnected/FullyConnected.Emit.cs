using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record FullyConnected : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types)
    {
        if (KernelChoice.OnlyInt8(types) is { } reason)
            return reason;
        var (input, output) = (types.Inputs[0].Shape.ToNhwc(), types.Outputs[0].Shape.ToNhwc());
        return Vectors(types) == 1 || (input.Height == output.Height && input.Width == output.Width && input.Channels == types.Inputs[1].Shape[1])
            ? null
            : "there is a C kernel for one vector, or for vectors that are the pixels of the input and of the output";
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (ifm, weightsType, ofm) = (context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        var (outChannels, depth) = (weightsType.Shape[0], weightsType.Shape[1]);
        var requant = Requantization.Build(
            context.Constants[1]!.Value.As<sbyte>(),
            context.Constants.Length > 2 ? context.Constants[2]!.Value.As<int>() : [],
            ChannelMultipliers.ComputeFullyConnected(ifm, weightsType, ofm, outChannels),
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
        return [Vectors(context.Types) == 1 ? OneVector(context, requant, arrays, depth, shared) : Pixels(context, requant, arrays, depth, shared)];
    }

    private static int Vectors(OpTypes types) => types.Outputs[0].Shape.ElementCount / types.Inputs[1].Shape[0];

    private static WholeCall OneVector(EmitContext context, Requantization requant, ImmutableArray<CArray> arrays, int depth, CField[] shared) =>
        new(
            $"te_fully_connected_s8{requant.KernelInfix}{context.IsaSuffix}",
            [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params(), new CallArgument.Workspace()])
        {
            Scratch = !context.UsesDsp ? null : new Scratch(2 * WeightPacking.RoundUp(depth, 4), $"TE_FULLY_CONNECTED_S8_SCRATCH_BYTES({depth})"),
            Arrays = arrays,
            Params = new CParams("te_fully_connected_s8_params", [.. shared]),
        };

    /// <summary>Several vectors are the pixels of a 1x1 convolution.</summary>
    private static RowCall Pixels(EmitContext context, Requantization requant, ImmutableArray<CArray> arrays, int depth, CField[] shared) =>
        PointwiseKernel.Call(context, requant, depth, [new RowSource(0, RowIndex.Same)], context.Types.Outputs[0].Shape.ToNhwc().Width) with
        {
            RunsOverRows = true,
            Arrays = arrays,
            Params = new CParams("te_conv2d_s8_k1x1_params", [new CField("in", context.Inputs[0]), new CField("out", context.Outputs[0]), .. shared]),
        };
}
