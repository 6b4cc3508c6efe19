using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

[Trait("Needs", "Emulator")]
public class BenchVerbTests
{
    [EmulatorFact]
    public void Layers_add_up_to_the_whole()
    {
        var result = Tool.Start(["bench", ModelFolder.TinyMobilenet.Model, "--layers", "--json"]);
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        var report = json.RootElement;
        report.GetProperty("target").GetString().ShouldBe("cortex-m7");
        report.GetProperty("match").GetBoolean().ShouldBeTrue();
        var total = report.GetProperty("instructions").GetInt64();
        report.GetProperty("instructionsPerMac").GetDouble().ShouldBe(Math.Round(total / 9860.0, 3));
        var layers = report.GetProperty("layers").EnumerateArray().ToList();
        layers
            .Select(layer => layer.GetProperty("op").GetString())
            .ShouldBe(["CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D", "AVERAGE_POOL_2D", "RESHAPE", "FULLY_CONNECTED"]);
        layers[0].GetProperty("shapes").GetString().ShouldBe("1x17x13x1 → 1x9x7x6");
        layers[0].GetProperty("macs").GetInt64().ShouldBe(3402);
        ((double)report.GetProperty("predictedInstructions").GetInt64()).ShouldBe(total, total * 0.05);
        ((double)layers.Sum(layer => layer.GetProperty("instructions").GetInt64())).ShouldBe(total, total * 0.05);
    }

    [EmulatorFact]
    public void A_report_holds_the_layers()
    {
        using var folder = new TempFolder();
        var result = Tool.Start(["bench", ModelFolder.TinyMobilenet.Model, "--report", folder["net.html"], "--json"]);
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        using var report = JsonDocument.Parse(File.ReadAllText(folder["net.json"]));
        report
            .RootElement.GetProperty("steps")
            .EnumerateArray()
            .Select(step => step.GetProperty("instructions").GetInt64())
            .ShouldBe(
                json.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("instructions").GetInt64())
            );
        File.ReadAllText(folder["net.html"]).ShouldContain("counted on an emulated cortex-m7");
    }

    [EmulatorFact]
    public void People_get_two_lines_and_the_same_figures_every_time()
    {
        var first = Tool.Start(["bench", ModelFolder.TinyMobilenet.Model, "--target", "cortex-m4"]);
        first.Out.ShouldMatch(
            @"^tiny_mobilenet on cortex-m4: [\d,]+ instructions, 9,860 MACs, \d+\.\d\d instructions per MAC\n"
                + @"predicted: [\d,]+ instructions, [+-]?\d+\.\d %\n"
                + "$"
        );
        Tool.Start(["bench", ModelFolder.TinyMobilenet.Model, "--target", "cortex-m4"]).Out.ShouldBe(first.Out);
    }

    [Fact]
    public void A_host_counts_no_instructions()
    {
        var result = Tool.Run("bench", ModelFolder.TinyMobilenet.Model, "--target", "host");
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith(
            "tinyengine: target 'host' cannot count instructions: use cortex-m0plus or cortex-m3 or cortex-m4 or cortex-m7 or cortex-m33\n"
        );
    }

    [Fact]
    public void A_missing_tool_is_exit_code_3()
    {
        using var folder = new TempFolder();
        Tool.Start(["bench", ModelFolder.TinyMobilenet.Model], null, ("PATH", folder.Path)).Code.ShouldBe(3);
    }
}
