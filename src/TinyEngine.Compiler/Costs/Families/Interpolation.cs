namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_resize_bilinear_s8</c>: each output from four elements; rounding depends on their signs.</summary>
internal sealed class Interpolation : KernelFamily<Interpolation.Term>
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
    protected override bool Includes(string kernel) => kernel.StartsWith("te_resize_bilinear_", StringComparison.Ordinal);
}
