using System.Diagnostics;
using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

/// <summary>The tool as a real process: exit codes and streams.</summary>
public class ProcessTests
{
    // On a busy machine even short work may take the second after which the tool says what it does.
    private static IEnumerable<string> Messages(ToolResult result) =>
        result.Error.Split('\n').Where(line => line.Length > 0 && !line.EndsWith(" ...", StringComparison.Ordinal));

    [Fact]
    public void Exit_code_0_and_a_table_for_a_good_model()
    {
        var result = Tool.Start(["inspect", Sample.Model]);
        Messages(result).ShouldBeEmpty();
        result.Code.ShouldBe(0);
        result.Out.ShouldContain("CONV_2D");
    }

    [Fact]
    public void Exit_code_1_and_a_diagnostic_on_stderr_for_a_missing_file()
    {
        var result = Tool.Start(["inspect", "nothing-here.tflite"]);
        result.Code.ShouldBe(1);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldStartWith("nothing-here.tflite: error TE1001: the file does not exist\n");
    }

    [Fact]
    public void Exit_code_2_and_a_suggestion_for_a_typo()
    {
        var result = Tool.Start(["inspcet", Sample.Model]);
        result.Code.ShouldBe(2);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldBe("tinyengine: unknown verb 'inspcet'\n    did you mean: inspect\n    try: tinyengine help\n");
    }

    [Fact]
    public void A_run_gives_the_reference_bytes_and_one_json_object()
    {
        using var folder = new TempFolder();
        var result = Tool.Start(["run", Sample.Model, "--input", Sample.Input, "--output", folder["made/here"], "--json"]);
        Messages(result).ShouldBeEmpty();
        result.Code.ShouldBe(0);
        File.ReadAllBytes(folder["made/here/out0.bin"]).ShouldBe(File.ReadAllBytes(Sample.Expected));
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("outputs")[0].GetProperty("file").GetString().ShouldBe(folder["made/here/out0.bin"]);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "xterm-256color")]
    [InlineData("GITHUB_ACTIONS", "true")]
    public void Redirected_output_holds_no_control_sequences(string name, string value)
    {
        var result = Tool.Start(["ops"], null, (name, value));
        result.Code.ShouldBe(0);
        result.Out.ShouldNotContain('\e');
    }

    [Fact]
    public void A_full_disk_behind_standard_output_is_a_diagnostic()
    {
        if (!File.Exists("/dev/full"))
            return;
        var result = Tool.StartProcess("/bin/sh", ["-c", $"exec dotnet '{typeof(CommandLine).Assembly.Location}' ops >/dev/full"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith("standard output: error TE5001:");
    }

    [Fact]
    public void A_closed_pipe_is_no_internal_error()
    {
        var result = Tool.StartProcess("/bin/sh", ["-c", $"dotnet '{typeof(CommandLine).Assembly.Location}' ops --json | head -n 1"]);
        result.Out.ShouldBe("{\n");
        result.Error.ShouldBeEmpty();
    }
}
