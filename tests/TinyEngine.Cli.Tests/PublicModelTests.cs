using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

/// <summary>The public networks, where they are at hand.</summary>
public class PublicModelTests
{
    public static TheoryData<string> Names => [.. PublicModels.Names];

    [PublicModelTheory]
    [MemberData(nameof(Names))]
    public void A_public_network_compiles_to_the_same_bytes_every_time(string name)
    {
        using var folder = new TempFolder();
        foreach (var copy in new[] { "a", "b" })
            Tool.Run("compile", PublicModels.PathOf(name, "model.tflite"), "--output", folder[copy]).Code.ShouldBe(0);
        foreach (var path in Directory.GetFiles(folder["a"]))
            File.ReadAllBytes(path)
                .AsSpan()
                .SequenceEqual(File.ReadAllBytes(Path.Combine(folder["b"], Path.GetFileName(path))))
                .ShouldBeTrue(path);
    }

    [Trait("Needs", "Emulator")]
    [PublicModelTheory(emulated: true)]
    [InlineData("hello_world_int8")]
    [InlineData("ad01_int8")]
    [InlineData("kws_ref_model")]
    [InlineData("vww_96_int8")]
    public void A_public_network_gives_the_reference_bytes_on_the_emulator(string name)
    {
        var result = Tool.Run(
            "verify",
            PublicModels.PathOf(name, "model.tflite"),
            "--samples",
            PublicModels.PathOf(name, ""),
            "--target",
            "cortex-m7",
            "--json"
        );
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("match").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("maxAbsDiff").GetInt64().ShouldBe(0);
    }

    /// <summary>Networks that keep state from step to step; the arena is that of layers, at most.</summary>
    [Trait("Needs", "Emulator")]
    [PublicModelTheory(emulated: true)]
    [InlineData("mww_v2_vad", 1_800)]
    [InlineData("mww_v2_hey_mycroft", 4_504)]
    [InlineData("mww_okay_nabu", 8_672)]
    public void A_listening_network_gives_the_reference_bytes_step_by_step(string name, int arenaBytes)
    {
        var folder = PublicModels.PathOf("../models2", name);
        var result = Tool.Run(
            "verify",
            Path.Combine(folder, "model.tflite"),
            "--samples",
            folder,
            "--keep-state",
            "--target",
            "cortex-m7",
            "--json"
        );
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("match").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("ram").GetProperty("arena").GetInt64().ShouldBeInRange(arenaBytes * 99 / 100, arenaBytes);
    }
}
