namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>Byte order of the format, which is that of nearly every host.</summary>
internal static class LittleEndian
{
    /// <summary>Turns elements from little-endian to the host's order, or back.</summary>
    public static void Convert(Span<byte> bytes, int elementBytes)
    {
        if (BitConverter.IsLittleEndian)
            return;
        for (var i = 0; i < bytes.Length; i += elementBytes)
            bytes.Slice(i, elementBytes).Reverse();
    }
}
