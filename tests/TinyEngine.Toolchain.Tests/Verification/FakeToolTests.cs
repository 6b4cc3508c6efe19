using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Tests.Verification;

/// <summary>Failures of the tools themselves, with shell scripts in their place.</summary>
public sealed class FakeToolTests : IDisposable
{
    private const string CompilesAnything =
        "while [ $# -gt 0 ]; do case $1 in -o) : > $2; chmod +x $2 ;; -Wl,-Map=*) : > ${1#-Wl,-Map=} ;; esac; shift; done";

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public FakeToolTests()
    {
        _model = _folder.CreateFolder("model");
        File.WriteAllText(Path.Combine(_model, "net.h"), "");
        File.WriteAllText(Path.Combine(_model, "net.c"), "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_arm_library_is_a_missing_tool()
    {
        var result = await OnBoardAsync("echo 'te_x.h:3:10: fatal error: string.h: No such file or directory' >&2; exit 1", "exit 0");
        result.Status.ShouldBe(VerificationStatus.ToolMissing);
        var missing = result.Diagnostics.ShouldHaveSingleItem();
        $"{missing.Id}: {missing.Message}".ShouldBe("TE6004: the C library of arm-none-eabi-gcc was not found");
        result.Diagnostics[0].Try.ShouldEndWith("libnewlib-arm-none-eabi");
    }

    [Fact]
    public async Task An_emulator_that_crashes_is_reported_with_its_last_words()
    {
        var result = await OnBoardAsync(CompilesAnything, "echo 'qemu: fatal: Lockup' >&2; kill -ABRT $$");
        var problem = result.Diagnostics.ShouldHaveSingleItem();
        problem.Id.ShouldBe("TE6015");
        problem.Message.ShouldBe("the emulator ended with exit code 134 and no result");
        problem.Why.ShouldStartWith("qemu: fatal: Lockup");
    }

    [Fact]
    public async Task Output_without_an_end_is_no_result()
    {
        var result = await OnBoardAsync(CompilesAnything, "echo 'te: sample=0 instructions=40'");
        result.Status.ShouldBe(VerificationStatus.Failed);
        result.Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("TE6015");
    }

    [Fact]
    public async Task A_compiler_that_fails_without_words_is_reported_once_per_file()
    {
        var result = await OnBoardAsync("exit 7", "exit 0");
        result.Diagnostics.ShouldAllBe(d => d.Id == "TE6006");
        result.Diagnostics.ShouldAllBe(d => d.Message == "the compiler ended with exit code 7");
        result.Diagnostics.Length.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task Sanitizers_that_do_not_work_are_a_warning()
    {
        const string Program =
            "printf '#!/bin/sh\\nprintf \"%%b\" \"te: sample=0 macs=0 arena=8 touched=8\\\\nte: done\\\\n\"; "
            + "head -c 2 /dev/zero > out0_0.bin\\n' > $2";
        Script("gcc", $"case \"$*\" in *-fsanitize*) exit 1 ;; esac; {CompilesAnything.Replace(": > $2", Program)}");
        using var verifier = new Verifier(Tools());
        var result = await verifier.VerifyAsync(Model(), [new Sample([new byte[4]], [new byte[2]])], Target.Host);
        string.Join('\n', result.Diagnostics)
            .ShouldContain(
                $"warning TE6005: {Path.Combine(_folder.Path, "gcc")} cannot build or run programs with -fsanitize=address,undefined"
            );
        result.Status.ShouldBe(VerificationStatus.Passed);
        result.Sanitized.ShouldBeFalse();
    }

    private CompiledModel Model() => new(_model, "net", [new("a", DType.Int8, 4)], [new("y", DType.Int8, 2)]);

    private async Task<VerificationResult> OnBoardAsync(string compiler, string emulator)
    {
        Script("arm-none-eabi-gcc", compiler);
        Script("qemu-system-arm", emulator);
        using var verifier = new Verifier(Tools());
        return await verifier.VerifyAsync(
            Model(),
            [new Sample([new byte[4]], [])],
            Target.CortexM4,
            new VerifyOptions { InstrumentedHostRun = false }
        );
    }

    private Toolset Tools() => new([_folder.Path]);

    private void Script(string name, string body)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
