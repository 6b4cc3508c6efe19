using TinyEngine.Compiler.Kernels;

namespace TinyEngine.Compiler.Costs;

/// <summary>How the core of convolutions takes pixels: 5, 4, 2 or 1 at a time (<c>te_block_s8_next</c>).</summary>
internal static class PixelBlocks
{
    /// <summary>Terms that each size has.</summary>
    public const int TermsPerSize = 6;

    /// <summary>Sizes, the largest first; their terms come in this order.</summary>
    public static ReadOnlySpan<int> Sizes => [5, 4, 2, 1];

    /// <summary>Pixels of the next block.</summary>
    public static int Next(int left, int most) =>
        most >= 5 && left >= 5 && left is not (6 or 8) ? 5
        : most >= 4 && left >= 4 ? 4
        : left >= 2 ? 2
        : 1;

    /// <summary>Place of a size in <see cref="Sizes"/>.</summary>
    public static int IndexOf(int size) => Sizes.IndexOf(size);

    /// <summary>How many pixels a kernel takes at a time.</summary>
    public static int Most(KernelSpecial special) => special.Kind == KernelSpecialKind.Pixels ? special.Size : 2;

    /// <summary>Adds the dot products of a block: blocks, channels, groups of 4 depths, rounds of the unrolled loop, odd channels and their
    /// groups.</summary>
    /// <param name="size">Pixels of the block.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="groups">Groups of 4 depths.</param>
    /// <param name="counts">The terms of the size.</param>
    public static void Count(int size, int channels, int groups, Span<double> counts)
    {
        counts[0]++;
        if (size >= 4)
        {
            counts[1] += channels;
            counts[2] += (double)channels * groups;
            counts[3] += (double)channels * ((groups + 3) / 4);
            return;
        }

        var (pairs, odd) = (channels / 2, channels % 2);
        // A single pixel takes two groups at a step, an odd one before them.
        var (steps, single) = size == 1 ? (groups / 2, groups % 2) : (groups, 0);
        counts[1] += pairs;
        counts[2] += (double)pairs * ((size == 1 ? 2 * steps : steps) + single);
        counts[3] += (double)pairs * ((steps + 3) / 4);
        counts[4] += odd + (size == 1 ? (double)pairs * single : 0);
        counts[5] += odd * groups;
    }
}
