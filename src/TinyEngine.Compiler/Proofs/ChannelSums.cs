using TinyEngine.Graph;

namespace TinyEngine.Compiler.Proofs;

/// <summary>What the weights of an output channel can add up to.</summary>
/// <param name="Total">Their sum.</param>
/// <param name="Low">Least accumulator without bias over all input codes.</param>
/// <param name="High">Greatest one.</param>
/// <param name="Least">The least of them, or 0.</param>
/// <param name="Greatest">The greatest of them, or 0.</param>
internal readonly record struct ChannelSums(long Total, long Low, long High, int Least, int Greatest)
{
    /// <summary>Whether −128 is among the weights, which has no opposite.</summary>
    public bool HasLeast => Least == sbyte.MinValue;

    /// <summary>The same with weights of the opposite sign.</summary>
    public ChannelSums Negated => new(-Total, -High, -Low, -Greatest, -Least);

    /// <summary>The same with weights that are multiplied by a power of two.</summary>
    public ChannelSums Shifted(int shift) => new(Total << shift, Low << shift, High << shift, Least << shift, Greatest << shift);

    /// <summary>The sums of each channel.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="axes">How they lie.</param>
    /// <param name="ifm">Type of what they are multiplied with.</param>
    public static ChannelSums[] Of(ReadOnlySpan<sbyte> weights, WeightAxes axes, TensorType ifm)
    {
        var zeroPoint = ifm.Quant.ZeroPoint;
        var (least, greatest) = (ifm.DType.MinValue() - zeroPoint, ifm.DType.MaxValue() - zeroPoint);
        var sums = new ChannelSums[axes.Channels];
        for (var (start, channel) = (0, 0); start < weights.Length; start += axes.Run, channel = (channel + 1) % axes.Channels)
        {
            var (total, low, high, smallest, largest) = sums[channel];
            foreach (var weight in weights.Slice(start, axes.Run))
            {
                total += weight;
                low += weight * (weight > 0 ? least : greatest);
                high += weight * (weight > 0 ? greatest : least);
                (smallest, largest) = (Math.Min(smallest, weight), Math.Max(largest, weight));
            }

            sums[channel] = new ChannelSums(total, low, high, smallest, largest);
        }

        return sums;
    }
}
