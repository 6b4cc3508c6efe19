using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Logistic : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (Table(input, output) is { } table)
            return LookUpKernel.Select(table, context);
        var parameters = LogisticParams16.Compute(input);
        return ConvertKernel.Select(
            KernelTable.Find(parameters.IsSteep ? "logistic_steep" : "logistic", "s16"),
            new CParams(
                "te_activation_s16_params",
                [new CField("multiplier", parameters.Multiplier), new CField("shift", parameters.Shift)]
            ),
            context
        );
    }
}
