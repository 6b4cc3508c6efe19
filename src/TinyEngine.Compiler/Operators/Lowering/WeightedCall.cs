using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Calls of kernels of layers with weights.</summary>
internal static class WeightedCall
{
    /// <summary>The call of the kernel for the layer's encoding, with its constants.</summary>
    /// <param name="call">Call of the kernel for the usual encoding.</param>
    /// <param name="context">Types, and the encoding.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="order">The kernel's order of the weights.</param>
    /// <param name="slack">Bytes that the kernel may read behind the weights.</param>
    /// <param name="foldsZeroPoint">Whether the bias takes in the IFM's zero point. Not for kernels that leave taps out: what is proved of
    /// sums holds for them too, since each tap's range contains 0.</param>
    public static KernelCall WithWeights(
        this KernelCall call,
        EmitContext context,
        int channels,
        WeightOrder order,
        int slack = 0,
        bool foldsZeroPoint = true
    ) =>
        call with
        {
            Kernel = context.Encoding switch
            {
                KernelEncoding.AnyShift => KernelName.With(call.Kernel, "_anyshift"),
                KernelEncoding.Acc32 => KernelName.With(call.Kernel, "_acc32"),
                _ => call.Kernel,
            },
            Constants =
            [
                new CallConstant.Weights(order, channels, context.Types.Inputs[1].Shape.ElementCount / channels, slack),
                new CallConstant.Requant(context.Encoding, channels, foldsZeroPoint),
            ],
        };
}
