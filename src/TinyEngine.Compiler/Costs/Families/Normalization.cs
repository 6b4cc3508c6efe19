namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_l2_normalization_s8</c>: twice over the channels of a pixel, and a square root whose steps depend on the data.</summary>
internal sealed class Normalization : KernelFamily<Normalization.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Columns, Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Elements] += work.Columns * work.Geometry.InChannels;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith("te_l2_normalization_", StringComparison.Ordinal);
}
