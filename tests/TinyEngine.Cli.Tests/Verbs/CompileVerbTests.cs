using System.Text.Json;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests.Verbs;

public class CompileVerbTests
{
    private static readonly string Model = ModelFolder.TinyMobilenet.Model;

    [Fact]
    public void The_folder_stands_alone_and_lists_its_files()
    {
        using var folder = new TempFolder();
        var result = Tool.Start(["compile", Model, "--output", folder["made/net"]]);
        result.Code.ShouldBe(0);
        result.Out.ShouldContain("arena (RAM)");
        result.Out.ShouldContain($"tinyengine verify {Model}");
        var files = Directory.GetFiles(folder["made/net"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        string[] expected =
        [
            "CMakeLists.txt",
            "README.md",
            "report.json",
            "tiny_mobilenet.c",
            "tiny_mobilenet.h",
            "tiny_mobilenet_kernels.c",
            "tiny_mobilenet_kernels.h",
            "tiny_mobilenet_weights.c",
        ];
        expected.ShouldBeSubsetOf(files);
        using var report = JsonDocument.Parse(File.ReadAllBytes(folder["made/net/report.json"]));
        report.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()).ShouldBe(files);
        folder.Names.Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Two_compiles_give_identical_folders()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "a", "b/c" })
            Tool.Start(["compile", Model, "--output", folder[name], "--with-selftest", ModelFolder.TinyMobilenet["in0_0.bin"]])
                .Code.ShouldBe(0);
        Content(folder["a"]).ShouldBe(Content(folder["b/c"]));
    }

    [Fact]
    public void The_json_object_tells_the_plan()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("compile", Model, "--output", folder["net"], "--json");
        using var json = JsonDocument.Parse(result.Out);
        var report = json.RootElement;
        report.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
        report.GetProperty("command").GetString().ShouldBe("compile");
        report.GetProperty("file").GetString().ShouldBe(Model);
        report.GetProperty("target").GetString().ShouldBe("cortex-m7");
        report.GetProperty("schedule").GetString().ShouldBe("layers");
        report.GetProperty("macs").GetInt64().ShouldBe(9860);
        report.GetProperty("arenaBytes").GetInt32().ShouldBeGreaterThanOrEqualTo(report.GetProperty("lowerBoundBytes").GetInt32());
        var constants = report.GetProperty("constants");
        constants
            .GetProperty("total")
            .GetInt32()
            .ShouldBe(constants.GetProperty("weights").GetInt32() + constants.GetProperty("tables").GetInt32());
        var step = report.GetProperty("steps")[0];
        step.GetProperty("op").GetString().ShouldBe("CONV_2D");
        step.GetProperty("kernels")[0].GetString()!.ShouldStartWith("te_conv2d_s8");
        var buffers = report.GetProperty("buffers");
        buffers[step.GetProperty("buffers")[0].GetInt32()].GetProperty("firstStep").GetInt32().ShouldBe(0);
        buffers
            .EnumerateArray()
            .Max(buffer => buffer.GetProperty("offset").GetInt32() + buffer.GetProperty("bytes").GetInt32())
            .ShouldBeLessThanOrEqualTo(report.GetProperty("arenaBytes").GetInt32());

        using var written = JsonDocument.Parse(File.ReadAllBytes(folder["net/report.json"]));
        written.RootElement.TryGetProperty("outputFolder", out _).ShouldBeFalse();
        written.RootElement.GetProperty("arenaBytes").GetInt32().ShouldBe(report.GetProperty("arenaBytes").GetInt32());
    }

    [Fact]
    public void The_target_chooses_the_kernels()
    {
        using var folder = new TempFolder();
        Tool.Run("compile", Model, "--output", folder["host"], "--target", "host").Code.ShouldBe(0);
        Tool.Run("compile", Model, "--output", folder["m4"], "--target", "cortex-m4").Code.ShouldBe(0);
        const string Kernels = "tiny_mobilenet_kernels.c";
        File.ReadAllText(Path.Combine(folder["host"], Kernels)).ShouldNotMatch(@"(?m)^void te_\w+__dsp\(");
        File.ReadAllText(Path.Combine(folder["m4"], Kernels)).ShouldMatch(@"(?m)^void te_\w+__dsp\(");
    }

    [Fact]
    public void An_earlier_result_is_replaced_with_all_its_files()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["net"]);
        Tool.Run("compile", Model, "--output", folder["net"], "--name", "first").Code.ShouldBe(0);
        Tool.Run("compile", Model, "--output", folder["net"], "--name", "second").Code.ShouldBe(0);
        Tool.Run("compile", Model, "--output", folder["fresh"], "--name", "second").Code.ShouldBe(0);
        Content(folder["net"]).ShouldBe(Content(folder["fresh"]));
    }

    [Theory]
    [InlineData("main.c", "and is no earlier result")]
    [InlineData("report.json", "and is no earlier result")]
    public void A_folder_of_the_users_is_TE5005_and_stays(string name, string why)
    {
        using var folder = new TempFolder();
        folder.Write(name, 1, 2, 3);
        var result = Tool.Start(["compile", Model, "--output", folder.Path]);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{folder.Path}: error TE5005: the folder is not empty\n    why: it holds '{name}' {why}");
        result.Error.ShouldContain("try: ");
        folder.Names.ShouldBe([name]);
    }

    [Fact]
    public void A_file_that_the_user_added_to_a_result_is_TE5005()
    {
        using var folder = new TempFolder();
        Tool.Run("compile", Model, "--output", folder["net"]).Code.ShouldBe(0);
        folder.Write("net/mine.c", 1);
        var before = Content(folder["net"]);
        Tool.Run("compile", Model, "--output", folder["net"], "--name", "other")
            .Error.ShouldContain("error TE5005: the folder is not empty\n    why: 'mine.c' is not from the earlier 'compile'");
        Content(folder["net"]).ShouldBe(before);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_TE5001_and_nothing_is_left()
    {
        using var folder = new TempFolder();
        folder.Write("file", 1);
        foreach (var output in new[] { "file", "file/below" })
            Tool.Run("compile", Model, "--output", folder[output]).Error.ShouldContain("error TE5001: the folder cannot be written: ");
        folder.Names.ShouldBe(["file"]);
    }

    [Fact]
    public void Too_little_memory_is_TE4001_and_TE4002_with_the_reason()
    {
        using var folder = new TempFolder();
        var result = Tool.Start(["compile", Model, "--output", folder["net"], "--schedule", "layers", "--sram", "300", "--flash", "500"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldMatch(
            @"\(step \d: op \d \w*CONV_2D '\w+'\): error TE4001: the network needs \d+ bytes of RAM for its arena, 300 are "
                + @"available\n"
                + @"    why: \d+ bytes are in use at this step: '\w+' \d+ \+ "
        );
        result.Error.ShouldMatch(
            @"error TE4002: the network needs \d+ bytes of flash for its constants, 500 are available\n"
                + @"    why: packed weights take \d+ bytes"
        );
        folder.Names.ShouldBeEmpty();
        Tool.Run("compile", Model, "--output", folder["net"], "--sram", "1K", "--flash", "1M").Code.ShouldBe(0);
    }

    [Fact]
    public void Too_little_memory_names_options_that_would_fit()
    {
        using var folder = new TempFolder();
        var stream = ArenaOf(folder, "a", "--schedule", "stream");
        var rows = ArenaOf(folder, "b", "--schedule", "stream", "--input-mode", "stream");
        (rows < stream && stream < ArenaOf(folder, "c")).ShouldBeTrue();
        Tool.Run("compile", Demo(folder), "--output", folder["net"], "--schedule", "layers", "--sram", $"{stream}")
            .Error.ShouldContain("try: --schedule auto: the arena is then ");
        Tool.Run("compile", Demo(folder), "--output", folder["net"], "--sram", $"{rows}")
            .Error.ShouldContain($"try: --input-mode stream: the arena is then {rows:N0} bytes, and the input is handed over row by row");
        Tool.Run("compile", Demo(folder), "--output", folder["net"], "--sram", $"{rows / 2}")
            .Error.ShouldMatch(
                @"try: the smallest arena possible takes [\d,]+ bytes( at 1\.\d\d times the multiply-accumulates)?, with --(sram "
                    + @"\d+|schedule stream) --input-mode stream, the next larger one "
            );
        Directory.Exists(folder["net"]).ShouldBeFalse();
    }

    [Fact]
    public void With_a_limit_the_fastest_plan_that_fits_is_taken()
    {
        using var folder = new TempFolder();
        var layers = ArenaOf(folder, "a", "--schedule", "layers");
        ArenaOf(folder, "b").ShouldBe(layers);
        ArenaOf(folder, "c", "--sram", $"{layers}").ShouldBe(layers);
        ArenaOf(folder, "d", "--sram", $"{layers - 1}").ShouldBeLessThan(layers);
    }

    [Fact]
    public void Rows_of_two_inputs_cannot_be_pushed_TE3003()
    {
        using var folder = new TempFolder();
        var model = new ModelFolder("GRAPH/two_inputs").Model;
        var result = Tool.Run("compile", model, "--output", folder["net"], "--input-mode", "stream");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(
            $"{model}: error TE3003: the input cannot be handed over row by row\n"
                + "    why: the network has 2 inputs\n"
                + "    try: use --input-mode arena or external\n"
        );
        folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public void Outputs_row_by_row_take_less_and_are_what_helps()
    {
        using var folder = new TempFolder();
        var model = folder.Write("map.tflite", TfliteExporter.Export(MapNetworks.SuperResolution(), new DiagnosticBag())!);
        using var json = JsonDocument.Parse(
            Tool.Run("compile", model, "--output", folder["net"], "--schedule", "stream", "--output-mode", "rows", "--json").Out
        );
        var (report, arena) = (json.RootElement, json.RootElement.GetProperty("arenaBytes").GetInt32());
        report.GetProperty("outputMode").GetString().ShouldBe("rows");
        arena.ShouldBeLessThan(report.GetProperty("outputs")[0].GetProperty("bytes").GetInt32());
        File.ReadAllText(folder["net/map.h"]).ShouldContain("#define MAP_OUTPUT_0_ROWS 192\n#define MAP_OUTPUT_0_ROW_BYTES 192\n");
        File.ReadAllText(folder["net/report.html"]).ShouldContain("row by row, as they are computed");
        Tool.Run("compile", model, "--output", folder["tight"], "--sram", $"{arena}")
            .Error.ShouldMatch(
                @"try: (--input-mode \w+ )?--output-mode rows: the arena is then [\d,]+ bytes, .*and outputs are delivered row by row"
            );
        Tool.Run("compile", model, "--output", folder["tight"], "--sram", "2K")
            .Error.ShouldContain("with --schedule stream --input-mode stream --output-mode rows, the next larger one ");
    }

    [Fact]
    public void A_classifier_delivers_its_only_row()
    {
        using var folder = new TempFolder();
        Tool.Run("compile", Model, "--output", folder["net"], "--name", "net", "--output-mode", "rows").Code.ShouldBe(0);
        File.ReadAllText(folder["net/net.c"]).ShouldContain("out->on_row(out->context, 0, 0, ");
    }

    [Fact]
    public void The_json_object_tells_stages_and_rings()
    {
        using var folder = new TempFolder();
        using var json = JsonDocument.Parse(
            Tool.Run("compile", Model, "--output", folder["net"], "--schedule", "stream", "--input-mode", "stream", "--json").Out
        );
        var report = json.RootElement;
        (report.GetProperty("schedule").GetString(), report.GetProperty("inputMode").GetString()).ShouldBe(("stream", "stream"));
        var stage = report.GetProperty("stages")[0];
        stage.GetProperty("firstStep").GetInt32().ShouldBe(0);
        stage.GetProperty("endStep").GetInt32().ShouldBeInRange(2, report.GetProperty("steps").GetArrayLength());
        report
            .GetProperty("buffers")
            .EnumerateArray()
            .Select(buffer => buffer.GetProperty("kind").GetString())
            .Distinct()
            .ShouldBe(["tensor", "ring", "scratch"], ignoreOrder: true);
    }

    private static int ArenaOf(TempFolder folder, string name, params string[] options)
    {
        using var json = JsonDocument.Parse(Tool.Run(["compile", Demo(folder), "--output", folder[name], "--json", .. options]).Out);
        return json.RootElement.GetProperty("arenaBytes").GetInt32();
    }

    /// <summary>A network whose maps are larger than its image, so that row streams help.</summary>
    private static string Demo(TempFolder folder) =>
        folder.Write("demo.tflite", TfliteExporter.Export(DemoNetwork.Build(), new DiagnosticBag())!);

    [Theory]
    [InlineData("2nd", "it must start with a letter")]
    [InlineData("a-b", "only letters, digits and underscores")]
    [InlineData("while", "it is a keyword")]
    [InlineData("String", "its header would hide <string.h>")]
    [InlineData("te_add", "names that start with te_ belong to the kernels")]
    [InlineData("", "it is empty")]
    public void A_name_that_C_cannot_take_is_TE5006(string name, string reason)
    {
        using var folder = new TempFolder();
        var result = Tool.Run("compile", Model, "--output", folder["net"], "--name", name);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"error TE5006: '{name}' cannot be the name of the network: {reason}");
        result.Error.ShouldContain("try: choose another --name, for example ");
        folder.Names.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "unknown target 'cortex-m', known are host, cortex-m0plus, cortex-m3, cortex-m4, cortex-m7, cortex-m33, riscv32, xtensa",
        "did you mean: cortex-m3",
        "--target",
        "cortex-m"
    )]
    [InlineData("unknown schedule 'layer', known are auto, layers, stream", "did you mean: layers", "--schedule", "layer")]
    [InlineData("unknown input-mode 'extern', known are arena, external, stream", "did you mean: external", "--input-mode", "extern")]
    [InlineData("unknown output-mode 'row', known are arena, rows", "did you mean: rows", "--output-mode", "row")]
    [InlineData("'64KB' is not a size for --sram", "try: tinyengine help compile", "--sram", "64KB")]
    public void A_typo_in_a_choice_is_exit_code_2(string message, string hint, params string[] options)
    {
        using var folder = new TempFolder();
        var result = Tool.Run(["compile", Model, "--output", folder["net"], .. options]);
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith($"tinyengine: {message}");
        result.Error.ShouldContain(hint);
        folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public void A_dump_holds_each_stage()
    {
        using var folder = new TempFolder();
        Tool.Run("compile", new ModelFolder("GRAPH/pad_bottleneck_s2").Model, "--output", folder["net"], "--dump", folder["dump"])
            .Code.ShouldBe(0);
        var names = Directory.GetFiles(folder["dump"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        names[0].ShouldBe("01-import.txt");
        names.Count.ShouldBeGreaterThan(2);
        names[^1].ShouldEndWith("-plan.txt");
        File.ReadAllText(folder[$"dump/{names[^1]}"]).ShouldContain("  step 0: op ");
    }

    [Fact]
    public void An_operator_without_a_kernel_is_TE5004()
    {
        using var folder = new TempFolder();
        var builder = new GraphBuilder("net");
        var type = new TensorType(DType.Int8, [2, 2, 2, 2, 2, 2, 2, 2], QuantParams.PerTensor(1, 0));
        builder.Output(builder.Node(new Transpose([7, 6, 5, 4, 3, 2, 1, 0]), [builder.Input("in", type)], type, "turned"));
        var model = folder.Write("m.tflite", TfliteExporter.Export(builder.Build(), new DiagnosticBag())!);
        var result = Tool.Run("compile", model, "--output", folder["net"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(
            $"{model}(op 0 TRANSPOSE 'turned'): error TE5004: TRANSPOSE cannot be compiled\n    why: the copy has more than 6 axes\n"
        );
        folder.Names.ShouldBe(["m.tflite"]);
    }

    private static List<string> Content(string folder) =>
        [
            .. Directory
                .GetFiles(folder)
                .Order(StringComparer.Ordinal)
                .Select(path =>
                    $"{Path.GetFileName(path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"
                ),
        ];
}
