namespace TinyEngine.Compiler.Costs;

/// <summary>Portable kernels that go over all channels of a column, then over the next column, and do the same with each element.</summary>
internal sealed class ColumnByColumn : KernelFamily<ColumnByColumn.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Columns,
        Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Elements] += work.Columns * work.Geometry.InChannels;
    }
}
