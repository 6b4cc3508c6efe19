using System.Diagnostics;
using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

[Trait("Needs", "Emulator")]
public class VerifyVerbTests
{
    private static readonly ModelFolder Data = ModelFolder.TinyMobilenet;

    [EmulatorFact]
    public void One_target_gives_one_object_with_all_figures()
    {
        using var folder = new TempFolder();
        var result = Tool.Start([
            "verify",
            Data.Model,
            "--samples",
            Data.Folder,
            "--target",
            "cortex-m7",
            "--output",
            folder["kept"],
            "--json",
        ]);
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        var report = json.RootElement;
        report.GetProperty("match").GetBoolean().ShouldBeTrue();
        report.GetProperty("maxAbsDiff").GetInt64().ShouldBe(0);
        report.GetProperty("samples").GetInt32().ShouldBe(3);
        report.GetProperty("expectation").GetString().ShouldBe("files");
        report.GetProperty("macs").GetInt64().ShouldBe(9860);
        report.GetProperty("macsExecuted").GetInt64().ShouldBe(9860);
        report.GetProperty("instructions").GetInt64().ShouldBeInRange(10_000, 200_000);
        Sum(report.GetProperty("ram"), "arena", "static", "stack", "io");
        Sum(report.GetProperty("flash"), "code", "weights", "tables");
        report.GetProperty("schedule").GetString().ShouldBe("layers");
        var stages = report.GetProperty("stages");
        stages.GetArrayLength().ShouldBe(6);
        stages[1].GetProperty("name").GetString().ShouldBe("dwconv_6");
        stages[1].GetProperty("kernel").GetString()!.ShouldStartWith("te_dwconv2d_s8");
        stages[1].GetProperty("bytes").GetInt32().ShouldBeGreaterThan(0);
        using var kept = JsonDocument.Parse(File.ReadAllText(folder["kept/report.json"]));
        var verification = kept.RootElement.GetProperty("verification");
        verification.GetProperty("match").GetBoolean().ShouldBeTrue();
        var measured = verification.GetProperty("results")[0];
        measured.GetProperty("instructions").GetInt64().ShouldBe(report.GetProperty("instructions").GetInt64());
        measured.GetProperty("flash").GetProperty("total").GetInt64().ShouldBe(report.GetProperty("flash").GetProperty("total").GetInt64());
        kept.RootElement.GetProperty("steps")
            .EnumerateArray()
            .Count(step => step.GetProperty("instructions").GetInt64() > 0)
            .ShouldBeGreaterThan(4);
        File.ReadAllText(folder["kept/report.html"]).ShouldContain(">proved<");
    }

    [EmulatorFact]
    public void A_report_is_a_page_and_JSON_that_compare_reads()
    {
        using var folder = new TempFolder();
        var result = Tool.Start([
            "verify",
            Data.Model,
            "--samples",
            Data.Folder,
            "--board",
            "nucleo-f446re",
            "--report",
            folder["new/net.html"],
        ]);
        result.Code.ShouldBe(0, result.Error);
        Directory.GetFiles(folder["new"]).Select(Path.GetFileName).Order().ShouldBe(["net.html", "net.json"]);
        File.ReadAllText(folder["new/net.html"]).ShouldContain("estimate for nucleo-f446re at 180 MHz");
        var compared = Tool.Run("compare", folder["new/net.json"], folder["new/net.json"]);
        compared.Code.ShouldBe(0, compared.Error);
        compared.Out.ShouldMatch(@"cortex-m4: instructions +[\d,]+ +[\d,]+ +=\n");
        compared.Out.ShouldMatch(@"cortex-m4: RAM: stack +\d+ ");
    }

    [Theory]
    [InlineData("net.htm")]
    [InlineData(".html")]
    public void A_report_has_the_name_of_a_page(string name)
    {
        var result = Tool.Run("verify", Data.Model, "--report", name);
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith($"tinyengine: '{name}' is not the name of a page for --report: use one that ends in .html\n");
    }

    [EmulatorFact]
    public void All_targets_give_a_result_each_and_the_interpreter_stands_in_for_files()
    {
        var result = Tool.Start(["verify", new ModelFolder("GRAPH/two_inputs").Model, "--input-mode", "external", "--json"]);
        result.Code.ShouldBe(0, result.Error);
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("match").GetBoolean().ShouldBeTrue();
        var results = json.RootElement.GetProperty("results").EnumerateArray().ToList();
        results.Select(each => each.GetProperty("target").GetString()).ShouldBe(["host", "cortex-m4", "cortex-m7"]);
        foreach (var each in results)
        {
            each.GetProperty("match").GetBoolean().ShouldBeTrue();
            each.GetProperty("inputs").GetString().ShouldBe("random");
            each.GetProperty("expectation").GetString().ShouldBe("interpreter");
            each.GetProperty("ram").GetProperty("io").GetInt32().ShouldBeGreaterThan(0);
        }
    }

