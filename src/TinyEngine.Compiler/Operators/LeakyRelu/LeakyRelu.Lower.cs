using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record LeakyRelu : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (Table(input, output) is { } table)
            return LookUpKernel.Select(table, context);
        var parameters = LeakyReluParams.Create(input, output, Alpha);
        return ConvertKernel.Select(
            KernelTable.Find("leaky_relu", "s16"),
            new CParams(
                "te_leaky_relu_s16_params",
                [
                    new CField("multiplier", [parameters.Positive.Multiplier, Math.Abs(parameters.Negative.Multiplier)]),
                    new CField("exponent", [parameters.Positive.Shift, parameters.Negative.Shift]),
                    new CField("negates", parameters.Negative.Multiplier < 0 ? 1 : 0),
                ]
            ),
            context
        );
    }
}
