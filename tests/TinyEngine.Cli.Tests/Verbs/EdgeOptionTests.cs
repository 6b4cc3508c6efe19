using System.Text.Json;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests.Verbs;

/// <summary>The options that change where a network begins and ends.</summary>
public class EdgeOptionTests
{
    [Fact]
    [Trait("Needs", "Compiler")]
    public void Verify_converts_samples_to_what_the_network_takes()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("verify", Image(folder), "--target", "host", "--int8-io", "--nhwc-inputs", "--json");
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("match").GetBoolean().ShouldBeTrue();
        var least = Tool.Run("verify", Image(folder), "--target", "host", "--json");
        least.Code.ShouldBe(0, least.Error);
        using var whole = JsonDocument.Parse(least.Out);
        Arena(json).ShouldBeLessThan(Arena(whole) / 3);

        static int Arena(JsonDocument report) => report.RootElement.GetProperty("ram").GetProperty("arena").GetInt32();
    }

    [Fact]
    public void The_header_tells_what_is_given_instead()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("compile", Image(folder), "--output", folder["net"], "--name", "net", "--int8-io", "--nhwc-inputs");
        result.Code.ShouldBe(0, result.Error);
        var header = File.ReadAllText(Path.Combine(folder["net"], "net.h"));
        header.ShouldContain("1x8x8x3");
        header.ShouldContain("int8");
        header.ShouldNotContain("float");
    }

    [Fact]
    public void An_option_that_changes_nothing_is_a_warning()
    {
        var result = Tool.Run("plan", ModelFolder.TinyMobilenet.Model, "--int8-io", "--nhwc-inputs");
        result.Code.ShouldBe(0);
        result.Error.ShouldContain(
            "warning TE1041: --int8-io changes nothing: no input is only quantized, and no output is only dequantized\n"
                + "    why: inputs and outputs are what the network computes with, or several operators read them\n"
                + "    try: leave the option out\n"
        );
        result.Error.ShouldContain("warning TE1041: --nhwc-inputs changes nothing: no input is only turned from NCHW to NHWC\n");
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("plan")]
    public void A_cut_network_is_looked_at_alone(string verb)
    {
        using var folder = new TempFolder();
        var model = Image(folder);
        Tool.Run(verb, model, "--inputs", "codes", "--outputs", "function").Code.ShouldBe(0);
        var wrong = Tool.Run(verb, model, "--outputs", "functions");
        wrong.Code.ShouldBe(1);
        wrong.Error.ShouldContain("error TE1040: --outputs: the graph has no tensor 'functions'\n");
        Tool.Run(verb, model, "--outputs", "function,,codes").Code.ShouldBe(2);
    }

    /// <summary>An image of real numbers, channel by channel, and a function of it.</summary>
    private static string Image(TempFolder folder)
    {
        var real = new TensorType(DType.Float32, [1, 3, 8, 8], QuantParams.None);
        var codes = new TensorType(DType.Int8, [1, 8, 8, 3], QuantParams.PerTensor(0.05f, 3));
        var function = codes with { Quant = QuantParams.PerTensor(1f / 256, -128) };
        var builder = new GraphBuilder("image");
        var x = builder.Input("image", real);
        x = builder.Node(new Transpose([0, 2, 3, 1]), [x], real with { Shape = codes.Shape }, "turned");
        x = builder.Node(new Quantize(), [x], codes, "codes");
        x = builder.Node(new Logistic(), [x], function, "function");
        builder.Output(builder.Node(new Dequantize(), [x], real with { Shape = codes.Shape }, "result"));
        return folder.Write("image.tflite", TfliteExporter.Export(builder.Build(), new DiagnosticBag())!);
    }
}
