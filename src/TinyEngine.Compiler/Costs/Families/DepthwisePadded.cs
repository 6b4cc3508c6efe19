namespace TinyEngine.Compiler.Costs;

/// <summary>Depthwise SIMD kernels that make whole padded rows in place: four outputs first, fours in between, and an end that depends on
/// how many are left.</summary>
internal sealed class DepthwisePadded : KernelFamily<DepthwisePadded.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        /// <summary>Calls.</summary>
        Calls,

        /// <summary>Calls whose window has rows outside the map.</summary>
        ZeroCalls,

        /// <summary>Words of the line of zero points that stands for them.</summary>
        ZeroWords,

        /// <summary>Channels by what is left of a row after fours.</summary>
        Left0,

        /// <summary>One more.</summary>
        Left1,

        /// <summary>Two more.</summary>
        Left2,

        /// <summary>Three more.</summary>
        Left3,

        /// <summary>Fours in between, of all channels.</summary>
        Quads,

        /// <summary>Runs of bytes that a narrow activation goes over once more.</summary>
        ClampRuns,

        /// <summary>Words of them.</summary>
        ClampWords,

        /// <summary>Bytes behind the words.</summary>
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var left = g.Stride == 1 ? work.Columns - 4 - (g.KernelWidth / 2) : work.Columns - 5;
        counts[(int)Term.Calls]++;
        if (work.RowsInside < g.KernelHeight)
        {
            counts[(int)Term.ZeroCalls]++;
            counts[(int)Term.ZeroWords] += CeilDivide(g.InWidth, 4) + 1;
        }

        counts[(int)Term.Left0 + (left % 4)] += g.OutChannels;
        counts[(int)Term.Quads] += g.OutChannels * (left / 4);
        var (runs, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += runs;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }
}
