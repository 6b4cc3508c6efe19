using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

public sealed class CompareVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Write(string name, string json)
    {
        File.WriteAllText(_folder[name], json);
        return _folder[name];
    }

    private string Report(string name, int arena, int step = 90) =>
        Write(
            name,
            $$"""{ "command": "compile", "name": "net", "target": "cortex-m7", "arenaBytes": {{arena}}, "macs": 1000, "steps": """
                + $$"""[{ "op": "ADD", "name": "a|b", "bytes": {{step}}, "macs": 0 }] }"""
        );

    [Fact]
    public void A_table_shows_old_new_and_change()
    {
        var result = Tool.Run("compare", Report("old.json", 1000), Report("new.json", 1250, 100));
        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldStartWith("net cortex-m7\n");
        result.Out.ShouldMatch(@"RAM: arena +1,000 +1,250 +\+250 \(\+25\.0 %\)\n");
        result.Out.ShouldMatch(@"multiply-accumulates +1,000 +1,000 +=\n");
        result.Out.ShouldMatch(@"ADD a\|b +RAM in use +90 +100 +\+10 \(\+11\.1 %\)\n");
    }

    [Fact]
    public void The_json_object_holds_the_figures()
    {
        using var json = JsonDocument.Parse(Tool.Run("compare", Report("old.json", 1000), Report("new.json", 750), "--json").Out);
        var arena = json.RootElement.GetProperty("network")[0];
        (
            arena.GetProperty("old").GetInt64(),
            arena.GetProperty("new").GetInt64(),
            arena.GetProperty("difference").GetInt64(),
            arena.GetProperty("percent").GetDouble()
        ).ShouldBe((1000, 750, -250, -25.0));
        json.RootElement.GetProperty("steps").GetArrayLength().ShouldBe(0);
        json.RootElement.GetProperty("grown").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Markdown_is_a_table_in_which_names_are_only_text()
    {
        var result = Tool.Run("compare", Report("old.json", 1000), Report("new.json", 1250, 100), "--markdown");
        result.Out.ShouldContain("| | old | new | change |\n|---|--:|--:|--:|\n| RAM: arena | 1,000 | 1,250 | +250 (+25.0 %) |\n");
        result.Out.ShouldContain("| ADD a&#124;b | RAM in use | 90 | 100 | +10 (+11.1 %) |\n");
    }

    [Fact]
    public void Growth_is_TE8104_when_asked_for()
    {
        var (old, larger, smaller) = (Report("old.json", 1000), Report("new.json", 1250), Report("less.json", 900));
        var result = Tool.Run("compare", old, larger, "--fail-if-grown");
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith(
            $"{larger}: error TE8104: the network takes more memory than before\n    why: RAM: arena +250 (+25.0 %)\n"
        );
        result.Out.ShouldContain("RAM: arena");
        Tool.Run("compare", old, smaller, "--fail-if-grown").Code.ShouldBe(0);
        Tool.Run("compare", old, old, "--fail-if-grown").Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("[]", "it holds no figures of a network")]
    [InlineData("{ \"command\": \"ops\" }", "it holds no figures of a network")]
    [InlineData("{ \"command\": 1, \"arenaBytes\": 3 }", "it holds no figures of a network")]
    [InlineData("{", "it is not JSON: ")]
    public void Another_file_is_TE8103(string content, string why)
    {
        var file = Write("other.json", content);
        var result = Tool.Run("compare", Report("old.json", 1), file);
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith($"{file}: error TE8103: this is not a report that can be compared\n    why: {why}");
    }

    [Fact]
    public void Reports_of_different_verbs_are_TE8103() =>
        Tool.Run("compare", Report("old.json", 1), Write("bench.json", """{ "command": "bench", "instructions": 3 }"""))
            .Error.ShouldContain("error TE8103: a report of 'bench' cannot be compared with one of 'compile'");

    [Fact]
    public void Steps_of_one_name_are_paired_in_order_and_lost_ones_are_shown()
    {
        string Step(int bytes) => $$"""{ "op": "ADD", "name": "x", "bytes": {{bytes}} }""";
        string Steps(string name, params int[] bytes) =>
            Write(name, $$"""{ "command": "compile", "arenaBytes": 1, "steps": [{{string.Join(',', bytes.Select(Step))}}] }""");
        using var json = JsonDocument.Parse(Tool.Run("compare", Steps("old.json", 5, 6, 7), Steps("new.json", 5, 9), "--json").Out);
        var steps = json.RootElement.GetProperty("steps");
        steps.GetArrayLength().ShouldBe(2);
        (steps[0].GetProperty("old").GetInt64(), steps[0].GetProperty("new").ValueKind).ShouldBe((7, JsonValueKind.Null));
        (steps[1].GetProperty("old").GetInt64(), steps[1].GetProperty("new").GetInt64()).ShouldBe((6, 9));
    }

    public void Dispose() => _folder.Dispose();
}
