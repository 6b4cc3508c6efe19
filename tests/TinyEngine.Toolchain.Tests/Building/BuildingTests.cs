using System.Collections.Immutable;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Tests.Building;

public sealed class BuildingTests
{
    private const string Map = """
        Discarded input sections

         .text.unused   0x00000000       0x10 /o/net.o

        Linker script and memory map

        .text           0x00000000      0xec8
         *(.text .text.*)
         .text          0x00000000        0x0 /o/net.o
         .text.te_add   0x00000040       0x4c /o/te_add.o
                        0x00000040                te_add
         .text.a_function_with_a_long_name
                        0x0000008c       0x5c /o/net.o
                        0x0000008c                a_function_with_a_long_name
         *fill*         0x000000e8        0x8
         .text.memcpy   0x000000f0       0x20 /usr/lib/libc.a(memcpy.o)
         .rodata.net_w_0_weights
                        0x00000110      0x120 /o/net_weights.o
         .rodata.net_t_0_requant
                        0x00000230       0x40 /o/net_weights.o
         .rodata.str1.1
                        0x00000270        0x6 /o/net.o
         .rodata.other  0x00000280        0x9 /o/te_harness.o
        .data           0x20000000        0x4
         .data.calls    0x20000000        0x4 /o/net.o
        .bss            0x20000008      0x100
         COMMON         0x20000008        0x8 /o/net.o
         .bss.arena     0x20000010      0x100 /o/te_harness.o
        .debug_info     0x00000000     0x1000
         .debug_info    0x00000000     0x1000 /o/net.o
        """;

    [Fact]
    public void A_map_gives_what_was_kept_of_which_object()
    {
        var map = LinkMap.Parse(Map);
        map.Sections.ShouldContain(new PlacedSection(".text.a_function_with_a_long_name", 0x8c, 0x5c, "/o/net.o"));
        map.Sections.ShouldNotContain(s => s.Section == ".text.unused");
        map.FunctionAt(0x90).ShouldBe("a_function_with_a_long_name");
        map.FunctionAt(0x8b).ShouldBe("te_add");
        map.FunctionAt(0xe9).ShouldBe("");
    }

    [Fact]
    public void A_footprint_counts_the_generated_objects_only()
    {
        var objects = new HashSet<string> { "/o/net.o", "/o/te_add.o", "/o/net_weights.o" };
        var footprint = Footprint.Measure(LinkMap.Parse(Map), objects, "net");
        footprint.Flash.ShouldBe(new Flash(0x4c + 0x5c, 0x120, 0x46));
        footprint.StaticBytes.ShouldBe(12);
        footprint.Variables.ShouldBe([".data.calls in net.o", "COMMON in net.o"]);
    }

    [Fact]
    public void An_empty_map_has_no_sections() => LinkMap.Parse("").Sections.ShouldBeEmpty();

    [Fact]
    public void Stack_usage_is_read_line_by_line() =>
        StackUsage
            .Parse(["net.c:12:5:net_run\t48\tstatic", "te_x.c:3:1:te_x\t16\tdynamic", "", "nonsense"])
            .ShouldBe([new StackUsage("net_run", 48, true), new StackUsage("te_x", 16, false)]);

    [Fact]
    public void Includes_are_followed_through_files_and_folders()
    {
        using var folder = new TemporaryFolder();
        var other = folder.CreateFolder("other");
        string Write(string place, string name, string text)
        {
            var path = Path.Combine(place, name);
            File.WriteAllText(path, text);
            return path;
        }
        var main = Write(folder.Path, "main.c", "#include <stdint.h>\n#  include \"a.h\"\n// #include \"no.h\"\n#include \"missing.h\"\n");
        var a = Write(folder.Path, "a.h", "#include \"b.h\"\n#include \"a.h\"\n");
        var b = Write(other, "b.h", "");
        Write(other, "no.h", "");
        IncludeScanner.Closure(main, [other]).ShouldBe([main, a, b]);
    }

    [Fact]
    public void A_compiler_error_keeps_file_line_and_text()
    {
        var failure = new ProcessResult(
            1,
            false,
            "",
            "In file included from /tmp/x/a.c:1:\n"
                + "/tmp/x/a.h:3:9: error: unknown type name 'foo'\n"
                + "  3 | foo x;\n"
                + "/tmp/x/a.c:5:1: error: expected ';'\n"
        );
        var diagnostic = BuildErrors.OfCompiler(
            new Place("net", "host"),
            Target.Host,
            new CompileResult("/o/a.o", "cc -c a.c", failure),
            TimeSpan.Zero
        );
        diagnostic.Message.ShouldBe("a.h:3:9: error: unknown type name 'foo'");
        diagnostic.Why.ShouldBe("a.c:5:1: error: expected ';'");
        diagnostic.Try.ShouldBe("run cc -c a.c");
    }

    [Fact]
    public void A_compiler_that_hangs_is_a_timeout() =>
        BuildErrors
            .OfCompiler(
                new Place("net", "host"),
                Target.Host,
                new CompileResult("/o/a.o", "", new ProcessResult(137, true, "", "")),
                TimeSpan.FromSeconds(180)
            )
            .ToString()
            .ShouldStartWith("net(host): error TE6007: the compiler of a.c did not finish within 180 s");

    [Fact]
    public void A_linker_that_runs_out_of_flash_says_so() =>
        BuildErrors
            .OfLinker(
                new Place("net", "cortex-m4"),
                Target.CortexM4,
                new ProcessResult(
                    1,
                    false,
                    "",
                    "/usr/bin/ld: p section `.text' will not fit in region `FLASH'\ncollect2: error: ld returned 1 exit status\n"
                ),
                default
            )
            .Descriptor.ShouldBe(Diag.ProgramTooLarge);

    [Fact]
    public void Every_emulated_target_has_a_port()
    {
        using var folder = new TemporaryFolder();
        var files = new EmbeddedFiles(folder.Path);
        foreach (var target in Target.Runnable.Where(t => t.IsEmulated))
            File.ReadAllText(files.LinkerScript(target.Machine)).ShouldContain($"te_port_machine_{target.Machine.Replace('-', '_')} = 1;");
    }

    [Fact]
    public void Everything_that_a_program_needs_travels_in_the_assembly()
    {
        using var folder = new TemporaryFolder();
        var files = new EmbeddedFiles(folder.Path);
        string[] harness = ["te_harness.c", "te_platform.h", "te_platform_host.c", "te_platform_cortex_m.c", "te_probe.c"];
        harness.ShouldAllBe(name => File.Exists(files.HarnessFile(name)));
        Directory.GetFiles(files.CommonPort).Length.ShouldBeGreaterThan(2);
        File.Exists(files.LinkerScript(Target.CortexM7.Machine)).ShouldBeTrue();
    }

    [Fact]
    public void Generated_code_is_built_with_the_flags_of_the_build_file() =>
        BuildFlags.Optimization.ShouldBe(ImmutableArray.Create("-O3", "-ffp-contract=off", "-ffunction-sections", "-fdata-sections"));
}
