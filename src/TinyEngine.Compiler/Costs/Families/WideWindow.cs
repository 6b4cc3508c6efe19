namespace TinyEngine.Compiler.Costs;

/// <summary>Layers with weights on 16-bit activations: output by output; taps outside the map are passed over, since their zero points are
/// 0.</summary>
internal sealed class WideWindow : KernelFamily<WideWindow.Term>
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
        var (height, taps) = g.HasWindow ? (g.KernelHeight, g.KernelHeight * g.KernelWidth) : (1, 1);
        var (rows, inside) = (g.HasWindow ? work.RowsInside : 1, 0L);
        for (var column = work.First; column < work.End; column++)
            inside += rows * (g.HasWindow ? g.TapsInside(column) : 1);
        var outputs = (double)work.Columns * g.OutChannels;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Outputs] += outputs;
        counts[(int)Term.OutputRows] += outputs * height;
        counts[(int)Term.RowsInside] += outputs * rows;
        counts[(int)Term.Taps] += outputs * taps;
        counts[(int)Term.TapsInside] += (double)inside * g.OutChannels;
        counts[(int)Term.Macs] += (double)inside * g.OutChannels * g.Depth;
    }
}
