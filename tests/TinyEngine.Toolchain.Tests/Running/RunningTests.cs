using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Running;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Tests.Running;

public sealed class RunningTests
{
    private static readonly CompiledModel Model = new("/f", "net", [new("a", DType.Int8, 4)], [new("y", DType.Int8, 2)])
    {
        StepNames = ["conv", "pool"],
    };

    private static readonly BuiltProgram Program = new(
        "/p",
        "",
        LinkMap.Parse("Linker script and memory map\n .text.te_x 0x00000100 0x40 /o/te_x.o\n"),
        []
    );

    [Fact]
    public void A_report_is_read_among_other_text()
    {
        var report = HarnessReport.Parse(
            """
            hello
            te: sample=0 instructions=4000000000 macs=32 stack=64 arena=104 touched=96
            te: step=0 cost=40
            te: step=1 cost=80
            te: sample=1 instructions=80 junk odd= =7
            te: done
            """
        );
        report.Samples.Select(s => s["instructions"]).ShouldBe([4000000000, 80]);
        report.StepCosts.ShouldBe([40, 80]);
        report.Done.ShouldBeTrue();
        report.Finding.ShouldBeNull();
    }

    [Fact]
    public void A_report_keeps_the_first_event()
    {
        var report = HarnessReport.Parse("te: event=canary sample=2 index=-5\nte: event=status sample=0 index=1\n");
        report.Finding!.Event.ShouldBe("canary");
        report.Finding["index"].ShouldBe(-5);
        report.Done.ShouldBeFalse();
    }

    [Theory]
    [InlineData("event=canary sample=1 index=-3", "TE6013", "sample 1 overwrote byte -3 of the arena, which lies before its start")]
    [InlineData("event=input-modified sample=1 index=0", "TE6014", "sample 1 wrote to an input or beside it")]
    [InlineData("event=status sample=0 index=-2", "TE6015", "net_run returned -2 for sample 0")]
    [InlineData("event=output-missing sample=0 index=1", "TE6015", "net_run did not set output 1 for sample 0")]
    [InlineData("event=push sample=0 index=-1", "TE6015", "net_push_rows returned -1 for sample 0")]
    [InlineData("event=chunks sample=1 index=2", "TE6015", "output 2 of sample 1 depends on how many rows are pushed at a time")]
    [InlineData("event=early-finish sample=0 index=0", "TE6015", "net_finish returned 0 although rows were missing")]
    [InlineData("event=too-many-rows sample=0 index=0", "TE6015", "net_push_rows returned 0 for more rows than the input has")]
    [InlineData("event=negative-rows sample=0 index=0", "TE6015", "net_push_rows returned 0 for a negative number of rows")]
    [InlineData("event=input-file sample=0 index=1", "TE6015", "the harness stopped: input-file, sample 0, index 1")]
    [InlineData("event=stack-overflow cfsr=0 pc=0", "TE6011", "the stack of 32 KB overflowed")]
    [InlineData(
        "event=fault cfsr=33280 hfsr=1073741824 address=2952790016 pc=264",
        "TE6010",
        "access to 0xb0000000, where there is no memory in te_x"
    )]
    [InlineData("event=fault cfsr=65536 pc=0", "TE6010", "undefined instruction")]
    public void Events_become_diagnostics(string line, string id, string message)
    {
        var result = new ProcessResult(1, false, "te: " + line + "\n", "");
        var diagnostic = RunFindings.Explain(Program, Model, Target.CortexM4, result, HarnessReport.Parse(result.Output), default)!;
        (diagnostic.Id, diagnostic.Message, diagnostic.Place).ShouldBe((id, message, new Place("net", "cortex-m4")));
    }

    [Theory]
    [InlineData(1L, "instruction fetch from memory that holds no code")]
    [InlineData(0x100L, "instruction fetch from an address without memory")]
    [InlineData(0x400L, "access to an address without memory")]
    [InlineData(0x20000L, "jump to an address that is not Thumb code")]
    [InlineData(0x80000L, "floating-point instruction without a floating-point unit")]
    [InlineData(0x1000000L, "unaligned access")]
    [InlineData(0x2000000L, "division by zero")]
    [InlineData(0L, "hard fault (CFSR 0x00000000, HFSR 0x00000000)")]
    public void Faults_are_put_in_words(long cfsr, string text) =>
        RunFindings.FaultText(new HarnessLine("fault", ImmutableDictionary<string, long>.Empty.Add("cfsr", cfsr))).ShouldBe(text);

    [Fact]
    public void An_address_report_becomes_one_line()
    {
        const string Error = """
            =================================================================
            ==1==ERROR: AddressSanitizer: use-after-poison on address 0x55eb4cea7ab0 at pc 0x1 bp 0x2 sp 0x3
            READ of size 4 at 0x55eb4cea7ab0 thread T0
                #0 0x7f00 in __interceptor_memcpy ../../../../src/libsanitizer/sanitizer_common/sanitizer_common_interceptors.inc:827
                #1 0x55eb in te_conv2d_s8__c99 /tmp/f/te_conv2d_s8__c99.c:52
                #2 0x55ec in net_run /tmp/f/net.c:114
            """;
        var diagnostic = SanitizerText.Explain(
            new Place("net", "host"),
            Model,
            Error,
            HarnessReport.Parse("te: event=sanitizer step=1 offset=48").Finding
        );
        diagnostic.Message.ShouldBe("use-after-poison, read of size 4 in te_conv2d_s8__c99 (te_conv2d_s8__c99.c:52), step 1 'pool'");
        diagnostic.Why.ShouldBe("byte 48 of the arena holds no live value then");
    }

    [Fact]
    public void Undefined_behaviour_becomes_one_line() =>
        SanitizerText
            .Explain(new Place("net", "host"), Model, "/tmp/f/te_x.c:6:10: runtime error: signed integer overflow: 1 + 2147483647\n", null)
            .Message.ShouldBe("signed integer overflow: 1 + 2147483647 in te_x.c:6");

    [Fact]
    public void The_live_table_is_a_list_of_sorted_ranges() =>
        MemoryMarshal
            .Cast<byte, int>(
                ProgramRunner.LiveRangeTable([
                    [(48, 32), (0, 40)],
                    [],
                ])
            )
            .ToArray()
            .ShouldBe([2, 2, 0, 40, 48, 32, 0]);
}
