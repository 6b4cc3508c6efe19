using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

/// <summary>The self-test of a generated folder, built on this machine with the program that its README shows.</summary>
[Trait("Needs", "Compiler")]
public partial class SelfTestTests
{
    [CompilerTheory]
    [InlineData("GRAPH/tiny_mobilenet", "--input-mode arena")]
    [InlineData("GRAPH/tiny_mobilenet", "--input-mode external")]
    [InlineData("GRAPH/tiny_mobilenet", "--input-mode stream")]
    [InlineData("GRAPH/two_inputs", "--input-mode external")]
    [InlineData("GRAPH/three_outputs", "")]
    [InlineData("DEQUANTIZE/i8", "")]
    [InlineData("QUANTIZE/f32_i16", "--input-mode external")]
    [InlineData("GRAPH/unet_step", "--output-mode rows --input-mode stream --schedule stream")]
    [InlineData("GRAPH/three_outputs", "--output-mode rows")]
    [InlineData("DEQUANTIZE/i8", "--output-mode rows")]
    public void A_self_test_passes_and_finds_a_corrupted_expectation(string network, string modes)
    {
        using var folder = new TempFolder();
        var data = new ModelFolder(network);
        var wrong = Corrupt(data, folder);
        var good = BuildAndRun(data, data.Outputs, folder["good"], modes);
        good.ShouldBe(new ToolResult(0, "net: passed\n", ""));
        var bad = BuildAndRun(data, [wrong, .. data.Outputs.Skip(1)], folder["bad"], modes);
        bad.Code.ShouldBe(1);
        bad.Out.ShouldMatch(
            @"^net: output 0 '[^']+', element 2: expected (float32 bits 0x[0-9a-f]{8}, got 0x[0-9a-f]{8}|-?\d+, got -?\d+)\nnet: failed\n$"
        );
    }

