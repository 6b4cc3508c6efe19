using System.Buffers.Binary;
using System.Text;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>Tells a TFLite file from the other files that people pass by mistake, and names those.</summary>
internal static class FileKind
{
    private const string Convert = "convert the network with tf.lite.TFLiteConverter and pass the resulting .tflite file";
    private const string Wrong = "pass the .tflite file that the converter wrote";
    private const string Unfinished = "check that the converter or the download has finished";
    private const int HeaderBytes = 8;

    private sealed record Kind(string Name, string Advice, int Offset, byte[] Magic);

    // Longer and more certain marks first.
    private static readonly Kind[] Kinds =
    [
        new("a PNG image", Wrong, 0, [0x89, .. "PNG\r\n"u8]),
        new("an HDF5 file, such as a Keras .h5 model", Convert, 0, [0x89, .. "HDF\r\n"u8]),
        new("a Git LFS pointer, not the file it stands for", "fetch the file with 'git lfs pull'", 0, [.. "version https://git-lfs"u8]),
        new("a JPEG image", Wrong, 0, [0xFF, 0xD8, 0xFF]),
        new("a GIF image", Wrong, 0, [.. "GIF8"u8]),
        new("a PDF document", Wrong, 0, [.. "%PDF"u8]),
        new("a ZIP archive, such as a .keras or PyTorch model", "unpack it, or " + Convert, 0, [.. "PK\x03\x04"u8]),
        new("a gzip archive", "unpack it and pass the .tflite file inside", 0, [0x1F, 0x8B]),
        new("an ELF object or program", Wrong, 0, [0x7F, .. "ELF"u8]),
        new("a GGUF model", Convert, 0, [.. "GGUF"u8]),
        new("a NumPy array", Wrong, 0, [0x93, .. "NUMPY"u8]),
        new("an ONNX Runtime model", Convert, 4, [.. "ORTM"u8]),
    ];

    /// <summary>The diagnostic (TE1002) for bytes that are not a TFLite file; <c>null</c> when they carry its identifier.</summary>
    public static Diagnostic? Refuse(ReadOnlySpan<byte> file, string fileName)
    {
        if (file.Length >= HeaderBytes && file[4..8].SequenceEqual("TFL3"u8))
            return null;
        var (message, advice) = Describe(file);
        return new(
            Diag.NotTflite,
            new Place(fileName),
            message,
            why: file.Length >= HeaderBytes ? "a TensorFlow Lite model has the identifier 'TFL3' at byte 4" : "",
            @try: advice
        );
    }

    private static (string Message, string Advice) Describe(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return ("the file is empty", Unfinished);
        foreach (var kind in Kinds)
            if (file.Length >= kind.Offset + kind.Magic.Length && file[kind.Offset..].StartsWith(kind.Magic))
                return ($"the file is {kind.Name}", kind.Advice);
        if (IsText(file))
            return DescribeText(file);
        if (file.Length < HeaderBytes)
            return ($"the file has only {file.Length} byte{(file.Length == 1 ? "" : "s")}", Unfinished);
        if (IsOnnx(file))
            return ("the file looks like an ONNX model", "convert it to .tflite, for example with onnx2tf");
        var identifier = file[4..8];
        if (IsPrintable(identifier) && BinaryPrimitives.ReadUInt32LittleEndian(file) < file.Length)
            return ($"the file identifier is '{Encoding.ASCII.GetString(identifier)}' instead of 'TFL3'", Wrong);
        return ("the file has no TensorFlow Lite identifier", Wrong);
    }

    private static (string Message, string Advice) DescribeText(ReadOnlySpan<byte> file)
    {
        var text = Encoding.UTF8.GetString(file[..Math.Min(file.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text switch
        {
            ['{', ..] or ['[', ..] => ("the file looks like JSON", Wrong),
            ['<', ..] => ("the file looks like HTML or XML", "a link often leads to a page around the file; download the file itself"),
            _ when text.Contains("unsigned char", StringComparison.Ordinal) || text.StartsWith("#include", StringComparison.Ordinal) => (
                "the file looks like C source",
                "pass the .tflite file that the array was made from"
            ),
            _ => ("the file looks like text", Wrong),
        };
    }

    /// <summary>An ONNX file is a protobuf message: field 1 (IR version) as a small varint, then a field of text or a message.</summary>
    private static bool IsOnnx(ReadOnlySpan<byte> file) => file is [0x08, > 0 and < 0x20, 0x12 or 0x1A or 0x22 or 0x3A or 0x42, ..];

    private static bool IsText(ReadOnlySpan<byte> file)
    {
        foreach (var b in file[..Math.Min(file.Length, 256)])
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') or 0x7F)
                return false;
        return true;
    }

    private static bool IsPrintable(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;
}
