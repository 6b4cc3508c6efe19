namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_fully_connected_s8_rows</c>: the elements of a row are added to every output's sum; SIMD takes two outputs at a
/// time.</summary>
internal sealed class WeightedRows : KernelFamily<WeightedRows.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Outputs,
        Elements,
        Pairs,
        PairElements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var outputs = work.Geometry.OutChannels;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outputs] += outputs;
        counts[(int)Term.Elements] += (double)outputs * work.Columns;
        counts[(int)Term.Pairs] += CeilDivide(outputs, 2);
        counts[(int)Term.PairElements] += CeilDivide(outputs, 2) * work.Columns;
    }
}
