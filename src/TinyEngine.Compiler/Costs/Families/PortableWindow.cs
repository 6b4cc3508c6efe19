namespace TinyEngine.Compiler.Costs;

/// <summary>The portable kernels of layers with weights: output by output, tap by tap.</summary>
internal sealed class PortableWindow : KernelFamily<PortableWindow.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Columns,
        CopiedBytes,
        Outputs,
        OutputRows,
        OutputTaps,
        MacsInside,
        MacsOutside,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (height, taps) = g.HasWindow ? (g.KernelHeight, g.KernelHeight * g.KernelWidth) : (1, 1);
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.CopiedBytes] += work.Columns * (g.HasWindow ? 0 : g.InChannels);
        counts[(int)Term.Outputs] += work.Columns * g.OutChannels;
        counts[(int)Term.OutputRows] += work.Columns * g.OutChannels * height;
        counts[(int)Term.OutputTaps] += work.Columns * g.OutChannels * taps;
        var (inside, all) = (0L, (long)work.Columns * taps);
        for (var column = work.First; column < work.End; column++)
            inside += g.HasWindow ? work.RowsInside * g.TapsInside(column) : 1;
        counts[(int)Term.MacsInside] += inside * g.OutChannels * g.Depth;
        counts[(int)Term.MacsOutside] += (all - inside) * g.OutChannels * g.Depth;
    }
}
