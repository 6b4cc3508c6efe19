namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_conv2d_s8_k1x1…__dsp</c>: blocks of pixels, each widened once and multiplied with all channels' weights.</summary>
internal sealed class Pointwise : KernelFamily<Pointwise.Term>
{
    /// <summary>What is counted. The terms of a size stand in the order of <see cref="PixelBlocks.Count"/>.</summary>
    internal enum Term
    {
        Blocks5,
        Channels5,
        Groups5,
        Rounds5,
        Odd5,
        OddGroups5,
        Blocks4,
        Channels4,
        Groups4,
        Rounds4,
        Odd4,
        OddGroups4,
        Blocks2,
        Channels2,
        Groups2,
        Rounds2,
        Odd2,
        OddGroups2,
        Blocks1,
        Channels1,
        Groups1,
        Rounds1,
        Odd1,
        OddGroups1,
        Widen5,
        Widen4,
        Widen2,
        Widen1,
        Planar5,
        Planar4,
        Planar2,
        Planar1,
        Calls,
        LastPixels,
        LastBytes,
        ClampRuns,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (whole, rest, planar) = (g.InChannels / 4, g.InChannels % 4, g.In.Channel != 1);
        counts[(int)Term.Calls]++;
        for (var left = work.Columns; left > 0; )
        {
            var size = PixelBlocks.Next(left, g.PixelsAtATime);
            var index = PixelBlocks.IndexOf(size);
            PixelBlocks.Count(size, g.OutChannels, CeilDivide(g.InChannels, 4), counts[(index * PixelBlocks.TermsPerSize)..]);
            counts[(int)(planar ? Term.Planar5 : Term.Widen5) + index] += whole;
            if (rest > 0)
            {
                counts[(int)Term.LastPixels] += size;
                counts[(int)Term.LastBytes] += size * rest;
            }

            left -= size;
        }

        var (runs, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += runs;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }
}
