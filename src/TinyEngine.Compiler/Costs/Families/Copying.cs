namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_copy_nd…</c>: lines along the last axis, whole ones or element by element, and a step along the other axes after
/// each.</summary>
internal sealed class Copying : KernelFamily<Copying.Term>
{
    /// <summary>What is counted. The terms of whole lines stand in the order of <see cref="ByteRuns.Count"/>.</summary>
    internal enum Term
    {
        Runs,
        LooseRuns,
        Blocks64,
        Blocks16,
        Words,
        Rests,
        ShortBytes,
        Calls,
        Missing,
        Lines,
        Carries,
        Bytes,
        Halves,
        LongElements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        counts[(int)Term.Calls]++;
        if (work.RowsInside == 0)
        {
            counts[(int)Term.Missing]++;
            return;
        }

        // Within a row the copy is a struct of rank, bytes of an element, extents, strides of input and of output.
        var copy = g.Numbers("copy");
        var (rank, bytes) = copy.IsEmpty ? (g.Number("rank", 0), g.Number("elementBytes", 1)) : (copy[0], copy[1]);
        if (rank == 0)
        {
            ByteRuns.Count(1, bytes, g.Start.In | g.Start.Out, counts);
            return;
        }

        ReadOnlySpan<int> extent = copy.IsEmpty ? g.Numbers("extent") : copy.Slice(2, rank);
        ReadOnlySpan<int> from = copy.IsEmpty ? g.Numbers("inStride") : copy.Slice(2 + rank, rank);
        ReadOnlySpan<int> to = copy.IsEmpty ? g.Numbers("outStride") : copy.Slice(2 + (2 * rank), rank);
        var (lines, steps, grid) = (1.0, 0.0, g.Start.In | g.Start.Out);
        for (var axis = 0; axis < rank - 1; axis++)
        {
            lines *= extent[axis];
            steps += lines;
            grid |= from[axis] | to[axis];
        }

        if (from[^1] == bytes && to[^1] == bytes)
        {
            ByteRuns.Count(lines, extent[^1] * bytes, grid, counts);
        }
        else
        {
            counts[(int)Term.Lines] += lines;
            counts[
                (int)(
                    bytes == 1 ? Term.Bytes
                    : bytes == 2 ? Term.Halves
                    : Term.LongElements
                )
            ] += lines * extent[^1];
        }

        counts[(int)Term.Carries] += steps;
    }

    /// <inheritdoc/>
    protected override bool Includes(string kernel) => kernel.StartsWith("te_copy_nd_", StringComparison.Ordinal);
}
