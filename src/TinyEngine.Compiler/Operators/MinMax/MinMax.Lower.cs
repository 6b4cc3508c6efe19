using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record MinMax : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        BinaryKernel.Select(KernelTable.Find(TakesLarger ? "maximum" : "minimum", "s8"), "te_minmax_s8_params", [], context);
}
