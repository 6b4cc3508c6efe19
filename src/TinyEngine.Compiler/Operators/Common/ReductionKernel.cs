using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>Reductions as kernels: over height and width row by row, over any axes as a walk.</summary>
internal static class ReductionKernel
{
    /// <summary>A reduction over the whole map that takes rows as they come.</summary>
    /// <param name="finish">Symbol of the function that turns sums into the output.</param>
    /// <param name="requant">Initializer of the <c>te_requant</c>.</param>
    /// <param name="clamp">Bounds of the output.</param>
    /// <param name="context">Types and layouts.</param>
    public static KernelCall OverMap(string finish, string requant, Clamp clamp, EmitContext context)
    {
        var (n, height, width, channels) = context.Types.Inputs[0].Shape.ToNhwc();
        return new AccumulateCall("te_mean_s8_rows__c99", "te_mean_s8_begin__c99", finish, "int32_t", n * height, width)
        {
            Scratch = new Scratch(4 * channels, $"TE_MEAN_S8_SUMS_BYTES({channels})"),
            Params = new CParams(
                "te_mean_s8_params",
                [
                    new CField("in", context.Inputs[0]),
                    new CField("channels", channels),
                    new CField("requant", requant),
                    new CField("count", height * width),
                    .. clamp.Fields(),
                ]),
        };
    }

    /// <summary>A reduction over any axes.</summary>
    /// <param name="kernel">Symbol.</param>
    /// <param name="axes">Axes to reduce.</param>
    /// <param name="requant">Initializer of the <c>te_requant</c>.</param>
    /// <param name="context">Types and layouts.</param>
    public static KernelCall OverAxes(string kernel, EquatableArray<int> axes, string requant, EmitContext context)
    {
        var shape = context.Types.Inputs[0].Shape;
        var strides = shape.Strides();
        var reduced = Enumerable.Range(0, shape.Rank).Where(axes.Items.Contains).ToArray();
        var kept = Enumerable.Range(0, shape.Rank).Except(reduced).ToArray();
        return new WholeCall(kernel, [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params()])
        {
            Params = new CParams(
                "te_reduce_nd_params",
                [
                    new CField("keptRank", kept.Length),
                    new CField("keptExtent", KernelChoice.Array(kept.Select(a => shape[a]))),
                    new CField("keptStride", KernelChoice.Array(kept.Select(a => strides[a]))),
                    new CField("reducedRank", reduced.Length),
                    new CField("reducedExtent", KernelChoice.Array(reduced.Select(a => shape[a]))),
                    new CField("reducedStride", KernelChoice.Array(reduced.Select(a => strides[a]))),
                    new CField("requant", requant),
                ]),
        };
    }

    /// <summary>The call of MEAN or SUM.</summary>
    public static KernelCall Select(MeanParams parameters, EquatableArray<int> axes, EmitContext context)
    {
        var requant = KernelChoice.Requant(unchecked(-parameters.InputZeroPoint * parameters.Count), parameters.Multiplier, parameters.OutputZeroPoint);
        return context.Types.Inputs[0].Shape is [1, _, _, _] && Reduction.IsSpatial(axes)
            ? OverMap("te_mean_s8_finish__c99", requant, parameters.Range, context)
            : OverAxes("te_reduce_sum_s8_nd__c99", axes, requant, context);
    }
}
