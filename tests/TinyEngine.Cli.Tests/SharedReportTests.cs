using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

/// <summary>Situations that users of other tools reported, each a small network with the outputs that it is to give.</summary>
[Trait("Needs", "Emulator")]
public class SharedReportTests
{
    [SharedReportTheory]
    [InlineData("broadcast_to_int8")]
    [InlineData("conv_batch3_time_distributed")]
    [InlineData("fc_weights_are_an_input")]
    [InlineData("gru_unrolled_4_steps")]
    [InlineData("leaky_relu_int16")]
    [InlineData("one_zero_point_for_all_channels")]
    [InlineData("reshape_by_shape_chain")]
    [InlineData("state_in_resource_variable")]
    public void A_network_gives_its_stored_outputs(string name)
    {
        var folder = SharedReports.PathOf(name);
        string[] state = name == "state_in_resource_variable" ? ["--keep-state"] : [];
        Verify([Path.Combine(folder, "model.tflite"), "--samples", folder, .. state], "files");
    }

    /// <summary>Its C gives what the interpreter does; conformance cases hold each operator of it to the reference.</summary>
    [SharedReportTheory]
    [InlineData("layer_norm_int8")]
    public void A_network_without_samples_runs(string name) =>
        Verify([Path.Combine(SharedReports.PathOf(name), "model.tflite")], "interpreter");

    [SharedReportTheory]
    [InlineData("gru_unrolled_4_steps", 3_500)]
    public void Weights_that_several_steps_share_are_in_flash_once(string name, int bytes)
    {
        using var folder = new TempFolder();
        var result = Tool.Run("compile", Path.Combine(SharedReports.PathOf(name), "model.tflite"), "--output", folder["c"], "--json");
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("constants").GetProperty("total").GetInt32().ShouldBeLessThan(bytes);
    }

    [SharedReportTheory]
    [InlineData("ssd_postprocess_custom", "TE1017", "the operator has no custom options")]
    [InlineData("weights_only_int8", "TE1034", "only the weights are quantized")]
    public void A_network_is_refused_for_its_true_reason(string name, string id, string message)
    {
        var result = Tool.Run("verify", Path.Combine(SharedReports.PathOf(name), "model.tflite"));
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"error {id}: {message}");
        result.Error.Split("error TE").Length.ShouldBe(2, result.Error);
        result.Error.ShouldContain("\n    try: ");
    }

    private static void Verify(string[] arguments, string expectation)
    {
        foreach (var target in new[] { "host", "cortex-m4" })
        {
            var result = Tool.Run(["verify", .. arguments, "--target", target, "--json"]);
            result.Code.ShouldBe(0, result.Error);
            using var json = JsonDocument.Parse(result.Out);
            json.RootElement.GetProperty("match").GetBoolean().ShouldBeTrue(target);
            json.RootElement.GetProperty("expectation").GetString().ShouldBe(expectation);
        }
    }
}

/// <summary>Where the networks are: beside the checkout, not part of the repository.</summary>
internal static class SharedReports
{
    private static string Folder { get; } = Path.GetFullPath(Repository.File("../shared/reports"));

    /// <summary>Why they cannot be used; null when they can.</summary>
    public static string? Missing => Directory.Exists(Folder) ? null : $"no reported networks in {Folder}";

    /// <summary>The folder of one.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);
}

/// <summary>A test over reported networks on the emulator; skipped where they, or the tools, are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedReportTheoryAttribute : TheoryAttribute
{
    public SharedReportTheoryAttribute() => Skip = SharedReports.Missing ?? Missing.Compiler ?? Missing.Emulator;
}
