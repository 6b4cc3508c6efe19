using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Cores beside Cortex-M4 and M7: their code gives the interpreter's bytes, and uses only instructions that they have.</summary>
[Trait("Needs", "Emulator")]
public sealed class CoreEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    /// <summary>The instructions of 32 bits that Armv6-M has.</summary>
    private static readonly HashSet<string> Armv6MWide = ["bl", "dmb", "dsb", "isb", "mrs", "msr", "udf.w"];

    [EmulatorTheory]
    [InlineData("cortex-m0plus", "residual")]
    [InlineData("cortex-m0plus", "unet")]
    [InlineData("cortex-m3", "inception")]
    [InlineData("cortex-m3", "pools")]
    [InlineData("cortex-m33", "residual")]
    [InlineData("cortex-m33", "depth_multiplier")]
    [InlineData("cortex-m33", "unet")]
    public async Task Generated_code_equals_the_interpreter(string name, string network)
    {
        var (target, graph) = (Target.Find(name)!, TestNetworks.All.Single(known => known.Name == network).Build());
        using var compiled = new CompiledNetwork(graph, target);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), target);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.Ram!.Value.Stack!.Value.ShouldBeInRange(1, 1024);
        result.Instructions!.Value.ShouldBeGreaterThan(result.Macs / 2);
    }

    /// <summary>The compilers differ in speed, but not by as much as when clang loads words byte by byte.</summary>
    [EmulatorTheory]
    [InlineData("cortex-m0plus", "residual")]
    [InlineData("cortex-m3", "unet")]
    [InlineData("cortex-m4", "residual")]
    [InlineData("cortex-m7", "attention")]
    [InlineData("cortex-m33", "depth_multiplier")]
    public async Task Code_that_clang_compiles_equals_the_interpreter(string name, string network)
    {
        var (target, graph) = (Target.Find(name)!, TestNetworks.All.Single(known => known.Name == network).Build());
        using var compiled = new CompiledNetwork(graph, target);
        var samples = CompiledNetwork.Samples(graph, 2);
        var counts = new List<long>();
        foreach (var clang in new[] { false, true })
        {
            var options = new VerifyOptions { Clang = clang, InstrumentedHostRun = false };
            var result = await shared.Verifier.VerifyAsync(compiled.Model, samples, target, options);
            string.Join('\n', result.Diagnostics).ShouldBe("");
            result.Match.ShouldBeTrue();
            counts.Add(result.Instructions!.Value);
        }

        counts[1].ShouldNotBe(counts[0]);
        counts[1].ShouldBeLessThan(counts[0] * 2);
    }

    [EmulatorFact]
    public async Task A_Cortex_M33_executes_what_a_Cortex_M7_does()
    {
        var graph = TestNetworks.All.Single(known => known.Name == "residual").Build();
        var counts = new List<long>();
        foreach (var target in new[] { Target.CortexM7, Target.CortexM33, Target.CortexM33.UpTo(InstructionSet.C99) })
        {
            using var compiled = new CompiledNetwork(graph, target);
            counts.Add((await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 1), target)).Instructions!.Value);
        }

        counts[1].ShouldBeLessThanOrEqualTo(counts[0] * 103 / 100);
        counts[2].ShouldBeGreaterThan(counts[1] * 2);
    }

    /// <summary>No machine of Armv6-M is emulated that has room for every network; they run on Armv7-M, so this proves the rest: the
    /// code of whole networks, and every kernel of the list.</summary>
    [EmulatorTheory]
    [InlineData("residual")]
    [InlineData("unet")]
    [InlineData("recurrent")]
    public void Code_for_a_Cortex_M0plus_has_no_instruction_of_Armv7_M(string network)
    {
        var graph = TestNetworks.All.FirstOrDefault(known => known.Name == network)?.Build() ?? OperatorNetworks.Build(network);
        using var compiled = new CompiledNetwork(graph, Target.Find("cortex-m0plus")!);
        ForeignInstructions(Compile(compiled.Model.Folder, Target.Find("cortex-m0plus")!)).ShouldBeEmpty();
        ForeignInstructions(Compile(compiled.Model.Folder, Target.Find("cortex-m3")!)).ShouldNotBeEmpty("the check finds nothing");
    }

    [EmulatorFact]
    public void No_kernel_for_a_Cortex_M0plus_has_an_instruction_of_Armv7_M()
    {
        var target = Target.Find("cortex-m0plus")!;
        using var folder = new TemporaryFolder();
        Run("sh", [Repository.File("eng", "kernel-objects.sh"), folder.Path, target.Compiler, "-O3", .. target.CpuFlags]);
        var objects = Directory.GetFiles(folder.Path, "te_*.o");
        objects.Length.ShouldBe(KernelTable.All.Length);
        ForeignInstructions(objects).ShouldBeEmpty();
    }

    /// <summary>Assembly included, with every place of a member that it relies on.</summary>
    [EmulatorTheory]
    [InlineData("cortex-m0plus")]
    [InlineData("cortex-m7")]
    [InlineData("cortex-m33")]
    public void Every_kernel_compiles_with_clang_and_pedantic_warnings_as_errors(string name)
    {
        using var folder = new TemporaryFolder();
        var headers = Run("sh", ["-c", "dirname $(echo '#include <string.h>' | arm-none-eabi-gcc -E -x c - | grep -m1 -o '/.*/string.h')"]);
        string[] clang = ["clang", "--target=arm-none-eabi", "-O2", "-isystem", headers.Trim()];
        string[] unaligned = name == "cortex-m0plus" ? [] : ["-munaligned-access"];
        Run("sh", [Repository.File("eng", "kernel-objects.sh"), folder.Path, .. clang, .. unaligned, .. Target.Find(name)!.CpuFlags]);
        Directory.GetFiles(folder.Path, "te_*.o").Length.ShouldBe(KernelTable.All.Length);
    }

    private static string[] Compile(string folder, Target target)
    {
        var sources = Directory.GetFiles(folder, "*.c");
        foreach (var source in sources)
            Run(target.Compiler, [.. target.CpuFlags, "-O3", "-std=c99", "-c", source, "-o", Path.ChangeExtension(source, ".o")]);
        return [.. sources.Select(source => Path.ChangeExtension(source, ".o"))];
    }

    // "   4:\t4770      \tbx\tlr" or "   8:\tf000 f800 \tbl\t0 <f>".
    private static List<string> ForeignInstructions(IEnumerable<string> objects) =>
        [
            .. Run("arm-none-eabi-objdump", ["-d", .. objects])
                .Split('\n')
                .Select(line => line.Split('\t'))
                .Where(columns => columns.Length > 2)
                .Where(columns =>
                    columns[1].Trim().Contains(' ', StringComparison.Ordinal)
                        ? !Armv6MWide.Contains(columns[2])
                        : columns[2] is "cbz" or "cbnz" || columns[2].StartsWith("it", StringComparison.Ordinal)
                )
                .Select(columns => columns[2]),
        ];

    private static string Run(string tool, string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output;
    }
}
