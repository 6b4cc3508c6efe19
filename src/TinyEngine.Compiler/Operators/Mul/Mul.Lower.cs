using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Mul : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var parameters = Params(context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        return BinaryKernel.Select(
            context.Types.Outputs[0].DType == DType.Int16 ? "te_mul_s16__c99" : "te_mul_s8_anyshift__c99",
            "te_mul_s8_params",
            [
                new CField("zeroPoint0", parameters.ZeroPoint1),
                new CField("zeroPoint1", parameters.ZeroPoint2),
                new CField("requant", KernelChoice.Requant(0, parameters.Multiplier, parameters.OutputZeroPoint)),
                .. parameters.Activation.Fields(),
            ],
            context
        );
    }
}
