using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Verbs;

public class RunVerbTests
{
    [Fact]
    public void The_result_has_the_reference_bytes()
    {
        using var folder = new TempFolder();
        var result = Tool.Run("run", Sample.Model, "--input", Sample.Input, "--output", folder.Path);
        result.Code.ShouldBe(0);
        result.Out.ShouldContain("out0.bin");
        File.ReadAllBytes(folder["out0.bin"]).ShouldBe(File.ReadAllBytes(Sample.Expected));
        folder.Names.ShouldBe(["out0.bin"]);
    }

    [Fact]
    public void An_input_of_the_wrong_size_is_TE5003_with_both_sizes()
    {
        using var folder = new TempFolder();
        var input = folder.Write("short.bin", new byte[100]);
        var result = Tool.Run("run", Sample.Model, "--input", input, "--output", folder["out"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith(
            $"{input}: error TE5003: the file has 100 bytes, input 0 'in0' needs 420\n"
                + "    why: input 0 is 'in0', int8 1x10x14x3: 420 elements of 1 byte\n"
        );
        folder.Names.ShouldBe(["short.bin"]);
    }

    [Fact]
    public void A_float32_input_is_recognised()
    {
        using var folder = new TempFolder();
        var input = folder.Write("float.bin", new byte[Sample.InputBytes * 4]);
        Tool.Run("run", Sample.Model, "--input", input, "--output", folder["out"])
            .Error.ShouldContain("try: the file looks like float32: quantize it first, q = round(x / 0.0199999996) + -5");
    }

    [Theory]
    [InlineData(0, "0 files given")]
    [InlineData(2, "2 files given")]
    public void The_wrong_number_of_inputs_is_TE5002_and_lists_them(int count, string message)
    {
        using var folder = new TempFolder();
        string[] inputs = count == 0 ? [] : ["--input", .. Enumerable.Repeat(Sample.Input, count)];
        var result = Tool.Run(["run", Sample.Model, .. inputs, "--output", folder["out"]]);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"error TE5002: the model has 1 input, {message}\n    why: input 0 is 'in0', int8 1x10x14x3");
        folder.Names.ShouldBeEmpty();
    }

    [Fact]
    public void Inputs_may_follow_one_option_or_repeat_it()
    {
        const string Add = "tests/conformance/ADD/bcast_channel";
        string[] Files(string option) =>
            [
                "run",
                Repository.File(Add, "model.tflite"),
                "--input",
                Repository.File(Add, "in0_0.bin"),
                .. (option.Length > 0 ? new[] { option } : []),
                Repository.File(Add, "in0_1.bin"),
                "--output",
                "unused",
            ];
        foreach (var option in new[] { "", "--input" })
            CommandLine.Parse(Files(option)).GetValue(CommonOptions.Input)!.Length.ShouldBe(2);
    }

    [Fact]
    public void A_file_in_place_of_the_output_folder_is_TE5001_and_stays()
    {
        using var folder = new TempFolder();
        var file = folder.Write("taken", 1);
        var result = Tool.Run("run", Sample.Model, "--input", Sample.Input, "--output", file);
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith($"{file}: error TE5001: ");
        File.ReadAllBytes(file).ShouldBe([1]);
    }
}
