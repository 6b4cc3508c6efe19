namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>The files of <c>tests/badmodels</c>. Those that are wrong only in meaning read well here; later stages refuse them.</summary>
public class BadModelsTests
{
    [Theory]
    [InlineData("empty", "TE1002", ": the file is empty")]
    [InlineData("png_renamed", "TE1002", ": the file is a PNG image")]
    [InlineData("wrong_identifier", "TE1002", ": the file identifier is 'TFLX' instead of 'TFL3'")]
    [InlineData("truncated_half", "TE1003", "operator_codes: the vector reaches byte 2416, but the file has 1248 bytes")]
    [InlineData("root_offset_beyond", "TE1003", "root: the table reaches byte 2147483636, but the file has 2496 bytes")]
    [InlineData(
        "buffer_index_out_of_range",
        "TE1006",
        "subgraphs[0].tensors[2].buffer: tensor 'w0' has buffer 200, but the model has 6 buffers"
    )]
    [InlineData(
        "tensor_index_out_of_range",
        "TE1006",
        "subgraphs[0].operators[0].inputs[0]: CONV_2D input 0 is tensor 999, but the graph has 9 tensors"
    )]
    public void Broken_structure_is_refused(string name, string id, string line)
    {
        var (ids, lines) = Models.Refusal(TestFiles.Read($"badmodels/{name}.tflite"));
        ids.ShouldBe([id]);
        lines.ShouldBe([line]);
    }

    [Theory]
    [InlineData("cycle")]
    [InlineData("float32_conv")]
    [InlineData("huge_shape")]
    [InlineData("missing_weights")]
    [InlineData("negative_dim")]
    [InlineData("scale_count")]
    [InlineData("scale_nan")]
    [InlineData("short_weights_buffer")]
    [InlineData("unknown_opcode")]
    [InlineData("zero_dim")]
    public void Broken_meaning_is_read(string name) => Models.ReadSound(TestFiles.Read($"badmodels/{name}.tflite"));

    [Fact]
    public void Flipped_bytes_give_any_clean_answer() => Models.Read(TestFiles.Read("badmodels/flipped_bytes_a.tflite"));
}
