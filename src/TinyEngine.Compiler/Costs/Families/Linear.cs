namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that take a run of elements, <c>(out, in, count, params)</c>.</summary>
internal sealed class Linear : KernelFamily<Linear.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls, Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Elements] += work.Columns;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) =>
        kernel.StartsWith("te_quantize_", StringComparison.Ordinal) || kernel.StartsWith("te_dequantize_", StringComparison.Ordinal) || kernel.StartsWith("te_rescale_", StringComparison.Ordinal);
}
