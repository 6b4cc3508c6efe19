using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record UpdateVariable : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (variable, added) = (context.Types.Inputs[0].ByteSize, context.Types.Inputs[1].ByteSize);
        return
        [
            KernelTable
                .Find("update_variable", "any")
                .Whole(new CallArgument.State(0), new CallArgument.Input(1), new CallArgument.Params()) with
            {
                Params = new CParams("te_update_params", [new CField("keep", variable - added), new CField("bytes", added)]),
            },
        ];
    }
}
