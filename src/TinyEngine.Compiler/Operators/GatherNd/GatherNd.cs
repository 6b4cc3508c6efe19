using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Slices of a tensor to which vectors of indices point.</summary>
internal sealed partial record GatherNd : Op, IOperator<GatherNd>, IEmitC
{
    private const int MostIndices = 5;
    private const string WholeTensors = "a row of its output takes elements from any row";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(GatherNd), "Slices to which vectors of indices point")
        {
            DataTypes = ["any type, unchanged; int32 indices"],
            Limits = "up to 5 indices a slice; a position outside of the tensor ends the run",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "GATHER_ND";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 2) || !site.HasType("the indices", inputs[1], DType.Int32) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var (data, indices) = (inputs[0].Shape, inputs[1].Shape);
        if (indices.Rank < 1 || indices[^1] > Math.Min(data.Rank, MostIndices))
            return site.Error(
                Diag.ShapeMismatch,
                $"indices of {indices} do not fit a tensor of {data}",
                $"the last axis holds an index for each of the first axes, at most {MostIndices}"
            );
        return site.TypeOf(site.Output, [.. indices.Sizes[..^1].ToInt64(), .. data.Sizes[indices[^1]..].ToInt64()]);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (depth, strides, slice, size) = Loops(context.Types());
        var indices = context.Input<int>(1);
        var data = context.Input<byte>(0);
        var output = context.Output<byte>();
        for (var i = 0; i < indices.Length / depth; i++)
        {
            var from = 0L;
            for (var k = 0; k < depth; k++)
                from += (long)indices[(i * depth) + k] * strides[k];
            if (from < 0 || from > size - slice)
                throw context.DataError("indices point outside of the tensor", $"the {size:N0} bytes of the tensor have no byte {from:N0}");
            data.Slice((int)from, slice).CopyTo(output[(i * slice)..]);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (depth, strides, slice, size) = Loops(context.Types);
        return
        [
            KernelTable
                .Find("gather_nd", "any")
                .Whole(
                    new CallArgument.Output(0),
                    new CallArgument.Input(0),
                    new CallArgument.Input(1),
                    new CallArgument.Number(context.Types.Inputs[1].Shape.ElementCount / depth),
                    new CallArgument.Params()
                ) with
            {
                CanFail = true,
                Params = new CParams(
                    "te_gather_nd_params",
                    [
                        new CField("depth", depth),
                        new CField("stride", strides),
                        new CField("sliceBytes", slice),
                        new CField("dataBytes", size),
                    ]
                ),
            },
        ];
    }

    private static (int Depth, int[] Strides, int SliceBytes, int DataBytes) Loops(OpTypes types)
    {
        var (data, depth, bytes) = (types.Inputs[0].Shape, types.Inputs[1].Shape[^1], types.Inputs[0].DType.ByteSize());
        var strides = data.Strides();
        return (
            depth,
            [.. strides[..depth].Select(stride => stride * bytes)],
            data.Sizes[depth..].Aggregate(bytes, (product, size) => product * size),
            types.Inputs[0].ByteSize
        );
    }
}
