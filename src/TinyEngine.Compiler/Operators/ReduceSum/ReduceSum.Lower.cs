using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ReduceSum : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => ReductionKernel.WhyNot(Axes, types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [ReductionKernel.Select(Params(context.Types.Inputs[0], context.Types.Outputs[0]), Axes, context)];
}
