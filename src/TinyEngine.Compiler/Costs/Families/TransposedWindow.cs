namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_transpose_conv_s8…</c>: seen from the output, of each kernel row every n-th tap, from which the map may have
/// ended.</summary>
internal sealed class TransposedWindow : KernelFamily<TransposedWindow.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Columns,
        Outputs,
        OutputRows,
        RowsInside,
        Taps,
        TapsInside,
        Macs,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var outputs = (double)work.Columns * g.OutChannels;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Outputs] += outputs;
        counts[(int)Term.OutputRows] += outputs * g.KernelHeight;
        counts[(int)Term.RowsInside] += outputs * work.RowsInside;
        var (taps, inside) = (0, 0);
        for (var column = work.First; column < work.End; column++)
        {
            var at = (column + g.PadLeft) / g.Stride;
            for (var tap = (column + g.PadLeft) % g.Stride; tap < g.KernelWidth && at >= 0; tap += g.Stride, at--)
                (taps, inside) = (taps + 1, inside + (at < g.InWidth ? 1 : 0));
        }

        counts[(int)Term.Taps] += (double)taps * work.RowsInside * g.OutChannels;
        counts[(int)Term.TapsInside] += (double)inside * work.RowsInside * g.OutChannels;
        counts[(int)Term.Macs] += (double)inside * work.RowsInside * g.OutChannels * g.InChannels;
    }
}
