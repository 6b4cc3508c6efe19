namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_gather…</c>: slices picked one by one.</summary>
internal sealed class Picking : KernelFamily<Picking.Term>
{
    /// <summary>What is counted. The terms of slices stand in the order of <see cref="ByteRuns.Count"/>.</summary>
    internal enum Term
    {
        Runs,
        LooseRuns,
        Blocks64,
        Blocks16,
        Words,
        Rests,
        ShortBytes,
        Calls,
        Outer,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var outer = (double)g.Number("outer") * (g.Struct == "te_gather_row_params" ? 1 : g.Number("batches"));
        var bytes = g.Number("sliceBytes");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outer] += outer;
        ByteRuns.Count(outer * g.Number("picks"), bytes, bytes, counts);
    }
}
