using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record GeneralFullyConnected : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (ifm, weights, ofm) = (context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        var factor = Factor(ifm, weights, ofm);
        var hasBias = context.Types.Inputs.Length > 2;
        return
        [
            KernelTable
                .Find("fully_connected_any", "s8")
                .Whole(new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Input(1), new CallArgument.Params()) with
            {
                Constants = hasBias ? [new CallConstant.Operand("bias", ConstantKind.Table, 2, context.Types.Inputs[2].ByteSize)] : [],
                Params = new CParams(
                    "te_fully_connected_any_s8_params",
                    [
                        new CField("vectors", ofm.Shape.ElementCount / weights.Shape[0]),
                        new CField("inChannels", weights.Shape[1]),
                        new CField("outChannels", weights.Shape[0]),
                        new CField("inZeroPoint", ifm.Quant.ZeroPoint),
                        new CField("weightZeroPoint", weights.Quant.ZeroPoint),
                        new CField("outZeroPoint", ofm.Quant.ZeroPoint),
                        new CField("multiplier", factor.Multiplier),
                        new CField("exponent", factor.Shift),
                        .. Activation.Fields(),
                        hasBias ? CField.Constant("bias") : new CField("bias", new FieldValue.None()),
                    ]
                ),
            },
        ];
    }
}
