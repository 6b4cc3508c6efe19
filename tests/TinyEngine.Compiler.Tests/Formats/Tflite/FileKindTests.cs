using System.Text;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>TE1002: files of other kinds are named, so that the user sees the mistake.</summary>
public class FileKindTests
{
    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\x01", "the file has only 1 byte")]
    [InlineData("\x10\0\0\0TFL", "the file has only 7 bytes")]
    [InlineData("\x10\0\0\0TFL\0\0\0\0", "the file has no TensorFlow Lite identifier")]
    [InlineData("\x08\0\0\0TFLX\0\0\0\0", "the file identifier is 'TFLX' instead of 'TFL3'")]
    [InlineData("\x18\0\0\0ORTM\0\0\0\0", "the file is an ONNX Runtime model")]
    [InlineData("\u0089PNG\r\n\x1A\n----", "the file is a PNG image")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0\0\x10JFIF", "the file is a JPEG image")]
    [InlineData("GIF89a\x01\0", "the file is a GIF image")]
    [InlineData("%PDF-1.7", "the file is a PDF document")]
    [InlineData("PK\x03\x04\x14\0\0\0", "the file is a ZIP archive, such as a .keras or PyTorch model")]
    [InlineData("\x1F\u008B\x08\0\0\0\0\0", "the file is a gzip archive")]
    [InlineData("\u0089HDF\r\n\x1A\n", "the file is an HDF5 file, such as a Keras .h5 model")]
    [InlineData("\x7F" + "ELF\x02\x01\x01\0", "the file is an ELF object or program")]
    [InlineData("GGUF\x03\0\0\0", "the file is a GGUF model")]
    [InlineData("\u0093NUMPY\x01\0", "the file is a NumPy array")]
    [InlineData("\x08\x08\x12\x07pytorch\x1A", "the file looks like an ONNX model")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid", "the file is a Git LFS pointer, not the file it stands for")]
    [InlineData("  {\"subgraphs\": []}", "the file looks like JSON")]
    [InlineData("<!DOCTYPE html><html>", "the file looks like HTML or XML")]
    [InlineData("alignas(16) const unsigned char g_model[] = {", "the file looks like C source")]
    [InlineData("hello, world", "the file looks like text")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "the file has no TensorFlow Lite identifier")]
    public void The_message_says_what_the_file_is(string latin1, string message)
    {
        var (_, bag) = Models.Read(Encoding.Latin1.GetBytes(latin1));
        var diagnostic = bag.Items.ShouldHaveSingleItem();
        (diagnostic.Id, diagnostic.Message, diagnostic.Try.Length > 0).ShouldBe(("TE1002", message, true));
    }

    [Fact]
    public void The_text_is_complete()
    {
        var (_, bag) = Models.Read(Encoding.Latin1.GetBytes("\u0089PNG\r\n\x1A\n----"));
        bag.Items[0]
            .ToString()
            .ShouldBe(
                """
                net.tflite: error TE1002: the file is a PNG image
                    why: a TensorFlow Lite model has the identifier 'TFL3' at byte 4
                    try: pass the .tflite file that the converter wrote
                    see: docs/reference/diagnostics/TE1002.md
                """
            );
    }
}
