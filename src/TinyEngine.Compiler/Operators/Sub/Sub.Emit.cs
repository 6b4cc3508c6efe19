using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record Sub : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => KernelChoice.OnlyInt8(types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        BinaryKernel.Select(
            $"te_sub_s8{context.IsaSuffix}",
            "te_add_s8_params",
            Params(context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]).Fields(),
            context);
}
