using TinyEngine.Graph;

namespace TinyEngine.Compiler.Networks;

/// <summary>Made-up input for networks: an image of a colour gradient, some rectangles and a little noise, or a noisy vector.</summary>
internal static class SyntheticInput
{
    private const int Rectangles = 4,
        Noise = 12;

    /// <summary>The bytes of an input; the same type and seed always give the same.</summary>
    /// <param name="type">An 8-bit type, seen as a map of height, width and channels.</param>
    /// <param name="seed">Which one of many.</param>
    /// <exception cref="ArgumentException">The type does not have 8 bits.</exception>
    public static byte[] Bytes(TensorType type, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.DType is not (DType.Int8 or DType.UInt8))
            throw new ArgumentException($"synthetic input is int8 or uint8, not {type.DType.Name()}", nameof(type));
        var random = new SplitMix64(seed);
        var offset = type.DType == DType.UInt8 ? 128 : 0;
        var (n, height, width, channels) = type.Shape.ToNhwc();
        var bytes = new byte[type.ByteSize];
        for (int map = 0, at = 0; map < n; map++)
        {
            var painters = new Func<int, int, int, int>[1 + Rectangles];
            painters[0] = Gradient(random, height, width, channels);
            for (var r = 0; r < Rectangles; r++)
                painters[1 + r] = Rectangle(random, height, width, channels);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    for (var c = 0; c < channels; c++, at++)
                    {
                        var code = random.Between(-Noise, Noise);
                        foreach (var painter in painters)
                            code += painter(y, x, c);
                        bytes[at] = unchecked((byte)(Math.Clamp(code, sbyte.MinValue, sbyte.MaxValue) + offset));
                    }
                }
            }
        }

        return bytes;
    }

    private static Func<int, int, int, int> Gradient(SplitMix64 random, int height, int width, int channels)
    {
        var (start, down, right) = (Codes(random, channels, 60), Codes(random, channels, 80), Codes(random, channels, 80));
        return (y, x, c) => start[c] + (down[c] * y / height) + (right[c] * x / width);
    }

    private static Func<int, int, int, int> Rectangle(SplitMix64 random, int height, int width, int channels)
    {
        var (top, left) = (random.Between(0, height - 1), random.Between(0, width - 1));
        var (bottom, right) = (random.Between(top, height - 1), random.Between(left, width - 1));
        var color = Codes(random, channels, 70);
        return (y, x, c) => y >= top && y <= bottom && x >= left && x <= right ? color[c] : 0;
    }

    private static int[] Codes(SplitMix64 random, int count, int limit)
    {
        var codes = new int[count];
        for (var i = 0; i < count; i++)
            codes[i] = random.Between(-limit, limit);
        return codes;
    }
}
