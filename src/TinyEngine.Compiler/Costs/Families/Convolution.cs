namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_conv2d_s8…__dsp</c>: the windows of some pixels are unrolled, then multiplied as in <see cref="Pointwise"/>.</summary>
internal sealed class Convolution : KernelFamily<Convolution.Term>
{
    /// <summary>What is counted. The terms of a size stand in the order of <see cref="PixelBlocks.Count"/>.</summary>
    internal enum Term
    {
        Blocks5, Channels5, Groups5, Rounds5, Odd5, OddGroups5,
        Blocks4, Channels4, Groups4, Rounds4, Odd4, OddGroups4,
        Blocks2, Channels2, Groups2, Rounds2, Odd2, OddGroups2,
        Blocks1, Channels1, Groups1, Rounds1, Odd1, OddGroups1,
        Widen5, Widen4, Widen2, Widen1,
        Calls, KernelRows, InsideRows, FirstLayerBlocks,
        CutWindows, CutRows, CutTaps, CutWords, PaddedWords,
        RunBlockRows, RunRows, RunWords, GatherWindows, GatherRows, GatherTaps, GatherBytes, PaddedBytes,
        ClampRuns, ClampWords, ClampBytes,
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

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith("te_conv2d_s8", StringComparison.Ordinal) && kernel.EndsWith("__dsp", StringComparison.Ordinal);

    /// <summary>Windows that are runs of bytes in each row come in whole words; those at borders tap by tap.</summary>
    private static void Unroll(in KernelWork work, int x, int size, Span<double> counts)
    {
        var g = work.Geometry;
        var (run, index) = (g.KernelWidth * g.InChannels, PixelBlocks.IndexOf(size));
        var runs = run >= 4 && g.In.Channel == 1 && g.In.Pixel == g.InChannels && g.Dilation == 1 && work.RowsInside == g.KernelHeight;
        bool Inside(int column, int count) => runs && (column * g.Stride) - g.PadLeft >= 0 && ((column + count - 1) * g.Stride) - g.PadLeft + g.KernelWidth <= g.InWidth;
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
                var taps = work.RowsInside * g.TapsInside(column);
                counts[(int)Term.CutWindows]++;
                counts[(int)Term.CutRows] += g.KernelHeight;
                counts[(int)Term.CutTaps] += taps;
                counts[(int)Term.CutWords] += taps * (g.InChannels / 4);
                counts[(int)Term.PaddedWords] += ((g.KernelHeight * g.KernelWidth) - taps) * (g.InChannels / 4);
            }

            return;
        }

        if (Inside(x, size) && size == 4 && g.KernelHeight == 3 && run == 9)
        {
            counts[(int)Term.FirstLayerBlocks]++;
            return;
        }

        if (Inside(x, size))
            counts[(int)Term.RunBlockRows] += g.KernelHeight;
        for (var column = x; column < x + size; column++)
        {
            if (Inside(column, 1))
            {
                counts[(int)Term.RunRows] += g.KernelHeight;
                counts[(int)Term.RunWords] += g.KernelHeight * CeilDivide(run, 4);
                continue;
            }

            var taps = work.RowsInside * g.TapsInside(column);
            counts[(int)Term.GatherWindows]++;
            counts[(int)Term.GatherRows] += g.KernelHeight;
            counts[(int)Term.GatherTaps] += taps;
            counts[(int)Term.GatherBytes] += taps * g.InChannels;
            counts[(int)Term.PaddedBytes] += ((g.KernelHeight * g.KernelWidth) - taps) * g.InChannels;
        }

        counts[(int)Term.Widen5 + index] += CeilDivide(g.KernelHeight * run, 4);
    }
}