    [CompilerTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_board_the_hooks_are_silent(bool hook)
    {
        using var folder = new TempFolder();
        var data = ModelFolder.TinyMobilenet;
        Compile(data, [.. data.Inputs, Corrupt(data, folder)], folder["net"]);
        File.WriteAllText(
            folder["main.c"],
            "#include \"net_selftest.h\"\nstatic net_arena arena;\nint main(void) { return net_selftest(&arena); }\n"
        );
        Build(folder["main.c"], folder["net"], folder["program"], hook ? ["-DTE_STEP_HOOK"] : []);
        Tool.StartProcess(folder["program"], []).ShouldBe(new ToolResult(1, "", ""));
    }

    [CompilerFact]
    public void The_step_hook_sees_every_step_by_name()
    {
        using var folder = new TempFolder();
        var data = ModelFolder.TinyMobilenet;
        Compile(data, data.Inputs, folder["net"]); // the interpreter supplies what is expected
        File.WriteAllText(
            folder["main.c"],
            """
            #include <stdio.h>
            #include "net_selftest.h"
            static net_arena arena;
            void net_step(void *a, int32_t step) { (void)a; printf("%d %s\n", (int)step, net_selftest_step(step)); }
            int main(void) { return net_selftest(&arena); }
            """
        );
        Build(folder["main.c"], folder["net"], folder["program"], ["-DTE_STEP_HOOK"]);
        var result = Tool.StartProcess(folder["program"], []);
        result.Code.ShouldBe(0);
        result.Out.ShouldStartWith("0 op 0 CONV_2D 'conv_3'\n1 op 1 DEPTHWISE_CONV_2D 'dwconv_6'\n");
        result.Out.ShouldEndWith("6 \n");
    }

    [CompilerTheory]
    [InlineData("arena", "net_outputs out;")]
    [InlineData("rows", "const net_outputs out = { on_row, 0 };")]
    public void The_examples_of_a_network_that_takes_lines_build_and_run(string outputs, string declaration)
    {
        using var folder = new TempFolder();
        Tool.Run(
                "compile",
                ModelFolder.TinyMobilenet.Model,
                "--output",
                folder["net"],
                "--target",
                "host",
                "--name",
                "net",
                "--input-mode",
                "stream",
                "--schedule",
                "stream",
                "--output-mode",
                outputs
            )
            .Code.ShouldBe(0);
        var blocks = Program().Matches(File.ReadAllText(folder["net/README.md"])).Select(match => match.Groups[1].Value).ToList();
        blocks.Count.ShouldBe(2);
        var lines =
            blocks[1]
            + $$"""

                int lines(void)
                {
                    static const uint8_t pixels[NET_INPUT_ROW_BYTES];
                    {{declaration}}
                    for (int y = 0; y < NET_INPUT_ROWS - 1; ++y) {
                        if (on_line(y, pixels, &out) != 1) {
                            return 1;
                        }
                    }
                    return on_line(NET_INPUT_ROWS - 1, pixels, &out) != 0 || on_line(1, pixels, &out) != -1;
                }
                """;
        File.WriteAllText(
            folder["main.c"],
            $"int lines(void);\n{blocks[0].Replace("return 0;", "return lines();", StringComparison.Ordinal)}\n{lines}\n"
        );
        Build(folder["main.c"], folder["net"], folder["program"], []);
        Tool.StartProcess(folder["program"], []).Code.ShouldBe(0);
    }

    [CompilerFact]
    public void The_example_of_a_network_that_delivers_rows_prints_each_of_them()
    {
        using var folder = new TempFolder();
        Tool.Run(
                "compile",
                new ModelFolder("GRAPH/unet_step").Model,
                "--output",
                folder["net"],
                "--target",
                "host",
                "--name",
                "net",
                "--output-mode",
                "rows",
                "--schedule",
                "stream"
            )
            .Code.ShouldBe(0);
        File.WriteAllText(folder["main.c"], Program().Match(File.ReadAllText(folder["net/README.md"])).Groups[1].Value);
        Build(folder["main.c"], folder["net"], folder["program"], []);
        var lines = Tool.StartProcess(folder["program"], []).Out.TrimEnd().Split('\n');
        lines.Length.ShouldBe(8);
        lines.Index().ShouldAllBe(line => line.Item.StartsWith($"output 0, row {line.Index} of 18 bytes: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_do_not_fit_the_model_are_diagnostics()
    {
        using var folder = new TempFolder();
        var data = ModelFolder.TinyMobilenet;
        string[] Command(params string[] files) => ["compile", data.Model, "--output", folder["net"], "--with-selftest", .. files];
        Tool.Run(Command(data["out0_0.bin"], data["in0_0.bin"]))
            .Error.ShouldContain("error TE5003: the file has 4 bytes, input 0 'in1' needs 221");
        Tool.Run(Command(data["in0_0.bin"], data["in0_0.bin"]))
            .Error.ShouldContain("error TE6018: the file has 221 bytes, output 0 'fc_15' needs 4");
        Tool.Run(Command(data["in0_0.bin"], data["out0_0.bin"], data["out0_0.bin"]))
            .Error.ShouldContain("error TE6018: the model has 1 output, 2 files given");
        folder.Names.ShouldBeEmpty();
    }

    /// <summary>Expected bytes of output 0 with element 2 changed.</summary>
    private static string Corrupt(ModelFolder data, TempFolder folder)
    {
        var bytes = File.ReadAllBytes(data.Outputs[0]);
        bytes[(ElementBytes(data) * 2) + ElementBytes(data) - 1] ^= 1;
        return folder.Write("wrong.bin", bytes);
    }

    private static int ElementBytes(ModelFolder data) =>
        data.Folder switch
        {
            var name when name.EndsWith("f32_i16", StringComparison.Ordinal) => 2,
            var name when name.Contains("DEQUANTIZE", StringComparison.Ordinal) => 4,
            _ => 1,
        };

    private static ToolResult BuildAndRun(ModelFolder data, string[] expected, string folder, string modes)
    {
        Compile(data, [.. data.Inputs, .. expected], folder, modes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var readme = File.ReadAllText(Path.Combine(folder, "README.md"));
        var main = folder + ".main.c";
        File.WriteAllText(main, Program().Match(readme[readme.IndexOf("## Self-test", StringComparison.Ordinal)..]).Groups[1].Value);
        Build(main, folder, folder + ".program", []);
        return Tool.StartProcess(folder + ".program", []);
    }

    private static void Compile(ModelFolder data, string[] sample, string folder, params string[] modes)
    {
        var result = Tool.Run([
            "compile",
            data.Model,
            "--output",
            folder,
            "--target",
            "host",
            "--name",
            "net",
            .. modes,
            "--with-selftest",
            .. sample,
        ]);
        result.Code.ShouldBe(0, result.Error);
    }

    private static void Build(string main, string folder, string program, string[] options)
    {
        var result = Tool.StartProcess(
            "gcc",
            [
                "-std=c99",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Wconversion",
                "-pedantic",
                "-Werror",
                "-ffp-contract=off",
                .. options,
                "-I",
                folder,
                main,
                .. Directory.GetFiles(folder, "*.c"),
                "-o",
                program,
            ]
        );
        result.Code.ShouldBe(0, result.Error);
    }

    [GeneratedRegex(@"```c\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
