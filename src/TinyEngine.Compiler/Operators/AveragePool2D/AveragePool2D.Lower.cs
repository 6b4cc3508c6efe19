using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record AveragePool2D : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        PoolKernel.CoversMap(Window, context.Types)
            ? [ReductionKernel.OverMap("avg_pool2d_finish", KernelChoice.Requant(0, default, 0), Activation, context)]
            : [PoolKernel.Select("avg_pool2d", Window, Activation, context)];
}
