using TinyEngine.Compiler.Formats.Tflite;
using static TinyEngine.Compiler.Tests.Formats.Tflite.HandMade;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>Single fields: what the file says is what the record holds.</summary>
public class FieldTests
{
    [Theory]
    [InlineData(3, 0, BuiltinOperator.Conv2D)] // written before 2020: only the old field
    [InlineData(127, 150, BuiltinOperator.Gelu)]
    [InlineData(0, 4, BuiltinOperator.DepthwiseConv2D)]
    [InlineData(32, 32, BuiltinOperator.Custom)]
    [InlineData(0, 9999, (BuiltinOperator)9999)]
    internal void The_greater_of_both_operator_codes_counts(int deprecated, int code, BuiltinOperator expected)
    {
        // Vector of one table at 36: entry, vtable of 4 fields at 44, table at 56.
        var file = ModelWith(1, 1, 16, Pair(12, 12), Pair(4, 0), Pair(0, 8), 12, deprecated, code);
        Models.ReadSound(file).OperatorCodes.ShouldBe([new TfliteOperatorCode(expected)]);
    }

    [Fact]
    public void Rare_fields_survive_a_file()
    {
        var model = Models.Small with
        {
            OperatorCodes =
            [
                new(BuiltinOperator.Custom, "MyOp", 2),
                new(BuiltinOperator.StablehloComposite, null, 7),
                new((BuiltinOperator)9999),
            ],
            Subgraphs =
            [
                new(
                    "",
                    [
                        new("variable", [], (TfliteTensorType)99)
                        {
                            IsVariable = true,
                            HasSparsity = true,
                            ExternalBuffer = 3,
                        },
                        new("größe", [0, -8, int.MaxValue], TfliteTensorType.Int4, 0, new([], [])),
                        new("", [2], TfliteTensorType.Int16, 0, new([float.NaN, -1f], [long.MinValue], -3) { DetailsType = 2 }),
                    ],
                    [],
                    [],
                    [new(2, [], [], TfliteOptions.None) { Intermediates = [0, -1] }]
                ),
                Models.Small.Subgraphs[0],
            ],
        };
        Models.ReadSound(TfliteWriter.Write(model)).ShouldBe(model);
    }

    [Fact]
    public void Buffers_are_slices_of_the_file()
    {
        var file = Models.SmallBytes;
        var data = Models.ReadSound(file).Buffers[1].Data;
        data.ToArray().ShouldBe([3, 250]);
        data.Span.Overlaps(file, out var offset).ShouldBeTrue();
        (-offset % 16).ShouldBe(0);
    }

    [Theory]
    [InlineData(76, 8, 8)]
    [InlineData(83, 1, 1)]
    [InlineData(1, 8, 0)]
    [InlineData(0, 8, 0)]
    [InlineData(76, 0, 0)]
    public void Buffers_may_lie_behind_the_tables(long offset, long size, int length)
    {
        var data = Models.ReadSound(FileWithOutsideBuffer(offset, size)).Buffers.ShouldHaveSingleItem().Data;
        data.Length.ShouldBe(length);
        if (length > 0)
            data.Span[^1].ShouldBe((byte)0x77);
    }

    [Theory]
    [InlineData(77, 8)]
    [InlineData(84, 1)]
    [InlineData(long.MaxValue, 2)]
    [InlineData(-1, 2)]
    [InlineData(8, -1)]
    public void Buffers_outside_the_file_are_refused(long offset, long size)
    {
        var (ids, lines) = Models.Refusal(FileWithOutsideBuffer(offset, size));
        ids.ShouldBe(["TE1003"]);
        lines[0].ShouldBe($"buffers[0].offset: {(ulong)size} bytes at byte {(ulong)offset} are outside the file, which has 84 bytes");
    }

    // One buffer, whose table at 56 has offset and size; the last 8 of the file's 84 bytes are its data.
    private static byte[] FileWithOutsideBuffer(long offset, long size) =>
        ModelWith(
            4,
            1,
            16,
            Pair(10, 20),
            Pair(0, 4),
            Pair(12, 0),
            12,
            (int)offset,
            (int)(offset >> 32),
            (int)size,
            (int)(size >> 32),
            0x77777777,
            0x77777777
        );
}
