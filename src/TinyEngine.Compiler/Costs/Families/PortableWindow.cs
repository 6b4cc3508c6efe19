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
        var isDepthwise = g.Number("multiplier", 0) > 0;
        var depth = isDepthwise ? 1 : g.InChannels / g.Groups;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.CopiedBytes] += work.Columns * (g.Number("kernelHeight", 0) == 0 ? g.InChannels : 0);
        counts[(int)Term.Outputs] += work.Columns * g.OutChannels;
        counts[(int)Term.OutputRows] += work.Columns * g.OutChannels * g.KernelHeight;
        counts[(int)Term.OutputTaps] += work.Columns * g.OutChannels * g.KernelHeight * g.KernelWidth;
        var inside = 0L;
        for (var column = work.First; column < work.End && g.Number("kernelHeight", 0) > 0; column++)
            inside += work.RowsInside * g.TapsInside(column);
        var all = (long)work.Columns * g.KernelHeight * g.KernelWidth;
        if (g.Number("kernelHeight", 0) == 0)
            inside = all;
        counts[(int)Term.MacsInside] += inside * g.OutChannels * depth;
        counts[(int)Term.MacsOutside] += (all - inside) * g.OutChannels * depth;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) =>
        kernel.EndsWith("__c99", StringComparison.Ordinal)
        && (
            kernel.StartsWith("te_conv2d_s", StringComparison.Ordinal)
            || kernel.StartsWith("te_dwconv2d_s", StringComparison.Ordinal)
            || kernel.StartsWith("te_fully_connected_s", StringComparison.Ordinal)
        );
}
