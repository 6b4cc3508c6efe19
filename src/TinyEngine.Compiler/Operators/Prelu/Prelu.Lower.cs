using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Prelu : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => types.Outputs[0].DType == DType.Int16 ? WalkKernel.WhyNot(types) : null;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var parameters = PreluParams.Create(context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        if (context.Types.Outputs[0].DType == DType.Int16)
            return
            [
                WalkKernel.Select(
                    KernelTable.Find("prelu", "s16"),
                    "te_prelu_s16_params",
                    [
                        new CField("zeroPointAlpha", parameters.AlphaZeroPoint),
                        new CField("multiplier", [parameters.Positive.Multiplier, parameters.Negative.Multiplier]),
                        new CField("exponent", [parameters.Positive.Shift, parameters.Negative.Shift]),
                    ],
                    context
                ),
            ];
        return BinaryKernel.Select(
            KernelTable.Find("prelu", "s8"),
            "te_prelu_s8_params",
            [
                new CField("zeroPointIn", parameters.InputZeroPoint),
                new CField("zeroPointAlpha", parameters.AlphaZeroPoint),
                new CField("zeroPointOut", parameters.OutputZeroPoint),
                new CField("multiplierPositive", parameters.Positive.Multiplier),
                new CField("exponentPositive", parameters.Positive.Shift),
                new CField("multiplierNegative", parameters.Negative.Multiplier),
                new CField("exponentNegative", parameters.Negative.Shift),
            ],
            context
        );
    }
}
