using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

/// <summary>'compile' of several models: one library.</summary>
public sealed class CompileSeveralTests : IDisposable
{
    private static readonly string Mobile = new ModelFolder("GRAPH/tiny_mobilenet").Model;
    private static readonly string Unet = new ModelFolder("GRAPH/unet_step").Model;

    private readonly TempFolder _folder = new();

    [Fact]
    public void Kernels_are_there_once_and_each_network_has_a_header()
    {
        var result = Tool.Run("compile", Mobile, Unet, "--output", _folder["both"]);
        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldStartWith("2 networks as both for cortex-m7\n");
        var files = Directory.GetFiles(_folder["both"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        files.ShouldBe([
            "CMakeLists.txt",
            "LICENSE",
            "README.md",
            "both_kernels.c",
            "both_kernels.h",
            "report.json",
            "tiny_mobilenet.c",
            "tiny_mobilenet.h",
            "tiny_mobilenet_report.html",
            "tiny_mobilenet_weights.c",
            "tiny_mobilenet_weights.h",
            "unet_step.c",
            "unet_step.h",
            "unet_step_report.html",
            "unet_step_weights.c",
            "unet_step_weights.h",
        ]);
        using var report = JsonDocument.Parse(File.ReadAllBytes(_folder["both/report.json"]));
        report.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()).ShouldBe(files);
        // The same folder again, of one model: what the library had goes.
        Tool.Run("compile", Mobile, "--output", _folder["both"]).Code.ShouldBe(0);
        Directory.GetFiles(_folder["both"], "unet*").ShouldBeEmpty();
    }

    [Fact]
    public void The_json_object_has_the_report_of_each_network_and_sums()
    {
        using var separate = JsonDocument.Parse(Tool.Run("compile", Mobile, Unet, "--output", _folder["a"], "--json").Out);
        using var shared = JsonDocument.Parse(
            Tool.Run("compile", Mobile, Unet, "--output", _folder["b"], "--arena", "shared", "--json").Out
        );
        var networks = separate.RootElement.GetProperty("networks").EnumerateArray().ToList();
        networks.Select(network => network.GetProperty("name").GetString()).ShouldBe(["tiny_mobilenet", "unet_step"]);
        var arenas = networks.Select(network => network.GetProperty("arenaBytes").GetInt64()).ToList();
        separate.RootElement.GetProperty("arenaBytes").GetInt64().ShouldBe(arenas.Sum());
        shared.RootElement.GetProperty("arenaBytes").GetInt64().ShouldBe(arenas.Max());
        // Kernels that both use count once.
        Total(separate.RootElement).ShouldBeLessThan(networks.Sum(Total));

        static long Total(JsonElement report) => report.GetProperty("flash").GetProperty("totalEstimate").GetInt64();
    }

    [Fact]
    public void Problems_of_all_models_come_in_one_run_and_nothing_is_written()
    {
        var result = Tool.Run("compile", _folder["none.tflite"], Mobile, Mobile, _folder["nil.tflite"], "--output", _folder["net"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{_folder["none.tflite"]}: error TE1001: ");
        result.Error.ShouldContain($"{_folder["nil.tflite"]}: error TE1001: ");
        result.Error.ShouldContain(
            $"{Mobile}: error TE5008: this network would be called 'tiny_mobilenet', "
                + $"and tiny_mobilenet.c belongs to '{Mobile}' already\n"
        );
        Directory.Exists(_folder["net"]).ShouldBeFalse();
    }

    [Fact]
    public void A_name_that_the_files_of_another_network_have_is_TE5008()
    {
        File.Copy(Mobile, _folder["net.tflite"]);
        File.Copy(Unet, _folder["net_weights.tflite"]);
        File.Copy(Unet, _folder["lib_kernels.tflite"]);
        string[] models = [_folder["net.tflite"], _folder["net_weights.tflite"], _folder["lib_kernels.tflite"]];
        var result = Tool.Run(["compile", .. models, "--output", _folder["lib"]]);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("error TE5008: this network would be called 'net_weights', and net_weights.c belongs to");
        result.Error.ShouldContain("error TE5008: this network would be called 'lib_kernels', and lib_kernels.c belongs to the library");
    }

    [Fact]
    public void A_network_with_state_in_a_shared_arena_is_TE5009()
    {
        string[] models = [Mobile, new ModelFolder("UNIDIRECTIONAL_SEQUENCE_LSTM/zp_min").Model];
        Tool.Run(["compile", .. models, "--output", _folder["separate"]]).Code.ShouldBe(0);
        var result = Tool.Run(["compile", .. models, "--output", _folder["net"], "--arena", "shared"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(
            "error TE5009: 'zp_min' keeps state in its arena\n"
                + "    why: another network that runs in the same arena would destroy it\n"
                + "    try: use --arena separate\n"
        );
    }

    [Theory]
    [InlineData("--name net", "--name names one network: with several models leave it out, and rename the files whose names do not suit")]
    [InlineData(
        "--with-selftest in0.bin",
        "--with-selftest is a sample of one model: with several use a --package with an example, which brings samples"
    )]
    public void Options_of_one_network_are_refused(string option, string message)
    {
        var result = Tool.Run(["compile", Mobile, Unet, "--output", _folder["net"], .. option.Split(' ')]);
        (result.Code, result.Error).ShouldBe((2, $"tinyengine: {message}\n    try: tinyengine help compile\n"));
    }

    [Fact]
    public void An_arena_of_one_network_is_not_shared()
    {
        var result = Tool.Run("compile", Mobile, "--output", _folder["net"], "--arena", "shared");
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith("tinyengine: --arena is for several models: give more than one, or leave it out\n");
    }

    [Fact]
    public void Limits_are_about_the_whole()
    {
        var (fastest, smallest) = (Arena("auto"), Arena("stream"));
        smallest.ShouldBeLessThan(fastest);
        // What fits together is found, though each alone would fit in its fastest plan.
        using var fits = JsonDocument.Parse(
            Tool.Run("compile", Mobile, Unet, "--output", _folder["fits"], "--sram", $"{fastest - 1}", "--json").Out
        );
        fits.RootElement.GetProperty("arenaBytes").GetInt64().ShouldBeLessThan(fastest);
        var over = Tool.Run("compile", Mobile, Unet, "--output", _folder["over"], "--sram", $"{smallest - 1}");
        over.Code.ShouldBe(1);
        over.Error.ShouldContain("over: error TE4001: the networks need ");
        over.Error.ShouldContain("try: use --arena shared where only one of them runs at a time: ");
        Tool.Run("compile", Mobile, Unet, "--output", _folder["over"], "--flash", "4K")
            .Error.ShouldMatch("over: error TE4002: the networks need about [\\d,]+ bytes of flash, 4,096 are available");
        Directory.Exists(_folder["over"]).ShouldBeFalse();
        var judged = Tool.Run("compile", Mobile, Unet, "--output", _folder["judged"], "--fail-if-ram-over", "1K");
        judged.Code.ShouldBe(1);
        judged.Error.ShouldContain("error TE8101: ");
        File.Exists(_folder["judged/report.json"]).ShouldBeTrue();

        long Arena(string schedule)
        {
            using var json = JsonDocument.Parse(
                Tool.Run("compile", Mobile, Unet, "--output", _folder[schedule], "--schedule", schedule, "--json").Out
            );
            return json.RootElement.GetProperty("arenaBytes").GetInt64();
        }
    }

    [Fact]
    public void Compare_shows_each_network()
    {
        Tool.Run("compile", Mobile, Unet, "--output", _folder["a"]).Code.ShouldBe(0);
        Tool.Run("compile", Mobile, Unet, "--output", _folder["b"], "--schedule", "stream").Code.ShouldBe(0);
        var result = Tool.Run("compare", _folder["a/report.json"], _folder["b/report.json"]);
        result.Code.ShouldBe(0, result.Error);
        result.Out.ShouldContain("RAM: arena");
        result.Out.ShouldContain("unet_step: RAM: arena");
    }

    public void Dispose() => _folder.Dispose();
}
