using static TinyEngine.Compiler.Tests.Formats.Tflite.HandMade;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>TE1003 (past the end), TE1004 (damaged), TE1007 (version) and TE1020 (limits) on bytes made by hand.</summary>
public class DamageTests
{
    private const int OperatorCodes = 1,
        Subgraphs = 2,
        Description = 3,
        Buffers = 4;

    [Fact]
    public void A_sound_file_made_by_hand_is_read() =>
        Models.ReadSound(ModelWith(Description, 2, 'h' | ('i' << 8))).Description.ShouldBe("hi");

    public static TheoryData<string, string, byte[]> Damages =>
        new()
        {
            { "TE1004", "root: the offset at byte 0 is 0, which no FlatBuffer can hold", Words(0, Tfl3, 0, 0) },
            { "TE1004", "root: the offset at byte 0 is 2147483648, which no FlatBuffer can hold", Words(int.MinValue, Tfl3, 0, 0) },
            { "TE1003", "root: the table reaches byte 2147483636, but the file has 16 bytes", Words(0x7FFFFFF0, Tfl3, 0, 0) },
            { "TE1003", "root: the table reaches byte 18, but the file has 16 bytes", Words(14, Tfl3, 0, 0) },
            { "TE1004", "root: the table at byte 8 has its vtable before the start of the file", Words(8, Tfl3, 9, 0) },
            { "TE1003", "root: the vtable reaches byte 18, but the file has 16 bytes", Words(8, Tfl3, -6, 0) },
            { "TE1004", "root: the vtable at byte 12 claims a length of 2 bytes", Words(8, Tfl3, -4, Pair(2, 4)) },
            { "TE1004", "root: the vtable at byte 12 claims a length of 5 bytes", Words(8, Tfl3, -4, Pair(5, 4)) },
            { "TE1004", "root: the vtable at byte 12 claims tables of 3 bytes", Words(8, Tfl3, -4, Pair(4, 3)) },
            { "TE1003", "root: the vtable reaches byte 18, but the file has 16 bytes", Words(8, Tfl3, -4, Pair(6, 4)) },
            { "TE1003", "root: the table reaches byte 17, but the file has 16 bytes", Words(8, Tfl3, -4, Pair(4, 9)) },
            { "TE1004", "version: the field is said to be at byte 2 of a table of 8 bytes", Words(16, Tfl3, Pair(6, 8), Pair(2, 0), 8, 3) },
            { "TE1004", "version: the field is said to be at byte 6 of a table of 8 bytes", Words(16, Tfl3, Pair(6, 8), Pair(6, 0), 8, 3) },
            { "TE1003", "description: a vector of 5 elements reaches byte 45, but the file has 44 bytes", ModelWith(Description, 5, 0) },
            { "TE1003", "description: the vector reaches byte 40, but the file has 36 bytes", ModelWith(Description) },
            {
                "TE1004",
                "operator_codes: a vector of 4294967295 elements is longer than a FlatBuffer can be",
                ModelWith(OperatorCodes, -1)
            },
            {
                "TE1004",
                "operator_codes[1]: the offset at byte 44 is 0, which no FlatBuffer can hold",
                ModelWith(OperatorCodes, 2, 12, 0, Pair(4, 4), 4)
            },
            {
                "TE1004",
                "buffers[0]: the table at byte 44 has its vtable before the start of the file",
                ModelWith(Buffers, 1, 4, 0x7FFFFFFF)
            },
            { "TE1003", "subgraphs[0]: the table reaches byte 1000048, but the file has 44 bytes", ModelWith(Subgraphs, 1, 1_000_004) },
        };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_named_with_its_place(string id, string line, byte[] file)
    {
        var (ids, lines) = Models.Refusal(file);
        ids.ShouldBe([id]);
        lines.ShouldBe([line]);
    }

    [Theory]
    [InlineData(0, "the schema version is 0; only version 3 is supported")]
    [InlineData(2, "the schema version is 2; only version 3 is supported")]
    [InlineData(-1, "the schema version is 4294967295; only version 3 is supported")]
    public void Other_schema_versions_are_refused(int version, string message)
    {
        var (ids, lines) = Models.Refusal(Words(16, Tfl3, Pair(6, 8), Pair(4, 0), 8, version));
        $"{ids.ShouldHaveSingleItem()}: {lines.ShouldHaveSingleItem()}".ShouldBe($"TE1007: version: {message}");
    }

    [Fact]
    public void All_damaged_tables_are_reported_at_once() => Models.Refusal(ModelWith(OperatorCodes, 3, 0, 0, 0)).Lines.Length.ShouldBe(3);

    [Fact]
    public void A_file_that_was_cut_off_is_reported_once()
    {
        int[] farAway = [1_000_000, 1_000_000, 1_000_000];
        Models.Refusal(ModelWith(OperatorCodes, [3, .. farAway])).Ids.ShouldBe(["TE1003"]);
    }

    [Fact]
    public void Endless_damage_ends_at_the_limit_of_diagnostics()
    {
        var (model, bag) = Models.Read(ModelWith(OperatorCodes, [100_000, .. new int[100_000]]));
        model.ShouldBeNull();
        (bag.Items.Length, bag.ErrorCount).ShouldBe((100, 101));
    }

    /// <summary>Each entry points to the same empty table, so that a small file claims many tables.</summary>
    [Fact]
    public void One_table_used_very_often_meets_the_limit_of_tables()
    {
        const int count = 300_000;
        var offsets = Enumerable.Range(0, count).Select(i => 4 * (count - i) + 4);
        var (ids, lines) = Models.Refusal(ModelWith(OperatorCodes, [count, .. offsets, Pair(4, 4), 4]));
        $"{ids.ShouldHaveSingleItem()}: {lines[0]}".ShouldBe("TE1020: operator_codes[262143]: the file refers to more than 262144 tables");
    }

    /// <summary>Each of 2000 tables has the same text of 40,000 bytes: 80 MB out of a file of 50 kB.</summary>
    [Fact]
    public void One_vector_used_very_often_meets_the_limit_of_bytes()
    {
        const int count = 2_000,
            text = 10_000;
        var table = new[] { Pair(8, 8), Pair(0, 4), 8, 4, text * 4 };
        var offsets = Enumerable.Range(0, count).Select(i => 4 * (count - i) + 8);
        var file = ModelWith(OperatorCodes, [count, .. offsets, .. table, .. new int[text]]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (ids, lines) = Models.Refusal(file);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(30 * file.Length);
        ids.ShouldBe(["TE1004"]);
        lines[0].ShouldContain("tables and vectors overlap: more than four times the file's 48060 bytes are referred to");
    }
}
