namespace TinyEngine.Compiler.Costs;

/// <summary>Pooling of whole maps, an output after the other.</summary>
internal sealed class Windows : KernelFamily<Windows.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Outputs,
        Taps,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outputs] += work.Columns;
        counts[(int)Term.Taps] += (double)work.Columns * work.Geometry.KernelHeight * work.Geometry.KernelWidth;
    }
}
