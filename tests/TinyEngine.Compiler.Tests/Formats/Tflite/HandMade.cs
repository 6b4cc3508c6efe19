using System.Buffers.Binary;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>Bytes of FlatBuffers written word by word, for damage that no writer makes.</summary>
internal static class HandMade
{
    /// <summary>Little-endian words; the header's identifier is <c>Tfl3</c>.</summary>
    public static byte[] Words(params int[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }

    /// <summary>The identifier <c>TFL3</c> as a word.</summary>
    public const int Tfl3 = 0x334C4654;

    /// <summary>Two 16-bit numbers in one word, the first one at the lower address.</summary>
    public static int Pair(int low, int high) => low | (high << 16);

    /// <summary>
    /// A model with version 3 and one more field: root offset and identifier, a vtable of 5 fields at 8, the root table at 24 with the
    /// version at 28 and the field's offset at 32, which points to 36, where <paramref name="rest"/> begins.
    /// </summary>
    public static byte[] ModelWith(int field, params int[] rest)
    {
        var slots = new int[6];
        slots[0] = 4;
        slots[field] = 8;
        return Words([
            24,
            Tfl3,
            Pair(16, 12),
            Pair(slots[0], slots[1]),
            Pair(slots[2], slots[3]),
            Pair(slots[4], slots[5]),
            16,
            3,
            4,
            .. rest,
        ]);
    }
}
