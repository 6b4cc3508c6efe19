using TinyEngine.Compiler.Calls;

namespace TinyEngine.Compiler.Constants;

/// <summary>Weights in the orders that kernels consume them; the index formulas stand in kernels/include/te_kernels.h.</summary>
internal static class WeightPacking
{
    /// <summary>Weights in an order.</summary>
    /// <param name="weights">All weights of a channel together, [channels][depth].</param>
    /// <param name="constant">The order and the sizes.</param>
    public static byte[] Pack(sbyte[] weights, CallConstant.Weights constant)
    {
        var packed = constant.Order switch
        {
            WeightOrder.OC2C4 => InterleavePairs(weights, constant.Channels, constant.Depth),
            WeightOrder.C4HW4 => InterleaveQuads(weights, constant.Depth, constant.Channels),
            _ => weights,
        };
        Array.Resize(ref packed, packed.Length + constant.Slack);
        return (byte[])(object)packed;
    }

    /// <summary>
    /// Packing OC2C4: pairs of output channels, their weights interleaved by four along the depth; odd counts are filled with zeros.
    /// </summary>
    /// <param name="weights">Row-major, [outChannels][depth].</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="depth">Weights of one output channel.</param>
    public static sbyte[] InterleavePairs(ReadOnlySpan<sbyte> weights, int outChannels, int depth)
    {
        var depth4 = Rounding.Up(depth, 4);
        var packed = new sbyte[Rounding.Up(outChannels, 2) * depth4];
        for (var channel = 0; channel < outChannels; channel++)
        {
            var source = weights.Slice(channel * depth, depth);
            var start = (channel / 2 * 2 * depth4) + (channel % 2 * 4);
            for (var k = 0; k < depth; k += 4)
                source[k..Math.Min(k + 4, depth)].CopyTo(packed.AsSpan(start + (2 * k)));
        }

        return packed;
    }

    /// <summary>
    /// Packing CHW: all taps of a channel together.
    /// </summary>
    /// <param name="weights">TFLite's depthwise order, [taps][channels].</param>
    /// <param name="taps">KH·KW.</param>
    /// <param name="channels">Output channels.</param>
    public static sbyte[] ChannelMajor(ReadOnlySpan<sbyte> weights, int taps, int channels)
    {
        var packed = new sbyte[taps * channels];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < taps; tap++)
                packed[(channel * taps) + tap] = weights[(tap * channels) + channel];
        }

        return packed;
    }

    /// <summary>Packing C4HW4: four channels together, tap by tap; the last ones filled up with zeros.</summary>
    /// <param name="weights">All taps of a channel together, [channels][taps].</param>
    /// <param name="taps">KH·KW.</param>
    /// <param name="channels">Channels.</param>
    public static sbyte[] InterleaveQuads(ReadOnlySpan<sbyte> weights, int taps, int channels)
    {
        var packed = new sbyte[Rounding.Up(channels, 4) * taps];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < taps; tap++)
                packed[(((channel / 4 * taps) + tap) * 4) + (channel % 4)] = weights[(channel * taps) + tap];
        }

        return packed;
    }
}
