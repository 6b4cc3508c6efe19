using TinyEngine.Cli.Tests.Support;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests;

public class InputFileTests
{
    private static string Refusal(string path, long maximum = 1000)
    {
        var bag = new DiagnosticBag();
        InputFile.Read(path, maximum, bag).ShouldBeNull();
        return bag.Items.ShouldHaveSingleItem().ToString().Split('\n')[0];
    }

    [Fact]
    public void A_missing_file_is_TE1001() => Refusal("missing.bin").ShouldBe("missing.bin: error TE1001: the file does not exist");

    [Fact]
    public void An_empty_name_is_TE1001() => Refusal("").ShouldContain("error TE1001: the file name is empty");

    [Fact]
    public void A_folder_is_TE1001() => Refusal("/").ShouldBe("/: error TE1001: this is a folder, expected a file");

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdin")]
    public void A_device_is_TE1001_and_is_not_read(string device)
    {
        if (!OperatingSystem.IsLinux() || (device == "/dev/stdin" && UnixSystem.IsOrdinaryFile(device)))
            return;
        Refusal(device).ShouldContain("error TE1001");
    }

    [Fact]
    public void A_pipe_without_a_writer_does_not_block()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TempFolder();
        Tool.StartProcess("mkfifo", [folder["pipe"]]).Code.ShouldBe(0);
        Refusal(folder["pipe"]).ShouldEndWith("error TE1001: this is a device, pipe or socket, expected an ordinary file");
    }

    [Fact]
    public void A_file_over_the_limit_is_TE1005()
    {
        using var folder = new TempFolder();
        var path = folder.Write("big.bin", new byte[1001]);
        Refusal(path).ShouldBe($"{path}: error TE1005: the file has 1,001 bytes, at most 1,000 are read");
        InputFile.Read(path, 1001, new DiagnosticBag())!.Length.ShouldBe(1001);
    }
}
