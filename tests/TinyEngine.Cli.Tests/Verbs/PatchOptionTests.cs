using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

public class PatchOptionTests
{
    private static readonly string Model = ModelFolder.TinyMobilenet.Model;

    [Fact]
    public void The_first_operators_run_in_patches()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("compile", Model, "--output", folder["net"], "--schedule", "patches", "--patch", "split=2,n=3", "--json");
        result.Code.ShouldBe(0);
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("schedule").GetString().ShouldBe("patches");
        File.ReadAllText(folder["net/tiny_mobilenet.c"]).ShouldContain("patch_regions[9][2]");
    }

    [Theory]
    [InlineData("split=99,n=2", "TE3001")]
    [InlineData("split=0,n=2", "TE3001")]
    [InlineData("split=-1,n=2", "TE3001")]
    [InlineData("split=1,n=0", "TE3002")]
    [InlineData("n=1000,split=1", "TE3002")]
    public void Patches_that_make_no_sense_are_diagnosed(string patch, string id)
    {
        using var folder = new TempFolder();
        var result = Tool.Run("compile", Model, "--output", folder["net"], "--schedule", "patches", "--patch", patch);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"error {id}");
        result.Error.ShouldContain("try: ");
        Directory.Exists(folder["net"]).ShouldBeFalse();
    }

    [Fact]
    public void An_operator_without_patches_is_diagnosed()
    {
        using var folder = new TempFolder();
        using var layers = JsonDocument.Parse(Tool.Run("inspect", Model, "--json").Out);
        var operators = layers.RootElement.GetProperty("operators").GetArrayLength();
        var result = Tool.Run("compile", Model, "--output", folder["net"], "--schedule", "patches", "--patch", $"split={operators},n=1");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("error TE3004");
    }

    [Theory]
    [InlineData("split=2")]
    [InlineData("split=2,n=two")]
    [InlineData("split=2,n=2,n=3")]
    [InlineData("2,2")]
    [InlineData("")]
    public void Anything_else_is_no_choice(string patch) =>
        Refusal("--schedule", "patches", "--patch", patch).ShouldContain("is not a choice for --patch");

    [Fact]
    public void The_schedule_and_its_patches_go_together()
    {
        Refusal("--schedule", "patches").ShouldContain("--schedule patches needs --patch split=S,n=N");
        Refusal("--patch", "split=2,n=2").ShouldContain("--patch belongs to --schedule patches");
        var plan = Tool.Run("plan", Model, "--schedule", "patches");
        plan.Code.ShouldBe(2);
        plan.Error.ShouldContain("'plan' does not know the schedule 'patches'");
    }

    private static string Refusal(params string[] options)
    {
        using var folder = new TempFolder();
        var result = Tool.Run(["compile", Model, "--output", folder["net"], .. options]);
        result.Code.ShouldBe(2);
        return result.Error;
    }
}
