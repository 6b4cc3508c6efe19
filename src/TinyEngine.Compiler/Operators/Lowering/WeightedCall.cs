using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Calls of kernels of layers with weights.</summary>
internal static class WeightedCall
{
    /// <summary>The call with its constants, as the kernel takes them.</summary>
    /// <param name="call">Call of a kernel for the layer's encoding.</param>
    /// <param name="context">Types.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="foldsZeroPoint">Whether the bias takes in the IFM's zero point. Not for kernels that leave taps out: what is proved of
    /// sums holds for them too, since each tap's range contains 0.</param>
    public static KernelCall WithWeights(this KernelCall call, EmitContext context, int channels, bool foldsZeroPoint = true)
    {
        var kernel = KernelTable.Of(call.Kernel);
        var depth = context.Types.Inputs[1].Shape.ElementCount / channels;
        return call with
        {
            Constants =
            [
                new CallConstant.Weights(kernel.Packing, channels, depth, kernel.WeightSlack),
                new CallConstant.Requant(kernel.Encoding, channels, foldsZeroPoint),
            ],
        };
    }

    /// <summary>The kernel for the encoding of a layer.</summary>
    public static KernelDef KernelFor(this EmitContext context, string op, string types, KernelSpecial special = default) =>
        KernelTable.Find(op, types, context.Isa, special, context.Encoding);
}
