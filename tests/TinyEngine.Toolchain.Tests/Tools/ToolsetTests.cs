using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Tests.Tools;

public sealed class ToolsetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private static readonly Sample Sample = new([new byte[4]], [new byte[2]]);

    private CompiledModel Model
    {
        get
        {
            File.WriteAllText(Path.Combine(_folder.Path, "net.h"), "");
            return new CompiledModel(_folder.Path, "net", [new("a", DType.Int8, 4)], [new("y", DType.Int8, 2)]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("host", true, "TE6001")]
    [InlineData("cortex-m4", true, "TE6001 TE6002 TE6003")]
    [InlineData("cortex-m7", false, "TE6002 TE6003")]
    public async Task Every_missing_tool_is_named(string target, bool hostRun, string ids)
    {
        using var verifier = new Verifier(Toolset.FromPath(""));
        var result = await verifier.VerifyAsync(Model, [Sample], Target.Find(target)!, new VerifyOptions { InstrumentedHostRun = hostRun });
        result.Status.ShouldBe(VerificationStatus.ToolMissing);
        string.Join(' ', result.Diagnostics.Select(d => d.Id)).ShouldBe(ids);
        result.Match.ShouldBeFalse();
        verifier.TemporaryPath.ShouldBeNull();
    }

    [Theory]
    [InlineData("host", "TE6020")]
    [InlineData("cortex-m4", "TE6020 TE6002 TE6003")]
    public async Task Clang_is_missed_where_it_was_asked_for(string target, string ids)
    {
        using var verifier = new Verifier(Toolset.FromPath(""));
        var options = new VerifyOptions { Clang = true, InstrumentedHostRun = false };
        var result = await verifier.VerifyAsync(Model, [Sample], Target.Find(target)!, options);
        result.Status.ShouldBe(VerificationStatus.ToolMissing);
        string.Join(' ', result.Diagnostics.Select(d => d.Id)).ShouldBe(ids);
        result
            .Diagnostics[0]
            .ToString()
            .ShouldBe(
                """
                tinyengine: error TE6020: clang was not found on the PATH
                    why: it is needed to build the generated C with clang, as was asked
                    try: install it, on Debian or Ubuntu: sudo apt-get install clang
                    see: docs/reference/diagnostics/TE6020.md
                """
            );
    }

    [Fact]
    public async Task The_package_to_install_is_named()
    {
        using var verifier = new Verifier(Toolset.FromPath("/no/such/folder"));
        var result = await verifier.VerifyAsync(Model, [Sample], Target.CortexM4);
        result.Diagnostics.Select(d => d.Try.Split(' ')[^1]).ShouldBe(["gcc", "gcc-arm-none-eabi", "qemu-system-arm"]);
        result
            .Diagnostics.Take(2)
            .Select(d => $"{d.Id}: {d.Message}, why: {d.Why}")
            .ShouldBe([
                "TE6001: gcc, clang, cc were not found on the PATH, why: it is needed to build the generated C for this computer, with "
                    + "sanitizers",
                "TE6002: arm-none-eabi-gcc was not found on the PATH, why: it is needed to build the generated C for Cortex-M",
            ]);
        result
            .Diagnostics[2]
            .ToString()
            .ShouldBe(
                """
                tinyengine: error TE6003: qemu-system-arm was not found on the PATH
                    why: it is needed to run the program on an emulated Cortex-M
                    try: install it, on Debian or Ubuntu: sudo apt-get install qemu-system-arm
                    see: docs/reference/diagnostics/TE6003.md
                """
            );
    }

    [Fact]
    public void A_tool_is_an_executable_file_in_the_first_folder_that_has_it()
    {
        string[] names = ["plain", "first", "second"];
        var folders = names.Select(_folder.CreateFolder).ToArray();
        foreach (var f in folders)
            File.WriteAllText(Path.Combine(f, "cc"), "");
        foreach (var f in folders.Skip(1))
            File.SetUnixFileMode(Path.Combine(f, "cc"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Toolset.FromPath(string.Join(':', folders)).Find(Tool.HostCompiler).ShouldBe(Path.Combine(folders[1], "cc"));
    }

    [Theory]
    [InlineData(0, 4, 2, "TE5002")]
    [InlineData(1, 3, 2, "TE5003")]
    [InlineData(1, 4, 3, "TE6018")]
    public async Task Samples_are_checked_before_anything_runs(int inputs, int inputBytes, int expectedBytes, string id)
    {
        using var verifier = new Verifier(Compiler());
        var sample = new Sample([.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[inputBytes], inputs)], [new byte[expectedBytes]]);
        var result = await verifier.VerifyAsync(Model, [Sample, sample], Target.Host);
        result.Status.ShouldBe(VerificationStatus.Failed);
        result.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe(id);
        result.Diagnostics[0].Place.ToString().ShouldBe("net(sample 1)");
    }

    [Fact]
    public async Task No_sample_is_a_diagnostic()
    {
        using var verifier = new Verifier(Compiler());
        (await verifier.VerifyAsync(Model, [], Target.Host)).Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("TE5002");
    }

    [Fact]
    public async Task A_folder_without_the_header_is_a_diagnostic()
    {
        using var verifier = new Verifier(Compiler());
        var result = await verifier.VerifyAsync(Model with { Name = "other" }, [Sample], Target.Host);
        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldBe($"there is no other.h in {_folder.Path}");
    }

    [Fact]
    public async Task A_temporary_folder_that_cannot_be_written_is_a_diagnostic()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        using var verifier = new Verifier(Compiler()) { TemporaryRoot = file };
        var result = await verifier.VerifyAsync(Model, [Sample], Target.Host);
        result.Status.ShouldBe(VerificationStatus.Failed);
        result.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("TE6019");
    }

    [Fact]
    public void Targets_have_names()
    {
        Target.Usual.Select(t => t.Name).ShouldBe(["host", "cortex-m4", "cortex-m7"]);
        Target.Runnable.Select(t => t.Name).ShouldBe(["host", "cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33"]);
        Target.Find("cortex-m4").ShouldBe(Target.CortexM4);
        Target.Find("cortex-m99").ShouldBeNull();
        Target.Host.IsEmulated.ShouldBeFalse();
    }

    private Toolset Compiler()
    {
        var path = Path.Combine(_folder.Path, "gcc");
        File.WriteAllText(path, "#!/bin/sh\nexit 1\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Toolset([_folder.Path]);
    }
}
