namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_fill…</c>: bytes by newlib's <c>memset</c>, longer elements one by one.</summary>
internal sealed class Filling : KernelFamily<Filling.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Blocks,
        Words,
        Bytes,
        Elements,
        LongElements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (count, bytes) = g.Struct == "te_fill_row_params" ? (g.Number("count"), g.Number("elementBytes")) : (work.Columns, 1);
        counts[(int)Term.Calls]++;
        if (bytes > 1)
        {
            counts[(int)(bytes == 2 ? Term.Elements : Term.LongElements)] += count;
            return;
        }

        counts[(int)Term.Blocks] += count / 16;
        counts[(int)Term.Words] += count % 16 / 4;
        counts[(int)Term.Bytes] += count % 4;
    }
}
