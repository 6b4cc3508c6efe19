using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Reductions as kernels: over height and width row by row, over any axes as a walk.</summary>
internal static class ReductionKernel
{
    private const int MaximumRank = 6;

    /// <summary>Why a reduction over any axes cannot be compiled; null when it can.</summary>
    public static string? WhyNot(EquatableArray<int> axes, OpTypes types) =>
        Loops(axes, types.Inputs[0].Shape) is var (kept, reduced) && Math.Max(kept.Count, reduced.Count) > MaximumRank
            ? $"there is a C kernel for up to {MaximumRank} separate groups of axes"
            : null;

    /// <summary>A reduction over the whole map that takes rows as they come.</summary>
    /// <param name="finish">The kernel that turns sums into the output.</param>
    /// <param name="requant">The <c>te_requant</c>.</param>
    /// <param name="clamp">Bounds of the output.</param>
    /// <param name="context">Types and layouts.</param>
    public static KernelCall OverMap(string finish, FieldValue requant, Clamp clamp, EmitContext context)
    {
        var types = ConvertKernel.Short(context.Types.Inputs[0].DType);
        var (n, height, width, channels) = context.Types.Inputs[0].Shape.ToNhwc();
        var rows = KernelTable.Find("mean_rows", types, context.SmallIsa);
        return new AccumulateCall(
            rows.Symbol,
            KernelTable.Find("mean_begin", "s8").Symbol,
            KernelTable.Find(finish, types).Symbol,
            "int32_t",
            n * height,
            width
        )
        {
            Scratch = rows.ScratchOf(("channels", channels)),
            Params = new CParams(
                "te_mean_s8_params",
                [
                    new CField("in", context.Inputs[0]),
                    new CField("channels", channels),
                    new CField("requant", requant),
                    new CField("count", height * width),
                    .. clamp.Fields(),
                ]
            ),
        };
    }

    /// <summary>A reduction over any axes: of each row by itself where rows stay rows.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="axes">Axes to reduce.</param>
    /// <param name="requant">The <c>te_requant</c>.</param>
    /// <param name="context">Types and layouts.</param>
    public static KernelCall OverAxes(KernelDef kernel, EquatableArray<int> axes, FieldValue requant, EmitContext context) =>
        OverAxes(kernel, axes, "te_reduce_nd_params", new CField("requant", requant), context);

    /// <summary>A reduction over any axes: of each row by itself where rows stay rows.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="axes">Axes to reduce.</param>
    /// <param name="structure">Type of its parameters.</param>
    /// <param name="last">What they hold behind the loops.</param>
    /// <param name="context">Types and layouts.</param>
    public static KernelCall OverAxes(KernelDef kernel, EquatableArray<int> axes, string structure, CField last, EmitContext context)
    {
        var (shape, output) = (context.Types.Inputs[0].Shape, context.Types.Outputs[0].Shape);
        if (shape.Rank < 2 || Reduction.WhyWholeTensors(context.Types, axes) is not null)
        {
            return kernel.Whole(
                new CallArgument.Output(0),
                new CallArgument.Input(0),
                new CallArgument.Number(output.ElementCount),
                new CallArgument.Params()
            ) with
            {
                Params = Params(axes, shape, structure, last),
            };
        }

        var (_, _, width, channels) = output.ToNhwc();
        return kernel.Rows([new RowSource(0, RowIndex.Same)], width) with
        {
            LinearCount = width * channels,
            Params = Params([.. axes.Select(axis => axis - shape.Rank + 2)], [shape[^2], shape[^1]], structure, last),
        };
    }

    private static CParams Params(EquatableArray<int> axes, Shape shape, string structure, CField last)
    {
        var (kept, reduced) = Loops(axes, shape);
        return new CParams(
            structure,
            [
                new CField("keptRank", kept.Count),
                new CField("keptExtent", kept.Select(loop => loop.Extent)),
                new CField("keptStride", kept.Select(loop => loop.Stride)),
                new CField("reducedRank", reduced.Count),
                new CField("reducedExtent", reduced.Select(loop => loop.Extent)),
                new CField("reducedStride", reduced.Select(loop => loop.Stride)),
                last,
            ]
        );
    }

    /// <summary>Loops over kept and over reduced elements; neighbouring axes of a kind are one loop.</summary>
    private static (List<(int Extent, int Stride)> Kept, List<(int Extent, int Stride)> Reduced) Loops(
        EquatableArray<int> axes,
        Shape shape
    )
    {
        var (kept, reduced) = (new List<(int Extent, int Stride)>(), new List<(int Extent, int Stride)>());
        var strides = shape.Strides();
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var loops = axes.Items.Contains(axis) ? reduced : kept;
            if (loops.Count > 0 && loops[^1].Stride == shape[axis] * strides[axis])
                loops[^1] = (loops[^1].Extent * shape[axis], strides[axis]);
            else
                loops.Add((shape[axis], strides[axis]));
        }

        return (kept, reduced);
    }

    /// <summary>The call of MEAN or SUM.</summary>
    public static KernelCall Select(SumParams parameters, EquatableArray<int> axes, EmitContext context)
    {
        var requant = KernelChoice.Requant(
            unchecked(-parameters.InputZeroPoint * parameters.Count),
            parameters.Multiplier,
            parameters.OutputZeroPoint
        );
        return Reduction.AccumulatesRows(context.Types.Inputs[0], axes)
            ? OverMap("mean_finish", requant, parameters.Range, context)
            : OverAxes(KernelTable.Find("reduce_sum_nd", ConvertKernel.Short(context.Types.Inputs[0].DType)), axes, requant, context);
    }
}
