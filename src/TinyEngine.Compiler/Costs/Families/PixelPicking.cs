namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_resize_nearest_s8</c>: each pixel is a copy of one of the input.</summary>
internal sealed class PixelPicking : KernelFamily<PixelPicking.Term>
{
    /// <summary>What is counted. The terms of pixels stand in the order of <see cref="ByteRuns.Count"/>.</summary>
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
        Columns,
        Elements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        counts[(int)Term.Calls]++;
        if ((g.In.Channel, g.Out.Channel) == (1, 1))
        {
            ByteRuns.Count(work.Columns, g.InChannels, g.In.Pixel | g.Out.Pixel, counts);
            return;
        }

        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.Elements] += work.Columns * g.InChannels;
    }
}
