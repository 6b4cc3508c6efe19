namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_conv2d_s8…__dsp</c>: the windows of some pixels are unrolled, then multiplied as in <see cref="Pointwise"/>.</summary>
internal sealed class Convolution : KernelFamily<Convolution.Term>
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
        Calls,
        KernelRows,
        InsideRows,
        FirstLayerBlocks,
        CutWindows,
        CutRows,
        CutScans,
        CutTaps,
        CutWords,
        PaddedTaps,
        PaddedWords,
        RunCalls,
        RunBlockRows,
        RunRows,
        RunWords,
        ShortRows,
        ShortBytes,
        GatherWindows,
        GatherRows,
        GatherScans,
        GatherRuns,
        GatherTaps,
        GatherBytes,
        PaddedRuns,
        PaddedBytes,
        ClampRuns,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var depth = g.KernelHeight * g.KernelWidth * g.InChannels;
        counts[(int)Term.Calls]++;
        counts[(int)Term.KernelRows] += g.KernelHeight;
        for (int x = work.First, size; x < work.End; x += size)
        {
            size = PixelBlocks.Next(work.End - x, g.PixelsAtATime);
            PixelBlocks.Count(size, g.OutChannels, CeilDivide(depth, 4), counts[(PixelBlocks.IndexOf(size) * PixelBlocks.TermsPerSize)..]);
            Unroll(work, x, size, counts);
        }

        var (runs, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += runs;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }

    /// <summary>Windows that are runs of bytes in each row come in whole words; those at borders as far as they lie inside.</summary>
    private static void Unroll(in KernelWork work, int x, int size, Span<double> counts)
    {
        var g = work.Geometry;
        var (run, index) = (g.KernelWidth * g.InChannels, PixelBlocks.IndexOf(size));
        var isDense = g.In.Channel == 1 && g.In.Pixel == g.InChannels && g.Dilation == 1;
        var runs = isDense && work.RowsInside == g.KernelHeight;
        bool Inside(int column, int count) =>
            runs && (column * g.Stride) - g.PadLeft >= 0 && ((column + count - 1) * g.Stride) - g.PadLeft + g.KernelWidth <= g.InWidth;
        if (g.InChannels % 4 == 0)
        {
            if (Inside(x, size))
            {
                counts[(int)Term.InsideRows] += g.KernelHeight;
                counts[(int)Term.Widen5 + index] += g.KernelHeight * (run / 4);
                return;
            }

            for (var column = x; column < x + size; column++)
            {
                var (taps, all) = (work.RowsInside * g.TapsInside(column), g.KernelHeight * g.KernelWidth);
                counts[(int)Term.CutWindows]++;
                counts[(int)Term.CutRows] += g.KernelHeight;
                counts[(int)Term.CutScans] += work.RowsInside * Scans(g, column);
                counts[(int)Term.CutTaps] += taps;
                counts[(int)Term.CutWords] += taps * (g.InChannels / 4);
                counts[(int)Term.PaddedTaps] += all - taps;
                counts[(int)Term.PaddedWords] += (all - taps) * (g.InChannels / 4);
            }

            return;
        }

        if (Inside(x, size) && size == 4 && g.KernelHeight == 3 && run == 9)
        {
            counts[(int)Term.FirstLayerBlocks]++;
            return;
        }

        if (Inside(x, size))
            Runs(g, size, counts);
        else
        {
            for (var column = x; column < x + size; column++)
            {
                if (Inside(column, 1))
                    Runs(g, 1, counts);
                else
                    Gather(work, column, isDense, counts);
            }
        }

        counts[(int)Term.Widen5 + index] += CeilDivide(g.KernelHeight * run, 4);
    }

    /// <summary>Windows inside the map, row by row.</summary>
    private static void Runs(CallGeometry g, int windows, Span<double> counts)
    {
        counts[(int)Term.RunCalls]++;
        counts[(int)Term.RunBlockRows] += g.KernelHeight;
        Copy(g.KernelHeight * windows, g.KernelWidth * g.InChannels, counts);
    }

    /// <summary>Runs of less than a word come byte by byte.</summary>
    private static void Copy(int runs, int bytes, Span<double> counts)
    {
        if (bytes >= 4)
        {
            counts[(int)Term.RunRows] += runs;
            counts[(int)Term.RunWords] += runs * CeilDivide(bytes, 4);
            return;
        }

        counts[(int)Term.ShortRows] += runs;
        counts[(int)Term.ShortBytes] += runs * bytes;
    }

    /// <summary>A window that a border cuts, or whose taps do not lie next to each other.</summary>
    private static void Gather(in KernelWork work, int column, bool isDense, Span<double> counts)
    {
        var g = work.Geometry;
        var taps = g.TapsInside(column);
        counts[(int)Term.GatherWindows]++;
        counts[(int)Term.GatherRows] += g.KernelHeight;
        counts[(int)Term.GatherScans] += work.RowsInside * Scans(g, column);
        if (isDense && taps > 0)
        {
            counts[(int)Term.GatherRuns] += work.RowsInside;
            Copy(work.RowsInside, taps * g.InChannels, counts);
        }
        else
        {
            counts[(int)Term.GatherTaps] += work.RowsInside * taps;
            counts[(int)Term.GatherBytes] += work.RowsInside * taps * g.InChannels;
        }

        counts[(int)Term.PaddedRuns] += g.KernelHeight - work.RowsInside + (taps < g.KernelWidth ? work.RowsInside : 0);
        counts[(int)Term.PaddedBytes] += ((g.KernelHeight * g.KernelWidth) - (work.RowsInside * taps)) * g.InChannels;
    }

    /// <summary>Taps that are looked at until the last one inside is found.</summary>
    private static int Scans(CallGeometry g, int column)
    {
        var (first, scans) = ((column * g.Stride) - g.PadLeft, 0);
        while (scans < g.KernelWidth && first + (scans * g.Dilation) < g.InWidth)
            scans++;
        return scans;
    }
}
