using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Gather : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var loops = Loops(context.Types);
        if (WhyWholeTensors(context.Types, context.Constants) is null)
            return [Row(context, loops)];
        return
        [
            KernelTable
                .Find("gather", "any")
                .Whole(new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Input(1), new CallArgument.Params()) with
            {
                CanFail = !AreInRange(context.Constants[1], loops.Size),
                Params = new CParams(
                    "te_gather_params",
                    [
                        new CField("batches", loops.Batches),
                        new CField("outer", loops.Outer),
                        new CField("picks", loops.Picks),
                        new CField("size", loops.Size),
                        new CField("sliceBytes", loops.SliceBytes),
                    ]
                ),
            },
        ];
    }

    /// <summary>Within a row, by constant indices.</summary>
    private static RowCall Row(EmitContext context, GatherLoops loops)
    {
        var (_, _, width, channels) = context.Types.Outputs[0].Shape.ToNhwc();
        return KernelTable.Find("gather_row", "any").Rows([new RowSource(0, RowIndex.Same)], width) with
        {
            Constants = [new CallConstant.Operand("indices", ConstantKind.Table, 1, context.Types.Inputs[1].ByteSize)],
            Params = new CParams(
                "te_gather_row_params",
                [
                    new CField("outer", width * channels * context.Types.Outputs[0].DType.ByteSize() / (loops.Picks * loops.SliceBytes)),
                    new CField("picks", loops.Picks),
                    new CField("size", loops.Size),
                    new CField("sliceBytes", loops.SliceBytes),
                    CField.Constant("indices"),
                ]
            ),
        };
    }

    private static bool AreInRange(Tensor? indices, int size)
    {
        if (indices is not { } constant)
            return false;
        foreach (var index in constant.As<int>())
        {
            if ((uint)index >= (uint)size)
                return false;
        }

        return true;
    }
}
