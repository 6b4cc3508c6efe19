using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ReduceMinMax : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => ReductionKernel.WhyNot(Axes, types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [
            ReductionKernel.OverAxes(
                TakesLarger ? "te_reduce_max_s8_nd__c99" : "te_reduce_min_s8_nd__c99",
                Axes,
                KernelChoice.Requant(0, default, 0),
                context
            ),
        ];
}
