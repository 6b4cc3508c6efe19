namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_lstm_s8</c>: four gates for each cell and step.</summary>
internal sealed class LongShortMemory : KernelFamily<LongShortMemory.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Steps,
        Cells,
        Features,
        Recurrences,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var steps = (double)g.Number("batches") * g.Number("steps");
        var cells = steps * g.Number("cells");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Steps] += steps;
        counts[(int)Term.Cells] += cells;
        counts[(int)Term.Features] += 4 * cells * g.Number("features");
        counts[(int)Term.Recurrences] += 4 * cells * g.Number("cells");
    }
}
