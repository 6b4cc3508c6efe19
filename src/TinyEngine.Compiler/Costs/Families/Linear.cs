namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that take a run of elements one by one.</summary>
internal sealed class Linear : KernelFamily<Linear.Term>
{
    private static readonly string[] Prefixes =
    [
        "te_quantize_",
        "te_dequantize_",
        "te_rescale_",
        "te_relu_",
        "te_fill_s16_",
        "te_fill_s32_",
    ];

    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.Elements] += work.Columns;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) =>
        Array.Exists(Prefixes, prefix => kernel.StartsWith(prefix, StringComparison.Ordinal));
}
