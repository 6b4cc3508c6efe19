using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Mul : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var parameters = Params(context.Types.Inputs[0], context.Types.Inputs[1], context.Types.Outputs[0]);
        // Products are far below what the fast encoding's accumulators may be.
        var encoding = LayerProof.IsFast(parameters.Multiplier) ? KernelEncoding.Fast : KernelEncoding.AnyShift;
        var isWide = context.Types.Outputs[0].DType == DType.Int16;
        return BinaryKernel.Select(
            isWide ? KernelTable.Find("mul", "s16") : KernelTable.Find("mul", "s8", context.SmallIsa, encoding: encoding),
            "te_mul_s8_params",
            [
                new CField("zeroPoint0", parameters.ZeroPoint1),
                new CField("zeroPoint1", parameters.ZeroPoint2),
                new CField(
                    "requant",
                    KernelChoice.Requant(0, parameters.Multiplier, parameters.OutputZeroPoint, isWide ? KernelEncoding.AnyShift : encoding)
                ),
                .. parameters.Activation.Fields(),
            ],
            context
        );
    }
}