    [EmulatorFact]
    public void A_difference_is_exit_code_4_with_its_place()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Data.Outputs[0]);
        bytes[3] ^= 4;
        var result = Tool.Start([
            "verify",
            Data.Model,
            "--input",
            Data.Inputs[0],
            "--expect",
            folder.Write("wrong.bin", bytes),
            "--target",
            "host",
            "--json",
        ]);
        result.Code.ShouldBe(4);
        result.Error.ShouldContain("tiny_mobilenet(host): error TE6016: sample 0, output 0 'fc_15', element 3: expected ");
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("match").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("status").GetString().ShouldBe("differed");
        json.RootElement.GetProperty("maxAbsDiff").GetInt64().ShouldBe(4);
        json.RootElement.GetProperty("firstDifference").GetProperty("index").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void A_missing_tool_is_exit_code_3_with_the_package()
    {
        using var folder = new TempFolder();
        var result = Tool.Start(
            ["verify", Data.Model, "--target", "cortex-m4", "--json"],
            null,
            ("PATH", folder.Path),
            ("TMPDIR", folder.Path)
        );
        result.Code.ShouldBe(3);
        foreach (var package in new[] { "gcc", "gcc-arm-none-eabi", "qemu-system-arm" })
            result.Error.ShouldContain($"sudo apt-get install {package}\n");
        using var json = JsonDocument.Parse(result.Out);
        json.RootElement.GetProperty("status").GetString().ShouldBe("toolMissing");
        json.RootElement.GetProperty("match").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("diagnostics").GetArrayLength().ShouldBe(3);
        folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public void A_temporary_folder_that_is_not_there_is_TE6019()
    {
        using var folder = new TempFolder();
        var result = Tool.Start(["verify", Data.Model], null, ("TMPDIR", folder["none"]));
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{folder["none"]}/: error TE6019: the temporary folder cannot be used: it does not exist\n");
    }

    [Fact]
    public void A_sample_of_the_wrong_size_names_file_tensor_and_bytes()
    {
        var input = Tool.Run("verify", Data.Model, "--input", Data.Outputs[0]);
        input.Code.ShouldBe(1);
        input.Error.ShouldContain($"{Data.Outputs[0]}: error TE5003: the file has 4 bytes, input 0 'in1' needs 221");
        var expected = Tool.Run("verify", Data.Model, "--input", Data.Inputs[0], "--expect", Data.Inputs[0]);
        expected.Code.ShouldBe(1);
        expected.Error.ShouldContain($"{Data.Inputs[0]}: error TE6018: the file has 221 bytes, output 0 'fc_15' needs 4");
    }

    [Fact]
    public void A_file_that_belongs_to_no_sample_is_a_diagnostic()
    {
        using var folder = new TempFolder();
        foreach (var file in Directory.GetFiles(Data.Folder, "*0_0.bin"))
            File.Copy(file, folder[Path.GetFileName(file)]);
        File.WriteAllBytes(folder["in0_1.bin"], [1]);
        File.WriteAllBytes(folder["out7_0.bin"], [1]);
        var result = Tool.Run("verify", Data.Model, "--samples", folder.Path);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain("in0_1.bin: error TE5002: the file belongs to no sample of the model");
        result.Error.ShouldContain("out7_0.bin: error TE6018: the file belongs to no sample of the model");
    }

    [Fact]
    public void A_folder_without_samples_or_with_holes_is_a_diagnostic()
    {
        using var folder = new TempFolder();
        Tool.Run("verify", Data.Model, "--samples", folder["none"]).Error.ShouldContain("error TE1001: the folder cannot be read");
        Tool.Run("verify", Data.Model, "--samples", folder.Path).Error.ShouldContain("error TE5002: the folder holds no sample");
        folder.Write("in0_0.bin", new byte[221]);
        folder.Write("in7_0.bin", new byte[221]);
        folder.Write("out7_0.bin", new byte[4]);
        var result = Tool.Run("verify", Data.Model, "--samples", folder.Path);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{folder["out0_0.bin"]}: error TE1001: the file does not exist");
    }

    [Theory]
    [InlineData("--samples stands in place of --input and --expect", "--samples", "x", "--input", "y")]
    [InlineData("--expect without --input", "--expect", "x")]
    [InlineData("unknown target 'm7'", "--target", "m7")]
    public void Options_that_make_no_sense_are_exit_code_2(string message, params string[] options)
    {
        var result = Tool.Run(["verify", Data.Model, .. options]);
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith($"tinyengine: {message}");
    }

    [EmulatorFact]
    public void Ctrl_C_leaves_no_process_and_no_folder()
    {
        using var folder = new TempFolder();
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "verify", Data.Model])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = folder.Path },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        SpinWait.SpinUntil(() => process.HasExited || CommandLines(folder.Path).Count > 0, TimeSpan.FromMinutes(2)).ShouldBeTrue();
        process.HasExited.ShouldBeFalse();
        Tool.StartProcess("kill", ["-INT", $"{process.Id}"]).Code.ShouldBe(0);
        process.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        process.ExitCode.ShouldBe(130);
        error.Result.ShouldEndWith("tinyengine: interrupted\n");
        folder.Names.ShouldBeEmpty();
        CommandLines(folder.Path).ShouldBeEmpty();
    }

    private static void Sum(JsonElement element, params string[] parts) =>
        element.GetProperty("total").GetInt32().ShouldBe(parts.Sum(part => element.GetProperty(part).GetInt32()));

    /// <summary>Processes that work in a folder: compilers and emulators.</summary>
    private static List<string> CommandLines(string folder) =>
        [.. Process.GetProcesses().Select(CommandLineOf).Where(text => text.Contains(folder, StringComparison.Ordinal))];

    private static string CommandLineOf(Process process)
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }
}
