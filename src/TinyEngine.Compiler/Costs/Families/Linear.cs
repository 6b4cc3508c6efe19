namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that take a run of elements one by one.</summary>
internal sealed class Linear : KernelFamily<Linear.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Elements] += work.Columns;
    }
}
