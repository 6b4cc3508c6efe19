namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_fully_connected_any…</c>: every vector with every row of weights.</summary>
internal sealed class VectorProducts : KernelFamily<VectorProducts.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Vectors,
        Outputs,
        Macs,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        double vectors = g.Number("vectors");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Vectors] += vectors;
        counts[(int)Term.Outputs] += vectors * g.OutChannels;
        counts[(int)Term.Macs] += vectors * g.OutChannels * g.InChannels;
    }
}
