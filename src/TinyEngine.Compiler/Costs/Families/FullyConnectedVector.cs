namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_fully_connected_s8…__dsp</c>: one widened pixel, two output channels at a time.</summary>
internal sealed class FullyConnectedVector : KernelFamily<FullyConnectedVector.Term>
{
    /// <summary>What is counted. The terms of the dot products stand in the order of <see cref="PixelBlocks.Count"/>.</summary>
    internal enum Term
    {
        Calls,
        Pairs,
        Groups,
        Rounds,
        Odd,
        OddGroups,
        Widen,
        LastBytes,
        ClampWords,
        ClampBytes,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        PixelBlocks.Count(1, g.OutChannels, CeilDivide(g.InChannels, 4), counts);
        counts[(int)Term.Widen] += g.InChannels / 4;
        counts[(int)Term.LastBytes] += g.InChannels % 4;
        counts[(int)Term.ClampWords] += g.Clamps ? g.OutChannels / 4 : 0;
        counts[(int)Term.ClampBytes] += g.Clamps ? g.OutChannels % 4 : 0;
    }
}
