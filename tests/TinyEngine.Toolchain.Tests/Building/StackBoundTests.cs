using System.Text.RegularExpressions;
using TinyEngine.Toolchain.Building;

namespace TinyEngine.Toolchain.Tests.Building;

public partial class StackBoundTests
{
    private const string Graph = """
        graph: { title: "net.c"
        node: { title: "net_run" label: "net_run\nnet.c:9:5\n16 bytes (static)" }
        node: { title: "net.c:step_0" label: "step_0\nnet.c:3:13\n0 bytes (static)" }
        node: { title: "net.c:step_1" label: "step_1\nnet.c:5:13\n24 bytes (static)" }
        node: { title: "memset" label: "__builtin_memset\n<built-in>" shape : ellipse }
        edge: { sourcename: "net_run" targetname: "net.c:step_0" label: "net.c:10:5" }
        edge: { sourcename: "net_run" targetname: "net.c:step_1" label: "net.c:11:5" }
        edge: { sourcename: "net.c:step_0" targetname: "te_x" label: "net.c:4:5" }
        edge: { sourcename: "net.c:step_1" targetname: "memset" label: "net.c:6:5" }
        }
        """;

    private const string Kernel = """
        graph: { title: "te_x.c"
        node: { title: "te_x" label: "te_x\nte_x.c:1:6\n40 bytes (dynamic,bounded)" }
        node: { title: "te_x.c:asm" label: "asm\nte_x.c:2:6\n0 bytes (static)" }
        edge: { sourcename: "te_x" targetname: "te_x.c:asm" label: "te_x.c:3:5" }
        }
        """;

    [Fact]
    public void The_heaviest_path_counts_through_all_objects() =>
        StackBound.Of([Graph, Kernel], "net_run").ShouldBe(16 + 0 + 40 + StackBound.AssemblyBytes);

    [Fact]
    public void A_library_function_is_charged() =>
        StackBound
            .Of([Graph, Kernel.Replace("targetname: \"te_x.c:asm\"", "targetname: \"memcpy\"", StringComparison.Ordinal)], "net_run")
            .ShouldBe(16 + 40 + StackBound.LibraryBytes);

    [Fact]
    public void A_function_of_the_compilers_runtime_is_charged() =>
        StackBound
            .Of(
                [Graph, Kernel.Replace("targetname: \"te_x.c:asm\"", "targetname: \"__aeabi_ldivmod\"", StringComparison.Ordinal)],
                "net_run"
            )
            .ShouldBe(16 + 40 + StackBound.RuntimeBytes);

    [Theory]
    [InlineData("(dynamic,bounded)", "(dynamic)")]
    [InlineData("targetname: \"te_x.c:asm\"", "targetname: \"te_x\"")]
    [InlineData("targetname: \"te_x.c:asm\"", "targetname: \"__indirect_call\"")]
    [InlineData("targetname: \"te_x.c:asm\"", "targetname: \"malloc\"")]
    public void What_has_no_bound_gives_none(string old, string changed) =>
        StackBound.Of([Graph, Kernel.Replace(old, changed, StringComparison.Ordinal)], "net_run").ShouldBeNull();

    [Fact]
    public void A_call_through_a_pointer_reaches_the_callback()
    {
        var kernel = Kernel.Replace("targetname: \"te_x.c:asm\"", "targetname: \"__indirect_call\"", StringComparison.Ordinal);
        StackBound.Of([Graph, kernel], "net_run", "step_1").ShouldBe(16 + 40 + 24 + StackBound.LibraryBytes);
        StackBound.Of([Graph, kernel], "net_run", "missing").ShouldBeNull();
    }

    [Fact]
    public void Without_a_call_graph_there_is_no_bound() => StackBound.Of([], "net_run").ShouldBeNull();

    /// <summary>The charge for assembly covers every function in the kernels' sources: the registers that all of its pushes name, and once
    /// more those of macros in the same file.</summary>
    [Fact]
    public void No_function_in_assembly_pushes_more_than_is_charged()
    {
        var blocks = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.File("kernels", "src"), "*.h", SearchOption.AllDirectories))
        {
            foreach (var body in File.ReadAllText(file).Split("TE_NAKED").Skip(1))
            {
                var pushed = Push().Matches(body).Sum(push => Registers(push.Groups["list"].Value));
                (pushed * 4).ShouldBeLessThanOrEqualTo(StackBound.AssemblyBytes, file);
                blocks += pushed > 0 ? 1 : 0;
            }
        }

        blocks.ShouldBeGreaterThan(5);
    }

    private static int Registers(string list) =>
        list.Split(',')
            .Sum(part =>
                part.Trim().Split('-') is [var first, var last]
                    ? int.Parse(last.Trim()[1..], System.Globalization.CultureInfo.InvariantCulture)
                        - int.Parse(first.Trim()[1..], System.Globalization.CultureInfo.InvariantCulture)
                        + 1
                    : 1
            );

    [GeneratedRegex(@"push \{(?<list>[^}]*)\}")]
    private static partial Regex Push();
}
