namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_pad_s8__c99</c>: at most three runs of pixels in a row, filled and copied; element by element where channels are added or
/// rows are planar.</summary>
internal sealed class Padding : KernelFamily<Padding.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        FilledRuns,
        FilledColumns,
        FilledWords,
        FilledBytes,
        CopiedRuns,
        CopiedColumns,
        CopiedWords,
        CopiedBytes,
        Columns,
        Elements,
        ElementsInside,
        CopiedElements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        counts[(int)Term.Calls]++;
        var first = work.RowsInside == 0 ? work.End : Math.Clamp(g.PadLeft, work.First, work.End);
        var end = work.RowsInside == 0 ? work.End : Math.Clamp(g.PadLeft + g.InWidth, first, work.End);
        if (g.InChannels != g.OutChannels || (g.In.Channel, g.In.Pixel, g.Out.Channel, g.Out.Pixel) != (1, g.OutChannels, 1, g.OutChannels))
        {
            counts[(int)Term.Columns] += work.Columns;
            counts[(int)Term.Elements] += work.Columns * g.OutChannels;
            counts[(int)Term.ElementsInside] += (end - first) * g.OutChannels;
            counts[(int)Term.CopiedElements] += (end - first) * g.InChannels;
            return;
        }

        Run(Term.FilledRuns, first - work.First, g.OutChannels, counts);
        Run(Term.CopiedRuns, end - first, g.OutChannels, counts);
        Run(Term.FilledRuns, work.End - end, g.OutChannels, counts);
    }

    private static void Run(Term term, int columns, int channels, Span<double> counts)
    {
        counts[(int)term] += columns > 0 ? 1 : 0;
        counts[(int)term + 1] += columns;
        counts[(int)term + 2] += columns * channels / 4;
        counts[(int)term + 3] += columns * channels % 4;
    }
}
