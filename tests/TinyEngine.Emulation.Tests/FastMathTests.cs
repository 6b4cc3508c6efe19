using System.Collections.Immutable;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Emulation.Tests;

/// <summary>Kernels in an application that is built with <c>-Ofast -flto</c>: its flags reach them, their results stay.</summary>
public sealed class FastMathTests : IDisposable
{
    private static readonly string Root = FindRoot();
    private static readonly string[] Core = ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard"];

    private readonly TemporaryFolder _folder = new();
    private readonly ProcessRunner _processes = new();

    /// <summary>The compilers that are there, with the flags to link what is optimized at link time.</summary>
    public static TheoryData<string> Compilers => ["gcc", "clang"];

    [EmulatorTheory]
    [MemberData(nameof(Compilers))]
    public async Task Flags_of_the_program_do_not_change_results_on_this_machine(string compiler)
    {
        string[] link = compiler == "clang" ? ["-fuse-ld=lld"] : [];
        var exact = await OnHost(compiler, "-O2", "-ffp-contract=off");
        exact.ShouldMatch("^[0-9a-f]{8}$");
        (await OnHost(compiler, ["-Ofast", "-flto", .. link])).ShouldBe(exact);
        (await OnHost(compiler, ["-Ofast", "-flto", "-march=native", .. link])).ShouldBe(exact);
    }

    [EmulatorTheory]
    [MemberData(nameof(Compilers))]
    public async Task Flags_of_the_program_do_not_change_results_on_a_Cortex_M7(string compiler)
    {
        var exact = await OnHost("gcc", "-O2", "-ffp-contract=off");
        (await OnBoard(compiler, "-O2", "-ffp-contract=off")).ShouldBe(exact);
        (await OnBoard(compiler, "-Ofast", "-flto")).ShouldBe(exact);
    }

    public void Dispose()
    {
        _processes.Dispose();
        _folder.Dispose();
    }

    private static readonly string[] Includes = ["-I" + At("kernels"), "-I" + At("kernels/include"), "-I" + At("kernels/src/quantize")];

    /// <summary>The program, and a source for each kernel that converts, so that only the linker can bring their code together.</summary>
    private string[] Sources() => [At("tests/kernels/fast_math.c"), .. KernelTable.All.Where(Converts).Select(Source)];

    private static bool Converts(KernelDef kernel) => kernel.Operator is "quantize" or "dequantize" or "rescale";

    private string Source(KernelDef kernel)
    {
        var path = Path.Combine(_folder.Path, kernel.Symbol + ".c");
        File.WriteAllText(path, kernel.Definition);
        return path;
    }

    private async Task<string> OnHost(string compiler, params string[] flags)
    {
        var program = Path.Combine(_folder.Path, "host");
        await Run(compiler, ["-std=c99", .. flags, .. Includes, .. Sources(), "-o", program]);
        return await Run(program, []);
    }

    private async Task<string> OnBoard(string compiler, params string[] flags)
    {
        var program = Path.Combine(_folder.Path, "board.elf");
        string[] port = [.. Directory.GetFiles(At("kernels/ports/common"), "*.c")];
        string[] compile = ["-std=c99", .. Core, .. flags, .. Includes, "-I" + At("kernels/ports/common")];
        string[] script = ["-T", At("kernels/ports/mps2-an500/link.ld")];
        if (compiler == "gcc")
        {
            await Run("arm-none-eabi-gcc", [.. compile, .. Sources(), .. port, "-nostartfiles", .. script, "-o", program]);
            return await Emulate(program);
        }

        // Clang brings neither headers nor libraries: those of the GCC toolchain.
        var objects = _folder.CreateFolder("objects" + Guid.NewGuid().ToString("N"));
        foreach (var source in Sources().Concat(port))
        {
            var target = Path.Combine(objects, Path.GetFileNameWithoutExtension(source) + ".o");
            await Run(
                "clang",
                ["--target=arm-none-eabi", "-munaligned-access", "-isystem", await Headers(), .. compile, "-c", source, "-o", target]
            );
        }

        string[] libraries = [await Printed("-print-file-name=libc.a"), await Printed("-print-libgcc-file-name")];
        await Run("ld.lld", [.. script, .. Directory.GetFiles(objects), "--start-group", .. libraries, "--end-group", "-o", program]);
        return await Emulate(program);
    }

    private async Task<string> Headers()
    {
        var preprocessor = await Run("sh", ["-c", "echo '#include <string.h>' | arm-none-eabi-gcc -E -x c -"]);
        return Path.GetDirectoryName(preprocessor.Split('"').First(text => text.EndsWith("/string.h", StringComparison.Ordinal)))!;
    }

    // The console of the board is the emulator's standard error.
    private Task<string> Emulate(string program) => Run("sh", ["-c", "exec sh \"$0\" \"$1\" 2>&1", At("eng/emulate.sh"), program]);

    private Task<string> Printed(string option) => Run("arm-none-eabi-gcc", [.. Core, option]);

    private async Task<string> Run(string name, ImmutableArray<string> arguments)
    {
        var request = new ProcessRequest(Find(name) ?? name, arguments, _folder.Path, TimeSpan.FromMinutes(2));
        var result = await _processes.RunAsync(request, CancellationToken.None);
        result.Succeeded.ShouldBeTrue(request.CommandLine + "\n" + result.Error);
        return result.Output.Trim();
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static string At(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TinyEngine.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
