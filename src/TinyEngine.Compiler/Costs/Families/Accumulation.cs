namespace TinyEngine.Compiler.Costs;

/// <summary>Sums over the columns of rows: four channels at a time where they lie next to each other.</summary>
internal sealed class Accumulation : KernelFamily<Accumulation.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Blocks,
        BlockColumns,
        Channels,
        ChannelColumns,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var blocks = g.In.Channel == 1 ? g.InChannels / 4 : 0;
        counts[(int)Term.Calls]++;
        counts[(int)Term.Blocks] += blocks;
        counts[(int)Term.BlockColumns] += blocks * work.Columns;
        counts[(int)Term.Channels] += g.InChannels - (4 * blocks);
        counts[(int)Term.ChannelColumns] += (g.InChannels - (4 * blocks)) * work.Columns;
    }
}
