using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record AveragePool2D : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => KernelChoice.OnlyInt8(types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => PoolKernel.CoversMap(Window, context.Types)
        ? [ReductionKernel.OverMap("te_avg_pool2d_s8_finish__c99", KernelChoice.Requant(0, default, 0), Activation, context)]
        : [PoolKernel.Select("te_avg_pool2d_s8__c99", Window, Activation, context)];
}
