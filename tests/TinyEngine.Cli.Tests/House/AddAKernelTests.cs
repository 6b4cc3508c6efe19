using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Cli.Tests.House;

/// <summary>The kernel that docs/guide/add-a-kernel.md adds: built as the page shows it, and run by the C tests of its operator.</summary>
[Trait("Needs", "Compiler")]
public sealed partial class AddAKernelTests : IDisposable
{
    private const int MostFiles = 4;
    private const string Header = "kernels/include/te_conv2d.h";

    private const string Program = """
        #include "te_test.h"
        int main(void)
        {
            te_test_begin_suite();
            for (int i = 0; i < 300 && te_test_failures() == 0; i++) {
                te_test_seed((uint32_t)i + 1);
                te_test_conv2d_k1x1();
            }
            return te_test_failures() != 0 || te_test_fewest_cases() < 1;
        }
        """;

    private static readonly string Page = File.ReadAllText(Repository.File("docs", "guide", "add-a-kernel.md"));

    private readonly TempFolder _folder = new();

    [Fact]
    public void It_takes_few_files_that_are_written_by_hand_and_all_exist()
    {
        var files = TableRow().Matches(Page).Select(row => row.Groups["file"].Value).ToList();
        files.Count.ShouldBeInRange(2, MostFiles);
        files.Where(file => !File.Exists(Repository.File(file))).ShouldBeEmpty();
    }

    [Fact]
    public void The_compiler_reads_its_row_and_computes_its_scratch()
    {
        var macro = CMacro.Read(Code("#define")).ShouldHaveSingleItem();
        CExpression.Compile(macro.Expand(["ic", "columns"]), ["ic", "columns"])([9, 3]).ShouldBe(72);
        // The row names a macro that only this page has; another stands in for it.
        var row = Code("TE_KERNEL").Replace(macro.Name, "TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES", StringComparison.Ordinal);
        var kernel = KernelListReader.Read(row, "page").ShouldHaveSingleItem();
        (kernel.Operator, kernel.Special).ShouldBe(("conv2d_k1x1", KernelSpecial.Pixels(4)));
        KernelTable.TryOf(kernel.Symbol).ShouldBeNull("the page adds a kernel that exists");
    }

    [CompilerFact]
    public async Task It_passes_the_tests_of_its_operator()
    {
        var kernels = CopyOfKernels();
        var folders = new[] { kernels, $"{kernels}/include", Repository.File("tests", "kernels") }
            .Concat(Directory.EnumerateDirectories($"{kernels}/src"))
            .Select(folder => "-I" + folder);
        var strict = folders.Concat([
            "-std=c99",
            "-O1",
            "-g",
            "-Wall",
            "-Wextra",
            "-Wconversion",
            "-Werror",
            "-fsanitize=address,undefined",
        ]);
        var rows = KernelListReader
            .Read(Code("TE_KERNEL").Replace("_X4_SCRATCH", "_X5_SCRATCH", StringComparison.Ordinal), "page")
            .Concat(KernelTable.All)
            .Where(kernel => kernel is { Operator: "conv2d_k1x1", Types: "s8" });
        var objects = new List<string>();
        foreach (var kernel in rows)
        {
            objects.Add(_folder[$"{kernel.Symbol}.o"]);
            string[] general = kernel.Encoding == Compiler.Calls.KernelEncoding.AnyShift ? ["-DTE_ANYSHIFT=1"] : [];
            await Gcc([
                .. strict,
                .. general,
                "-include",
                kernel.Body,
                $"-DTE_ONLY_{kernel.Symbol}=TE_PROBE",
                "-c",
                $"{kernels}/te_instance.c",
                "-o",
                objects[^1],
            ]);
        }

        File.WriteAllText(_folder["main.c"], Program);
        var sources = new[] { "te_test.c", "test_conv2d_k1x1.c" }.Select(name => Repository.File("tests", "kernels", name));
        await Gcc([
            .. strict.Where(flag => flag != "-Wconversion"),
            _folder["main.c"],
            .. sources,
            .. objects,
            "-lm",
            "-o",
            _folder["test"],
        ]);
        await Run(_folder["test"], []);
    }

    private string CopyOfKernels()
    {
        var target = _folder["kernels"];
        var source = Repository.File("kernels");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.AppendAllText(Path.Combine(target, "kernels.inc"), Code("TE_KERNEL"));
        var header = _folder[Header];
        var text = File.ReadAllText(header);
        var end = text.LastIndexOf("#endif", StringComparison.Ordinal);
        File.WriteAllText(header, text.Insert(end, Code("#define")));
        return target;
    }

    /// <summary>The block of C of the page that begins so.</summary>
    private static string Code(string beginning) =>
        CodeBlock()
            .Matches(Page)
            .Select(block => block.Groups["code"].Value)
            .Single(code => code.StartsWith(beginning, StringComparison.Ordinal));

    private static Task Gcc(IReadOnlyList<string> arguments) => Run("gcc", arguments);

    private static async Task Run(string program, IReadOnlyList<string> arguments)
    {
        using var runner = new ProcessRunner();
        var result = await runner.RunAsync(
            new ProcessRequest(program, [.. arguments], Repository.Root, TimeSpan.FromMinutes(2)),
            CancellationToken.None
        );
        result.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{result.Output}{result.Error}");
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"^\| `(?<file>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^```c\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
