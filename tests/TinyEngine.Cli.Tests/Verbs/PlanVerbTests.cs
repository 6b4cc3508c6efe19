using System.Text.Json;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests.Verbs;

public class PlanVerbTests
{
    [Fact]
    public void The_front_goes_down_in_RAM_and_up_in_computation_and_starts_with_layers()
    {
        using var folder = new TempFolder();
        using var json = Plan(folder);
        var report = json.RootElement;
        (
            report.GetProperty("command").GetString(),
            report.GetProperty("inputMode").GetString(),
            report.GetProperty("target").GetString()
        ).ShouldBe(("plan", "stream", "cortex-m7"));
        var front = Front(report);
        front[0].GetProperty("schedule").GetString().ShouldBe("layers");
        front.Count.ShouldBeGreaterThan(2);
        for (var i = 1; i < front.Count; i++)
        {
            Int(front[i], "arenaBytes").ShouldBeLessThan(Int(front[i - 1], "arenaBytes"));
            Int(front[i], "macsExecuted").ShouldBeGreaterThanOrEqualTo(Int(front[i - 1], "macsExecuted"));
            Int(front[i], "stages").ShouldBeGreaterThan(0);
        }

        foreach (var point in front)
        {
            point
                .GetProperty("macsRatio")
                .GetDouble()
                .ShouldBe(Int(point, "macsExecuted") / report.GetProperty("macs").GetDouble(), 0.0001);
            (Int(point, "ioBytes"), Int(point, "withInputBytes")).ShouldBe((64 * 3, Int(point, "arenaBytes") + (64 * 64 * 3)));
            Int(point, "instructionsEstimate").ShouldBeInRange(Int(point, "macsExecuted"), 4 * Int(point, "macsExecuted"));
            Int(point, "constantBytes").ShouldBeInRange(90_000, 200_000);
        }
    }

    [Fact]
    public void The_parts_cover_all_steps_and_one_of_them_sets_the_peak()
    {
        using var folder = new TempFolder();
        using var json = Plan(folder);
        var parts = json.RootElement.GetProperty("parts").EnumerateArray().ToList();
        Int(parts[0], "firstStep").ShouldBe(0);
        for (var i = 1; i < parts.Count; i++)
            Int(parts[i], "firstStep").ShouldBe(Int(parts[i - 1], "endStep"));
        parts.ShouldAllBe(part => part.GetProperty("operators").GetArrayLength() == Int(part, "endStep") - Int(part, "firstStep"));
        var peak = parts.Single(part => part.GetProperty("setsPeak").GetBoolean());
        Int(peak, "bytes").ShouldBe(parts.Max(part => Int(part, "bytes")));
        var stage = parts.First(part => part.GetProperty("kind").GetString() == "rows");
        var ring = stage.GetProperty("rings").EnumerateArray().First();
        Int(ring, "rows").ShouldBeInRange(1, Int(ring, "ofRows") - 1);
        ring.GetProperty("layout").GetString().ShouldBeOneOf("channelLast", "rowPlanar");
        parts
            .Where(part => part.GetProperty("kind").GetString() == "whole")
            .ShouldAllBe(part => part.GetProperty("rings").GetArrayLength() == 0);
    }

    [Fact]
    public void Options_choose_a_plan_of_the_front()
    {
        using var folder = new TempFolder();
        using var free = Plan(folder);
        var front = Front(free.RootElement);
        front[(int)Int(free.RootElement, "chosenIndex")].GetProperty("macsRatio").GetDouble().ShouldBe(1);
        using var layers = Plan(folder, "--schedule", "layers");
        Int(layers.RootElement, "chosenIndex").ShouldBe(0);
        using var fitting = Plan(folder, "--sram", $"{Int(front[1], "arenaBytes")}");
        Int(fitting.RootElement, "chosenIndex").ShouldBe(1);
        Int(fitting.RootElement, "gapBytes").ShouldBe(Int(front[1], "arenaBytes") - Int(fitting.RootElement, "lowerBoundBytes"));
    }

    [Fact]
    public void The_table_marks_the_plan_and_names_its_stages()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("plan", Demo(folder));
        result.Code.ShouldBe(0);
        result.Out.ShouldStartWith("demo for cortex-m7, input row by row; 3,974,400 MACs\n");
        result.Out.ShouldMatch(@"\n  → +stream +[\d,]+ ");
        result.Out.ShouldMatch(@"\n  0-\d+ +row by row +[\d,]+");
        result.Out.ShouldMatch(@"\n +\(rows arrive\) +input_0 +\d of 64 rows +[\d,]+\n +0 +CONV_2D +[^ ]+ +\d of 32 rows");
        result.Out.ShouldMatch(@" +most\n");
        result.Out.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(120);
    }

    [Fact]
    public void A_limit_that_nothing_fits_is_TE4001_and_the_list_still_appears()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("plan", Demo(folder), "--sram", "1K");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(
            "error TE4001: no plan needs 1,024 bytes of RAM or less for its arena\n    why: the smallest that was allowed takes "
        );
        result.Out.ShouldContain("\n  →");
    }

    [Fact]
    public void Outputs_row_by_row_make_smaller_plans()
    {
        using var folder = new TempFolder();
        var model = folder.Write("map.tflite", TfliteExporter.Export(MapNetworks.SuperResolution(), new DiagnosticBag())!);
        using var whole = JsonDocument.Parse(Tool.Run("plan", model, "--json").Out);
        using var rows = JsonDocument.Parse(Tool.Run("plan", model, "--json", "--output-mode", "rows").Out);
        (whole.RootElement.GetProperty("outputMode").GetString(), rows.RootElement.GetProperty("outputMode").GetString()).ShouldBe(
            ("arena", "rows")
        );
        Int(Front(rows.RootElement)[^1], "arenaBytes").ShouldBeLessThan(Int(Front(whole.RootElement)[^1], "arenaBytes") / 4);
        Tool.Run("plan", model, "--output-mode", "rows").Out.ShouldStartWith("map for cortex-m7, input row by row, outputs row by row; ");
    }

    [Fact]
    public void Where_rows_cannot_be_pushed_the_inputs_are_in_the_arena()
    {
        var model = new ModelFolder("GRAPH/two_inputs").Model;
        using var json = JsonDocument.Parse(Tool.Run("plan", model, "--json").Out);
        json.RootElement.GetProperty("inputMode").GetString().ShouldBe("arena");
        Front(json.RootElement)
            .ShouldAllBe(point => Int(point, "ioBytes") == 0 && Int(point, "withInputBytes") == Int(point, "arenaBytes"));
        Tool.Run("plan", model, "--input-mode", "stream").Error.ShouldContain("error TE3003: ");
    }

    private static JsonDocument Plan(TempFolder folder, params string[] options) =>
        JsonDocument.Parse(Tool.Run(["plan", Demo(folder), "--json", .. options]).Out);

    [Fact]
    public void Bench_measures_the_planner_without_a_build()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("bench", Demo(folder), "--planner", "--json");
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        var planner = json.RootElement.GetProperty("planner");
        planner.GetProperty("candidates").GetInt32().ShouldBeGreaterThan(2);
        planner.GetProperty("medianMilliseconds").GetDouble().ShouldBeGreaterThan(0);
    }

    private static string Demo(TempFolder folder) =>
        folder.Write("demo.tflite", TfliteExporter.Export(DemoNetwork.Build(), new DiagnosticBag())!);

    private static List<JsonElement> Front(JsonElement report) => [.. report.GetProperty("front").EnumerateArray()];

    private static long Int(JsonElement element, string property) => element.GetProperty(property).GetInt64();
}
