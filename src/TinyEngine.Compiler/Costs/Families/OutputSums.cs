namespace TinyEngine.Compiler.Costs;

/// <summary>Before and after sums over rows each output is touched once.</summary>
internal sealed class OutputSums : KernelFamily<OutputSums.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Outputs,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outputs] += work.Geometry.OutChannels;
    }
}
