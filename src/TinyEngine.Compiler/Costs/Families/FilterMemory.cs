namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_svdf_s8…</c>: filters over features, each with a line of what it gave before, then units over these lines.</summary>
internal sealed class FilterMemory : KernelFamily<FilterMemory.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Filters,
        Features,
        Moved,
        Units,
        Remembered,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (units, memory) = (g.Number("units"), g.Number("memory"));
        var filters = (double)units * g.Number("rank");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Filters] += filters;
        counts[(int)Term.Features] += filters * g.Number("inputs");
        counts[(int)Term.Moved] += filters * (memory - 1);
        counts[(int)Term.Units] += units;
        counts[(int)Term.Remembered] += filters * memory;
    }
}
