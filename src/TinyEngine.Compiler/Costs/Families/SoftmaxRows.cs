namespace TinyEngine.Compiler.Costs;

/// <summary>Softmax. Elements far below the largest have no exponential; how many depends on the data: as if all differences were as
/// frequent.</summary>
internal sealed class SoftmaxRows : KernelFamily<SoftmaxRows.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Rows,
        Elements,
        Exponentials,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Rows] += (double)work.Columns / g.Number("depth");
        counts[(int)Term.Elements] += work.Columns;
        // The kernel of 16-bit codes takes the exponential of each.
        counts[(int)Term.Exponentials] +=
            work.Columns * (g.Struct == "te_softmax_s16_params" ? 1 : Math.Min(1, -g.Number("diffMin") / (double)byte.MaxValue));
    }
}
