namespace TinyEngine.Compiler.Costs;

/// <summary>Portable kernels that go over all channels of a column, then over the next column, and do the same with each element.</summary>
/// <param name="prefix">How the names of the kernels begin.</param>
internal sealed class ColumnByColumn(string prefix) : KernelFamily<ColumnByColumn.Term>
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

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith(prefix, StringComparison.Ordinal);
}
