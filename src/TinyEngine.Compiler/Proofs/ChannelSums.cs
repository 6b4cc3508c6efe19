using TinyEngine.Graph;

namespace TinyEngine.Compiler.Proofs;

/// <summary>What the weights of an output channel can add up to.</summary>
/// <param name="Total">Their sum.</param>
/// <param name="Low">Least accumulator without bias over all input codes.</param>
/// <param name="High">Greatest one.</param>
/// <param name="HasLeast">Whether −128 is among them, which has no opposite.</param>
internal readonly record struct ChannelSums(long Total, long Low, long High, bool HasLeast)
{
    /// <summary>The same with weights of the opposite sign.</summary>
    public ChannelSums Negated => this with { Total = -Total, Low = -High, High = -Low };

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
            var (total, low, high, hasLeast) = sums[channel];
            foreach (var weight in weights.Slice(start, axes.Run))
            {
                total += weight;
                low += weight * (weight > 0 ? least : greatest);
                high += weight * (weight > 0 ? greatest : least);
                hasLeast |= weight == sbyte.MinValue;
            }

            sums[channel] = new ChannelSums(total, low, high, hasLeast);
        }

        return sums;
    }
}
