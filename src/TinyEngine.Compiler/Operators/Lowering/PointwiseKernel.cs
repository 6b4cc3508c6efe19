using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>The pointwise kernel: 1x1 convolutions, and fully-connected layers over several vectors.</summary>
internal static class PointwiseKernel
{
    /// <summary>The call without its parameters and constants. The SIMD variant works on five pixels at a time, which needs more scratch; a
    /// smaller one on two. What the fewest instructions are is no question: blocks of four, two and one are in the larger one as
    /// well.</summary>
    public static RowCall Call(EmitContext context, int inChannels, ImmutableArray<RowSource> sources, int columns) =>
        new($"te_conv2d_s8_k1x1{(context is { UsesDsp: true, WantsSmall: false } ? "_x5" : "")}{context.IsaSuffix}", sources, columns)
        {
            Scratch = context is { UsesDsp: true, WantsSmall: false }
                ? new Scratch(10 * Rounding.Up(inChannels, 4), "TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES", inChannels)
                : new Scratch(4 * Rounding.Up(inChannels, 4), "TE_CONV2D_S8_K1X1_SCRATCH_BYTES", inChannels),
            Overlap = OverlapTolerance.Ascending,
        };
}
