using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record MaxPool2D : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => [PoolKernel.Select("max_pool2d", Window, Activation, context)];
}
