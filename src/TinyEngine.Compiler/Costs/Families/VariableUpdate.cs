namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_update_variable</c>: moves a variable to its front piece by piece, then copies what is new behind it.</summary>
internal sealed class VariableUpdate : KernelFamily<VariableUpdate.Term>
{
    /// <summary>What is counted; the first seven as <see cref="ByteRuns"/> has them.</summary>
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
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (keep, bytes) = (g.Number("keep"), g.Number("bytes"));
        ByteRuns.Count(1 + (keep / bytes), bytes, bytes, counts);
        if (keep % bytes > 0)
            ByteRuns.Count(1, keep % bytes, bytes, counts);
        counts[(int)Term.Calls]++;
    }
}
