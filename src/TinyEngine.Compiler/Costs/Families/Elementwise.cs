namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that make each element from those in its place: runs of bytes next to each other, four at a time where there are so
/// many.</summary>
internal sealed class Elementwise : KernelFamily<Elementwise.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Runs,
        Quads,
        Singles,
        Columns,
        Elements,
        Scattered,
        ClampRuns,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var channels = g.InChannels;
        var (runs, length) =
            (g.In.Channel, g.In1.Channel, g.Out.Channel) == (1, 1, 1)
                ? g.In.Pixel == channels && g.In1.Pixel == channels && g.Out.Pixel == channels
                    ? (1, work.Columns * channels)
                    : (work.Columns, channels)
                : (g.In.Pixel, g.In1.Pixel, g.Out.Pixel) == (1, 1, 1)
                    ? (channels, work.Columns)
                    : (work.Columns * channels, 1);
        counts[(int)Term.Calls]++;
        counts[(int)Term.Runs] += runs;
        counts[(int)Term.Quads] += (double)runs * (length / 4);
        counts[(int)Term.Singles] += (double)runs * (length % 4);
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Elements] += work.Columns * channels;
        counts[(int)Term.Scattered] += length == 1 && channels > 1 ? runs : 0;
        if (g.Struct is "te_lut_s8_params" or "te_minmax_s8_params" or "te_prelu_s8_params")
            return;
        var (clampRuns, words, bytes) = ClampPass(work);
        counts[(int)Term.ClampRuns] += clampRuns;
        counts[(int)Term.ClampWords] += words;
        counts[(int)Term.ClampBytes] += bytes;
    }
}
