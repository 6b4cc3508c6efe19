namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_batch_matmul…</c>: output by output; the compiler made another loop for operands whose elements lie next to each
/// other.</summary>
internal sealed class MatrixProduct : KernelFamily<MatrixProduct.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Batches,
        Rows,
        Outputs,
        DenseOutputs,
        Macs,
        DenseMacs,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var batches = g.Product("batchExtent");
        var rows = batches * g.Number("rows");
        var outputs = rows * g.Number("columns");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Batches] += batches;
        counts[(int)Term.Rows] += rows;
        var isDense = (g.Number("leftDepth"), g.Number("rightDepth")) == (1, 1);
        counts[(int)(isDense ? Term.DenseOutputs : Term.Outputs)] += outputs;
        counts[(int)(isDense ? Term.DenseMacs : Term.Macs)] += outputs * g.Number("depth");
    }
}
