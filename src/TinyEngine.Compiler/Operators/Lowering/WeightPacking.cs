namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Weights in the orders that kernels consume them; the index formulas stand in kernels/include/te_kernels.h.</summary>
internal static class WeightPacking
{
    /// <summary>
    /// Packing OC2C4: pairs of output channels, their weights interleaved by four along the depth; odd counts are filled with zeros.
    /// </summary>
    /// <param name="weights">Row-major, [outChannels][depth].</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="depth">Weights of one output channel.</param>
    public static sbyte[] InterleavePairs(ReadOnlySpan<sbyte> weights, int outChannels, int depth)
    {
        var depth4 = RoundUp(depth, 4);
        var packed = new sbyte[RoundUp(outChannels, 2) * depth4];
        for (var channel = 0; channel < outChannels; channel++)
        {
            var source = weights.Slice(channel * depth, depth);
            var start = (channel / 2 * 2 * depth4) + (channel % 2 * 4);
            for (var k = 0; k < depth; k++)
                packed[start + (k / 4 * 8) + (k % 4)] = source[k];
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
        var packed = new sbyte[RoundUp(channels, 4) * taps];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < taps; tap++)
                packed[(((channel / 4 * taps) + tap) * 4) + (channel % 4)] = weights[(channel * taps) + tap];
        }

        return packed;
    }

    /// <summary>The smallest multiple of <paramref name="unit"/> that is not below <paramref name="value"/>.</summary>
    public static int RoundUp(int value, int unit) => checked((value + unit - 1) / unit * unit);
}
