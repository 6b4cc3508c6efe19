using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>What eng/setup.sh does on machines that lack tools, played with stand-ins for the commands it looks for.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SetupTests()
    {
        foreach (var tool in new[] { "bash", "env", "readlink", "dirname", "sed", "head", "tr", "sort", "cat", "touch" })
            File.CreateSymbolicLink(_folder[tool], $"/usr/bin/{tool}");
        Fake("gcc", "exit 0");
    }

    private void Fake(string command, string body)
    {
        File.WriteAllText(_folder[command], $"#!{_folder["bash"]}\n{body}\n");
        Tool.StartProcess("chmod", ["+x", _folder[command]]).Code.ShouldBe(0);
    }

    private ToolResult Setup(params string[] arguments) =>
        Tool.StartProcess(Repository.File("eng/setup.sh"), arguments, null, ("PATH", _folder.Path), ("BIN", _folder.Path));

    [Fact]
    public void Without_the_right_to_install_it_says_what_to_install()
    {
        Fake("id", "echo 1000");
        Fake("apt-get", "exit 1");
        var result = Setup("cc", "arm", "qemu");
        result.Code.ShouldBe(3);
        result.Error.ShouldBe(
            "TinyEngine needs packages that are missing. Install them with:\n"
                + "    sudo apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm\n"
        );
    }

    [Fact]
    public void As_root_it_installs_exactly_what_is_missing()
    {
        Fake("id", "echo 0");
        Fake(
            "apt-get",
            "[[ $1 == install ]] || exit 0\n"
                + "echo \"$@\" >\"$BIN/calls\"\n"
                + "printf '#!%s/bash\\n"
                + "' \"$BIN\" >\"$BIN/qemu-system-arm\"\n"
                + "\"$BIN/chmod\" +x \"$BIN/qemu-system-arm\""
        );
        File.CreateSymbolicLink(_folder["chmod"], "/usr/bin/chmod");
        Setup("cc", "qemu").Code.ShouldBe(0);
        File.ReadAllText(_folder["calls"]).ShouldEndWith(" qemu-system-arm\n");
    }

    [Fact]
    public void Check_installs_nothing()
    {
        Fake("id", "echo 0");
        Fake("apt-get", "touch \"$BIN/called\"");
        Setup("--check", "qemu").Code.ShouldBe(3);
        File.Exists(_folder["called"]).ShouldBeFalse();
    }

    [Fact]
    public void A_complete_machine_is_left_alone() => Setup("cc").ShouldBe(new ToolResult(0, "", ""));

    [Fact]
    public void An_unknown_tool_is_exit_code_2() => Setup("llvm").Code.ShouldBe(2);

    public void Dispose() => _folder.Dispose();
}
