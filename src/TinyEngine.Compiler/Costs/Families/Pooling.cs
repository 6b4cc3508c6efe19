namespace TinyEngine.Compiler.Costs;

/// <summary>Pooling over windows.</summary>
internal sealed class Pooling : KernelFamily<Pooling.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Columns,
        Blocks,
        BlockRows,
        BlockTaps,
        Outputs,
        OutputRows,
        OutputTaps,
        ClampRuns,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var blocks = g.In.Channel == 1 && g.Out.Channel == 1 ? g.InChannels / 4 : 0;
        counts[(int)Term.Calls]++;
        for (var column = work.First; column < work.End; column++)
        {
            var taps = work.RowsInside * g.TapsInside(column, dilation: 1);
            counts[(int)Term.Columns]++;
            counts[(int)Term.Blocks] += blocks;
            counts[(int)Term.BlockRows] += blocks * work.RowsInside;
            counts[(int)Term.BlockTaps] += blocks * taps;
            counts[(int)Term.Outputs] += g.InChannels - (4 * blocks);
            counts[(int)Term.OutputRows] += (g.InChannels - (4 * blocks)) * work.RowsInside;
            counts[(int)Term.OutputTaps] += (g.InChannels - (4 * blocks)) * taps;
        }

        var (runs, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += runs;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }
}
