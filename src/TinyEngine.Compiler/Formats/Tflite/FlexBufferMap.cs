using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>The options of a custom operator: a FlexBuffer that is a map from names to numbers. Other values are passed over.</summary>
/// <remarks>Source of the layout: FlatBuffers, "FlexBuffers" (docs/source/flexbuffers.md). Any bytes give a map or null, in time bounded by
/// their number.</remarks>
internal sealed class FlexBufferMap
{
    private const int Int = 1,
        UInt = 2,
        Float = 3,
        IndirectInt = 6,
        IndirectUInt = 7,
        IndirectFloat = 8,
        Map = 9,
        Bool = 26;
    private readonly ImmutableDictionary<string, double> _values;

    private FlexBufferMap(ImmutableDictionary<string, double> values) => _values = values;

    /// <summary>Whether a name is there with a number.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A number; null where there is none.</summary>
    public double? Number(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>Reads a map; null when the bytes hold none.</summary>
    public static FlexBufferMap? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3 || bytes[^1] is not (1 or 2 or 4 or 8) || bytes[^2] >> 2 != Map)
            return null;
        var (rootWidth, width) = (bytes[^1], 1 << (bytes[^2] & 3));
        if (Follow(bytes, bytes.Length - 2 - rootWidth, rootWidth) is not { } values || At(bytes, values - width, width) is not { } count)
            return null;
        if (
            Follow(bytes, values - (3 * width), width) is not { } keys
            || At(bytes, values - (2 * width), width) is not { } keyWidth
            || keyWidth is not (1 or 2 or 4 or 8)
            || count > (ulong)bytes.Length
        )
            return null;
        var numbers = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < (int)count; i++)
        {
            if (
                Follow(bytes, keys + (i * (int)keyWidth), (int)keyWidth) is not { } key
                || values + ((int)count * width) + i >= bytes.Length
            )
                return null;
            var end = bytes[key..].IndexOf((byte)0);
            if (end < 0)
                return null;
            var type = bytes[values + ((int)count * width) + i];
            if (Number(bytes, values + (i * width), width, type) is { } number)
                numbers[Encoding.UTF8.GetString(bytes.Slice(key, end))] = number;
        }

        return new FlexBufferMap(numbers.ToImmutable());
    }

    /// <summary>Writes a map.</summary>
    /// <param name="options">Names and numbers: an <see cref="int"/>, a <see cref="float"/> or a <see cref="bool"/> each.</param>
    public static byte[] Write(params ReadOnlySpan<(string Name, object Value)> options)
    {
        var sorted = options.ToArray();
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var bytes = new List<byte>();
        void Add(int word) => bytes.AddRange(BitConverter.GetBytes(word));
        void Align()
        {
            while (bytes.Count % 4 != 0)
                bytes.Add(0);
        }

        var places = new List<int>();
        foreach (var (name, _) in sorted)
        {
            places.Add(bytes.Count);
            bytes.AddRange(Encoding.UTF8.GetBytes(name));
            bytes.Add(0);
        }

        Align();
        Add(sorted.Length);
        var keys = bytes.Count;
        foreach (var place in places)
            Add(bytes.Count - place);
        Add(bytes.Count - keys);
        Add(4);
        Add(sorted.Length);
        var values = bytes.Count;
        foreach (var (_, value) in sorted)
            Add(
                value is float real
                    ? BitConverter.SingleToInt32Bits(real)
                    : Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)
            );
        foreach (var (_, value) in sorted)
            bytes.Add(
                (byte)(
                    (
                        (
                            value is float ? Float
                            : value is bool ? Bool
                            : Int
                        ) << 2
                    ) | 2
                )
            );
        Align();
        Add(bytes.Count - values);
        bytes.Add((Map << 2) | 2);
        bytes.Add(4);
        return [.. bytes];
    }

    private static double? Number(ReadOnlySpan<byte> bytes, int at, int width, byte packed)
    {
        var type = packed >> 2;
        if (type is IndirectInt or IndirectUInt or IndirectFloat)
        {
            if (Follow(bytes, at, width) is not { } place)
                return null;
            (at, width, type) = (place, 1 << (packed & 3), type - IndirectInt + Int);
        }

        if (At(bytes, at, width) is not { } bits)
            return null;
        return type switch
        {
            Int => (long)(bits << (64 - (8 * width))) >> (64 - (8 * width)),
            UInt or Bool => bits,
            Float when width == 4 => BitConverter.UInt32BitsToSingle((uint)bits),
            Float when width == 8 => BitConverter.UInt64BitsToDouble(bits),
            _ => null,
        };
    }

    private static int? Follow(ReadOnlySpan<byte> bytes, int at, int width) =>
        At(bytes, at, width) is { } back && back <= (ulong)at ? at - (int)back : null;

    private static ulong? At(ReadOnlySpan<byte> bytes, int at, int width)
    {
        if (at < 0 || at > bytes.Length - width)
            return null;
        return width switch
        {
            1 => bytes[at],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]),
        };
    }
}
