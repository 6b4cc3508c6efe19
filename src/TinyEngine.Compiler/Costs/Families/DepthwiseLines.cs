namespace TinyEngine.Compiler.Costs;

/// <summary>The other depthwise SIMD kernels: channel by channel, from lines with borders that rows are copied to unless they can be read
/// where they are.</summary>
internal sealed class DepthwiseLines : KernelFamily<DepthwiseLines.Term>
{
    /// <summary>What is counted: of a call, of the filling of lines, of a channel, of its outputs.</summary>
    internal enum Term
    {
        Calls,
        CallRows,
        FilledWords,
        Channels,
        ChannelRows,
        CopiedRows,
        CopiedLoops,
        CopiedQuads,
        CopiedPairs,
        CopiedWords,
        MissingRows,
        DirectChannels,
        LaneBlocks,
        LaneRows,
        LaneQuads,
        LaneTails,
        LanePixels,
        LaneLines,
        LaneBytes,
        AnyQuads,
        Quads,
        QuadRows,
        QuadWords,
        Pairs,
        Ones,
        Overlaps,
        AfterQuads,
        DilatedOutputs,
        DilatedRows,
        DilatedTaps,
        ClampRuns,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        counts[(int)Term.Calls]++;
        counts[(int)Term.CallRows] += g.KernelHeight;
        var first = (work.First * g.Stride) - g.PadLeft;
        var span = ((work.Columns - 1) * g.Stride) + ((g.KernelWidth - 1) * g.Dilation) + 1;
        var direct = g.IsSpecial && g.In.Pixel == 1 && first >= 0 && first + span <= g.InWidth && work.RowsInside == g.KernelHeight;
        var copied = Math.Min(g.InWidth, first + span) - Math.Max(0, first);
        var channels = g.OutChannels;
        counts[(int)Term.Channels] += channels;
        counts[(int)Term.ChannelRows] += channels * g.KernelHeight;
        if (direct)
            counts[(int)Term.DirectChannels] += channels;
        else
            Lines(work, copied, span, counts);
        if (g.Dilation > 1)
        {
            counts[(int)Term.DilatedOutputs] += channels * work.Columns;
            counts[(int)Term.DilatedRows] += channels * work.Columns * g.KernelHeight;
            counts[(int)Term.DilatedTaps] += channels * work.Columns * g.KernelHeight * g.KernelWidth;
        }
        else
        {
            Outputs(work, channels, counts);
        }

        var (runs, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += runs;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }

    private static void Lines(in KernelWork work, int copied, int span, Span<double> counts)
    {
        var g = work.Geometry;
        var rows = work.RowsInside;
        if (g.In.Pixel == 1)
        {
            counts[(int)Term.FilledWords] += g.KernelHeight * ((span + 11) / 4);
            counts[(int)Term.CopiedRows] += g.InChannels * rows;
            Words(g.InChannels * rows, CeilDivide(copied, 4), g.IsSpecial, counts);
            counts[(int)Term.MissingRows] += g.InChannels * (g.KernelHeight - rows);
            return;
        }

        var (blocks, rest) = (g.InChannels / 4, g.InChannels % 4);
        counts[(int)Term.FilledWords] += 4 * g.KernelHeight * ((span + 11) / 4);
        counts[(int)Term.LaneBlocks] += CeilDivide(g.InChannels, 4);
        counts[(int)Term.LaneRows] += CeilDivide(g.InChannels, 4) * rows;
        counts[(int)Term.LaneQuads] += blocks * rows * (copied / 4);
        counts[(int)Term.LaneTails] += copied % 4 > 0 ? blocks * rows : 0;
        counts[(int)Term.LanePixels] += blocks * rows * (copied % 4);
        counts[(int)Term.LaneLines] += rest * rows;
        counts[(int)Term.LaneBytes] += rest * rows * copied;
    }

    /// <summary>Words of rows that are copied: four at a time, then one by one; kernels for one window take two of those that are left
    /// together.</summary>
    private static void Words(int rows, int words, bool isSpecial, Span<double> counts)
    {
        counts[(int)Term.CopiedLoops] += words >= 4 ? rows : 0;
        counts[(int)Term.CopiedQuads] += rows * (words / 4);
        counts[(int)Term.CopiedPairs] += isSpecial ? rows * (words / 2 % 2) : 0;
        counts[(int)Term.CopiedWords] += rows * (isSpecial ? words % 2 : words % 4);
    }

    /// <summary>Four outputs at a time, the last of them over some of those before.</summary>
    private static void Outputs(in KernelWork work, int channels, Span<double> counts)
    {
        var (columns, g) = (work.Columns, work.Geometry);
        var (quads, tail) = (columns / 4, columns % 4);
        if (!g.IsSpecial)
        {
            quads += columns >= 4 ? CeilDivide(tail, 4) : tail;
            counts[(int)Term.AfterQuads] += channels * (quads - (columns / 4));
            counts[(int)Term.QuadRows] += channels * quads * g.KernelHeight;
            counts[(int)Term.QuadWords] += channels * quads * g.KernelHeight * ((g.KernelWidth - 1) / 4);
        }

        counts[(int)Term.Quads] += channels * quads;
        counts[(int)Term.AnyQuads] += quads > 0 ? channels : 0;
        if (g.IsSpecial)
        {
            counts[(int)Term.Pairs] += tail == 2 || columns == 3 ? channels : 0;
            counts[(int)Term.Ones] += tail == 1 || columns == 3 ? channels : 0;
            counts[(int)Term.Overlaps] += tail == 3 && columns > 3 ? channels : 0;
        }
    }
}
