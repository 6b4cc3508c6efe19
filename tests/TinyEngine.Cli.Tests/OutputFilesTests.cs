using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

public class OutputFilesTests
{
    private static readonly OutputFile[] Two = [new("a.bin", new byte[] { 1 }), new("b.bin", new byte[] { 2, 3 })];

    private static (bool Written, string Message) Write(string folder)
    {
        using var call = new Invocation(
            CommandLine.Parse(["ops"]),
            new Terminal(TextWriter.Null, TextWriter.Null, TerminalStyle.Redirected)
        );
        var written = OutputFiles.Write(folder, Two, call);
        return (written, string.Join('\n', call.Diagnostics.Items));
    }

    [Fact]
    public void Files_are_written_and_replaced_and_others_stay()
    {
        using var folder = new TempFolder();
        folder.Write("a.bin", 9, 9, 9);
        folder.Write("other", 7);
        Write(folder.Path).Written.ShouldBeTrue();
        folder.Names.ShouldBe(["a.bin", "b.bin", "other"]);
        File.ReadAllBytes(folder["a.bin"]).ShouldBe([1]);
    }

    [Fact]
    public void Missing_folders_are_made()
    {
        using var folder = new TempFolder();
        Write(folder["x/y"]).Written.ShouldBeTrue();
        folder.Names.ShouldBe(["x", "x/y", "x/y/a.bin", "x/y/b.bin"]);
    }

    [Fact]
    public void Nothing_is_left_when_one_file_cannot_be_written()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["b.bin"]);
        folder.Write("a.bin", 9);
        var (written, message) = Write(folder.Path);
        written.ShouldBeFalse();
        message.ShouldStartWith($"{folder.Path}: error TE5001: the folder cannot be written: 'b.bin' is a folder");
        folder.Names.ShouldBe(["a.bin", "b.bin"]);
        File.ReadAllBytes(folder["a.bin"]).ShouldBe([9]);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_TE5001()
    {
        using var folder = new TempFolder();
        Write(folder.Write("file", 1)).Message.ShouldContain("error TE5001: the folder cannot be written: a file of that name exists");
        Write(folder["file/below"]).Written.ShouldBeFalse();
        folder.Names.ShouldBe(["file"]);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_TE5001()
    {
        if (OperatingSystem.IsLinux())
            Write("/proc/nothing/here").Message.ShouldContain("error TE5001");
    }
}
