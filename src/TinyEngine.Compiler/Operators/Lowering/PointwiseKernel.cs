using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>The pointwise kernel: 1x1 convolutions, and fully-connected layers over several vectors.</summary>
internal static class PointwiseKernel
{
    /// <summary>The call without its parameters and constants. The SIMD variant works on five pixels at a time, which needs more
    /// scratch; where size counts, and for the general encoding, on two. What the fewest instructions are is no question: blocks of four,
    /// two and one are in the larger one as well.</summary>
    public static RowCall Call(EmitContext context, int inChannels, ImmutableArray<RowSource> sources, int columns)
    {
        var special = context.UsesDsp ? KernelSpecial.Pixels(context.WantsSmall || context.IsGeneral ? 2 : 5) : KernelSpecial.Any;
        var kernel = context.KernelFor("conv2d_k1x1", "s8", special);
        // Rows may be taken as one long row.
        var output = context.Types.Outputs[0].Shape;
        var pixels = output.ElementCount / output[output.Rank - 1];
        return kernel.Rows(sources, columns) with { Scratch = kernel.ScratchOf(("ic", inChannels), ("columns", pixels)) };
    }
}
