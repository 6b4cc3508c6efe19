using TinyEngine.Compiler.Calls;

namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_copy_s8</c>: pixel by pixel, with newlib's <c>memmove</c>, which copies words only where both ends are aligned and there
/// are 16 bytes.</summary>
internal sealed class PixelCopying : KernelFamily<PixelCopying.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Columns,
        AlignedColumns,
        Blocks,
        Words,
        RestBytes,
        Bytes,
        Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var channels = g.InChannels;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        if ((g.In.Channel, g.Out.Channel) != (1, 1))
        {
            counts[(int)Term.Elements] += work.Columns * channels;
            return;
        }

        var aligned = channels >= 16 ? work.Columns * AlignedShare(g) : 0;
        counts[(int)Term.AlignedColumns] += aligned;
        counts[(int)Term.Blocks] += aligned * (channels / 16);
        counts[(int)Term.Words] += aligned * (channels % 16 / 4);
        counts[(int)Term.RestBytes] += aligned * (channels % 4);
        counts[(int)Term.Bytes] += (work.Columns - aligned) * channels;
    }

    /// <summary>Of four pixels one after the other, rows included, those that start and land at words.</summary>
    private static double AlignedShare(CallGeometry g)
    {
        var (share, start) = (0.0, ((RowCall)g.Call).OutputOffset);
        for (var pixel = 0; pixel < sizeof(int); pixel++)
            share += ((pixel * g.In.Pixel) | ((pixel * g.Out.Pixel) + start)) % sizeof(int) == 0 ? 1.0 / sizeof(int) : 0;
        return share;
    }
}
