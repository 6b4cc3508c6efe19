using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Comparison : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => WalkKernel.WhyNot(types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (first, second) = (context.Types.Inputs[0], context.Types.Inputs[1]);
        var (factor1, factor2) = (Factor(first), Factor(second));
        var type = first.DType == DType.Bool ? "s8" : ConvertKernel.Short(first.DType);
        return
        [
            WalkKernel.Select(
                KernelTable.Find("compare", type),
                "te_compare_params",
                [
                    new CField("relation", (int)Relation),
                    new CField("zeroPoint", [ZeroPoint(first), ZeroPoint(second)]),
                    new CField("multiplier", [factor1.Multiplier, factor2.Multiplier]),
                    new CField("exponent", [factor1.Shift, factor2.Shift]),
                ],
                context
            ),
        ];
    }

    private static int ZeroPoint(TensorType type) => type.DType == DType.Int8 ? type.Quant.ZeroPoint : 0;
}
