namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that write lines of bytes into part of a tensor.</summary>
internal sealed class Updating : KernelFamily<Updating.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Lines,
        Positions,
        Bytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var size = work.Geometry.Numbers("size");
        var bytes = work.Geometry.Product("size");
        var lines = bytes / Math.Max(1, size[^1]);
        counts[(int)Term.Calls]++;
        counts[(int)Term.Lines] += lines;
        counts[(int)Term.Positions] += lines * size.Count;
        counts[(int)Term.Bytes] += bytes;
    }
}
