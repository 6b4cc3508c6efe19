using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record MinMax : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        BinaryKernel.Select(TakesLarger ? "te_maximum_s8__c99" : "te_minimum_s8__c99", "te_minmax_s8_params", [], context);
}
