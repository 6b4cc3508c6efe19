using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record AddSub : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        AddKernel.Select(
            Kind == AddSubKind.Add ? "add" : "sub",
            Params(context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]),
            context
        );
}
