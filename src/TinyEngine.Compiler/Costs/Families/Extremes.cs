namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_arg_max…</c>, <c>te_arg_min…</c>: how often an element is better than all before depends on the data.</summary>
internal sealed class Extremes : KernelFamily<Extremes.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Outer,
        Outputs,
        Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (outer, inner) = (g.Number("outer"), g.Number("inner"));
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outer] += outer;
        counts[(int)Term.Outputs] += (double)outer * inner;
        counts[(int)Term.Elements] += (double)outer * inner * (g.Number("count") - 1);
    }
}
