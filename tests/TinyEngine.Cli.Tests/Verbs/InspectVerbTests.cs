using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

public class InspectVerbTests
{
    [Fact]
    public void A_model_is_summarised_for_people()
    {
        var result = Tool.Run("inspect", Sample.Model);
        result.Code.ShouldBe(0);
        result.Out.ShouldStartWith("dilated_1_3_valid: 1,040 bytes, 1 operator\n8,640 MACs, 140 parameters in 155 bytes\n");
        result.Out.ShouldContain("3x3 stride 1x1 dilation 1x3");
        result.Out.ShouldContain("1x10x14x3 → 1x8x8x5");
    }

    [Fact]
    public void A_model_is_described_for_programs()
    {
        using var json = JsonDocument.Parse(Tool.Run("inspect", Sample.Model, "--json").Out);
        var report = json.RootElement;
        report.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
        report.GetProperty("command").GetString().ShouldBe("inspect");
        report.GetProperty("supported").GetBoolean().ShouldBeTrue();
        report.GetProperty("macs").GetInt64().ShouldBe(8 * 8 * 5 * 3 * 3 * 3);
        report.GetProperty("parameters").GetInt64().ShouldBe((5 * 3 * 3 * 3) + 5);
        var input = report.GetProperty("inputs")[0];
        input.GetProperty("dtype").GetString().ShouldBe("int8");
        input.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ShouldBe([1, 10, 14, 3]);
        input.GetProperty("scale").GetSingle().ShouldBe(0.02f);
        input.GetProperty("zeroPoint").GetInt32().ShouldBe(-5);
        var conv = report.GetProperty("operators")[0];
        conv.GetProperty("op").GetString().ShouldBe("CONV_2D");
        conv.GetProperty("constants")[0].GetProperty("perAxis").GetProperty("scales").GetArrayLength().ShouldBe(5);
        report.GetProperty("diagnostics").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.Write("notes.tflite", [.. "These are only notes, nothing else."u8]);
        var result = Tool.Run("inspect", path, "--json");
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith($"{path}: error TE1002: ");
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("diagnostics")[0].GetProperty("id").GetString().ShouldBe("TE1002");
    }

    [Fact]
    public void Every_cut_of_a_model_is_refused_cleanly()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Sample.Model);
        for (var length = 0; length < bytes.Length - 16; length += 61)
        {
            var result = Tool.Run("inspect", folder.Write("cut.tflite", bytes[..length]));
            result.Code.ShouldBe(1, $"{length} bytes");
            result.Error.ShouldContain(": error TE1");
        }
    }

    [Fact]
    public void A_dump_holds_the_graph_of_each_stage()
    {
        using var folder = new TempFolder();
        Tool.Run("inspect", Sample.Model, "--dump", folder["stages"]).Code.ShouldBe(0);
        folder.Names.ShouldBe(["stages", "stages/01-import.txt"]);
        File.ReadAllText(folder["stages/01-import.txt"]).ShouldStartWith("graph dilated_1_3_valid\n");
    }
}
