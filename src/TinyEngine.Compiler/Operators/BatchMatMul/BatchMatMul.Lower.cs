using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record BatchMatMul : IEmitC
{
    private const int MaximumBatchRank = 6;

    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) =>
        Sizes(types).Batch.Loops.Count > MaximumBatchRank ? $"the batch has more than {MaximumBatchRank} axes" : null;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (rows, depth, columns, batch) = Sizes(context.Types);
        var parameters = MatMulParams.Create(context.Types);
        var isWide = context.Types.Outputs[0].DType == DType.Int16;
        var (multiplier, exponent) = isWide
            ? Requantization.Wide(parameters.Factor)
            : (parameters.Factor.Multiplier, parameters.Factor.Shift);
        return
        [
            KernelTable
                .Find("batch_matmul", isWide ? "s16" : "s8")
                .Whole(new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Input(1), new CallArgument.Params()) with
            {
                Params = new CParams(
                    "te_batch_matmul_params",
                    [
                        new CField("rows", rows),
                        new CField("depth", depth),
                        new CField("columns", columns),
                        new CField("leftRow", TransposesLeft ? 1 : depth),
                        new CField("leftDepth", TransposesLeft ? rows : 1),
                        new CField("rightDepth", TransposesRight ? 1 : columns),
                        new CField("rightColumn", TransposesRight ? depth : 1),
                        new CField("batchRank", batch.Loops.Count),
                        new CField("batchExtent", batch.Loops.Select(loop => loop.Count)),
                        new CField("leftBatch", batch.Loops.Select(loop => loop.Stride1 * rows * depth)),
                        new CField("rightBatch", batch.Loops.Select(loop => loop.Stride2 * depth * columns)),
                        new CField("leftZeroPoint", parameters.LeftZeroPoint),
                        new CField("rightZeroPoint", parameters.RightZeroPoint),
                        new CField("outZeroPoint", parameters.OutputZeroPoint),
                        new CField("multiplier", multiplier),
                        new CField("exponent", exponent),
                    ]
                ),
            },
        ];
    }
}
