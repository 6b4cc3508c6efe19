namespace TinyEngine.Compiler.Costs;

/// <summary>Softmax: each element costs about the same, though how much depends on the data.</summary>
internal sealed class SoftmaxRows : KernelFamily<SoftmaxRows.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Rows, Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Rows] += (double)work.Columns / work.Geometry.Number("depth", 1);
        counts[(int)Term.Elements] += work.Columns;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith("te_softmax_", StringComparison.Ordinal);
}
