namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that copy slices of bytes to which indices point.</summary>
internal sealed class Slices : KernelFamily<Slices.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Copies,
        Indices,
        Bytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Copies] += work.Columns;
        counts[(int)Term.Indices] += (double)work.Columns * work.Geometry.Number("depth");
        counts[(int)Term.Bytes] += (double)work.Columns * work.Geometry.Number("sliceBytes");
    }
}
