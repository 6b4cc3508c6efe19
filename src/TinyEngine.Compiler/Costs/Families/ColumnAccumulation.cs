namespace TinyEngine.Compiler.Costs;

/// <summary>Sums over the columns of rows of 16-bit elements: all channels of a column, then the next column.</summary>
internal sealed class ColumnAccumulation : KernelFamily<ColumnAccumulation.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Columns, Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Elements] += work.Columns * work.Geometry.InChannels;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith("te_mean_s16_rows", StringComparison.Ordinal);
}
