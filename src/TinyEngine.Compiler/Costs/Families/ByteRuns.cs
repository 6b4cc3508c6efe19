namespace TinyEngine.Compiler.Costs;

/// <summary>How <c>memcpy</c> of newlib copies on cores with unaligned access: 64 bytes, 16, words, and what is left; byte by byte what is
/// short and not aligned.</summary>
internal static class ByteRuns
{
    /// <summary>Adds runs of equal length: runs, those whose ends are not aligned to words, blocks of 64 and of 16 bytes, words, runs with
    /// a rest, bytes of short runs.</summary>
    /// <param name="times">How many.</param>
    /// <param name="bytes">Length of each.</param>
    /// <param name="steps">Distances between runs of which both ends' addresses are sums, one or-ed with the other.</param>
    /// <param name="counts">The terms, in this order.</param>
    public static void Count(double times, int bytes, int steps, Span<double> counts)
    {
        // By chance both ends of a run are aligned.
        var aligned =
            times
            * (
                (steps % 4) switch
                {
                    0 => 1,
                    2 => 1.0 / 4,
                    _ => 1.0 / 16,
                }
            );
        counts[0] += times;
        counts[1] += times - aligned;
        var whole = bytes < 8 ? aligned : times;
        counts[2] += whole * (bytes / 64);
        counts[3] += whole * (bytes % 64 / 16);
        counts[4] += whole * (bytes % 16 / 4);
        counts[5] += bytes % 4 > 0 ? whole : 0;
        counts[6] += (times - whole) * bytes;
    }
}
