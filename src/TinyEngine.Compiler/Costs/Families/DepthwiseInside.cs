namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_dwconv2d_s8_inside…__dsp</c>: the taps of a pixel that lie in the map are listed, then all blocks of four channels run
/// through the list.</summary>
internal sealed class DepthwiseInside : KernelFamily<DepthwiseInside.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Pixels,
        Rows,
        Taps,
        TapsOutside,
        Blocks,
        BlockTaps,
        BlockRounds,
        LastPixels,
        LastChannels,
        LastTaps,
        LastMacs,
        ClampRuns,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (blocks, rest) = (g.InChannels / 4, g.InChannels % 4);
        counts[(int)Term.Calls]++;
        for (var column = work.First; column < work.End; column++)
        {
            var taps = work.RowsInside * g.TapsInside(column);
            if (blocks > 0)
                List(work, taps, counts);
            counts[(int)Term.Blocks] += blocks;
            counts[(int)Term.BlockTaps] += blocks * taps;
            counts[(int)Term.BlockRounds] += blocks * CeilDivide(taps, 4);
            counts[(int)Term.LastPixels] += rest > 0 ? 1 : 0;
            counts[(int)Term.LastChannels] += rest;
            counts[(int)Term.LastTaps] += rest * g.KernelHeight * g.KernelWidth;
            counts[(int)Term.LastMacs] += rest * taps;
        }

        var (runs, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += runs;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }

    /// <summary>Where there are blocks, the taps of a pixel are listed for them.</summary>
    private static void List(in KernelWork work, int taps, Span<double> counts)
    {
        counts[(int)Term.Pixels]++;
        counts[(int)Term.Rows] += work.RowsInside;
        counts[(int)Term.Taps] += taps;
        counts[(int)Term.TapsOutside] += (work.RowsInside * work.Geometry.KernelWidth) - taps;
    }
}
