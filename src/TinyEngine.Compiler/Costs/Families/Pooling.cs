namespace TinyEngine.Compiler.Costs;

/// <summary>Pooling over windows.</summary>
internal sealed class Pooling : KernelFamily<Pooling.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Columns, Blocks, BlockRows, BlockTaps, Outputs, OutputRows, OutputTaps, ClampWords,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var blocks = g.In.Channel == 1 && g.Out.Channel == 1 ? g.InChannels / 4 : 0;
        counts[(int)Term.Calls]++;
        counts[(int)Term.ClampWords] += g.Clamps ? work.Columns * g.InChannels / 4 : 0;
        for (var column = work.First; column < work.End; column++)
        {
            var taps = work.RowsInside * g.TapsInside(column);
            counts[(int)Term.Columns]++;
            counts[(int)Term.Blocks] += blocks;
            counts[(int)Term.BlockRows] += blocks * work.RowsInside;
            counts[(int)Term.BlockTaps] += blocks * taps;
            counts[(int)Term.Outputs] += g.InChannels;
            counts[(int)Term.OutputRows] += (g.InChannels - (4 * blocks)) * work.RowsInside;
            counts[(int)Term.OutputTaps] += (g.InChannels - (4 * blocks)) * taps;
        }
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.Contains("_pool2d_", StringComparison.Ordinal) && !kernel.Contains("_finish", StringComparison.Ordinal);
}
