namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that make each pixel of a row from one or a few of the input.</summary>
internal sealed class Moving : KernelFamily<Moving.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Columns, Bytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Bytes] += work.Columns * work.Geometry.OutChannels;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith("te_resize_", StringComparison.Ordinal);
}
