namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that walk through tensors along any axes.</summary>
internal sealed class Walking : KernelFamily<Walking.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Outputs, Inputs,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var outputs = g.Product("keptExtent") * g.Product("extent");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outputs] += outputs;
        counts[(int)Term.Inputs] += outputs * g.Product("reducedExtent");
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.EndsWith("_nd__c99", StringComparison.Ordinal);
}
