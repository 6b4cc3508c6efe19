using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

public class DemoVerbTests
{
    [Fact]
    public void It_leaves_a_model_an_input_and_the_result_that_the_other_verbs_confirm()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("demo", "--output", folder["demo"]);
        result.Code.ShouldBe(0);
        folder
            .Names.Where(name => !name.StartsWith("demo/c/", StringComparison.Ordinal))
            .ShouldBe(["demo", "demo/c", "demo/demo.tflite", "demo/in0.bin", "demo/out0.bin"]);
        folder.Names.ShouldContain("demo/c/demo.h");

        Tool.Run("inspect", folder["demo/demo.tflite"]).Code.ShouldBe(0);
        Tool.Run("run", folder["demo/demo.tflite"], "--input", folder["demo/in0.bin"], "--output", folder["again"]).Code.ShouldBe(0);
        File.ReadAllBytes(folder["again/out0.bin"]).ShouldBe(File.ReadAllBytes(folder["demo/out0.bin"]));
    }

    [Fact]
    public void People_see_what_happened_the_figures_and_what_to_do_next()
    {
        using var folder = new TempFolder();
        var page = Tool.Run("demo", "--output", folder["demo"]).Out;
        page.ShouldStartWith($"1. Built a small MobileNetV2 with random weights and wrote it to {folder["demo/demo.tflite"]} (");
        page.ShouldContain("2. Read it back: 43 operators, 3,974,400 multiply-accumulates, 95,454 parameters");
        page.ShouldContain("DEPTHWISE_CONV_2D");
        page.ShouldContain("3. Computed it for the image");
        page.ShouldContain("5. Built and ran the C");
        page.Split('\n').Count(line => line.Contains(" match ", StringComparison.Ordinal)).ShouldBe(3);
        page.ShouldContain($"    tinyengine inspect {folder["demo/demo.tflite"]}\n");
    }

    [Fact]
    public void Programs_see_the_same_figures()
    {
        using var folder = new TempFolder();
        using var json = JsonDocument.Parse(Tool.Run("demo", "--output", folder["demo"], "--json").Out);
        var root = json.RootElement;
        root.GetProperty("model").GetString().ShouldBe(folder["demo/demo.tflite"]);
        root.GetProperty("network").GetProperty("macs").GetInt64().ShouldBe(3_974_400);
        root.GetProperty("network").GetProperty("fileBytes").GetInt64().ShouldBe(new FileInfo(folder["demo/demo.tflite"]).Length);
        root.GetProperty("targets")
            .EnumerateArray()
            .Select(target => target.GetProperty("match").GetBoolean())
            .ShouldBe([true, true, true]);
        root.GetProperty("answer").GetProperty("probability").GetDouble().ShouldBeInRange(0.1, 1);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_TE5001()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("demo", "--output", Path.Combine(folder.Write("file", 1), "demo"));
        result.Code.ShouldBe(1);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldContain("error TE5001");
        folder.Names.ShouldBe(["file"]);
    }
}
