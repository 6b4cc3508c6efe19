using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
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
                KernelTable.Find(TakesLarger ? "reduce_max_nd" : "reduce_min_nd", "s8"),
                Axes,
                KernelChoice.Requant(0, default, 0),
                context
            ),
        ];
}
