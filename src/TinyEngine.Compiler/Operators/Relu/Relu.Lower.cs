using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Relu : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (Table(input, output) is { } table)
            return LookUpKernel.Select(table, context);
        var parameters = Params(input, output);
        return ConvertKernel.Select(
            KernelTable.Find("relu", "s16"),
            new CParams(
                "te_relu_s16_params",
                [
                    new CField("multiplier", parameters.Multiplier.Multiplier),
                    new CField("exponent", parameters.Multiplier.Shift),
                    .. parameters.Range.Fields(),
                ]
            ),
            context
        );
    }
}
