namespace TinyEngine.Compiler.Costs;

/// <summary>Before and after sums over rows each channel is touched once.</summary>
internal sealed class Sums : KernelFamily<Sums.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Blocks,
        Channels,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Blocks] += work.Geometry.InChannels / 4;
        counts[(int)Term.Channels] += work.Geometry.InChannels % 4;
    }
}
