using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests;

/// <summary>Each way in which generated code can go wrong, and the diagnostic that the user gets.</summary>
[Trait("Needs", "Emulator")]
public sealed class FaultTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    private readonly Verifier _verifier = shared.Verifier;

    [EmulatorTheory]
    [InlineData(Fault.Syntax, "TE6006", "tiny.c:")]
    [InlineData(Fault.Unresolved, "TE6006", "te_fixture_missing")]
    [InlineData(Fault.Loops, "TE6009", "did not finish within")]
    [InlineData(Fault.WildWrite, "TE6012", "in misbehave (tiny.c:")]
    [InlineData(Fault.WritesFlash, "TE6012", "in misbehave (tiny.c:")]
    [InlineData(Fault.Recurses, "TE6011", "stack-overflow in recurse")]
    [InlineData(Fault.Overruns, "TE6012", "use-after-poison, write of size 1 in misbehave")]
    [InlineData(Fault.ReadsDead, "TE6012", "use-after-poison, read of size 1 in misbehave")]
    [InlineData(Fault.Undefined, "TE6012", "signed integer overflow: 2147483647 + 1 cannot be represented in type 'int' in tiny.c:")]
    [InlineData(Fault.Fails, "TE6015", "tiny_run returned -4 for sample 0")]
    public async Task On_the_host(Fault fault, string id, string text) => (await FindingAsync(Target.Host, fault)).ShouldSay(id, text);

    [EmulatorTheory]
    [InlineData(Fault.Syntax, "TE6006", "tiny.c:")]
    [InlineData(Fault.Unresolved, "TE6006", "te_fixture_missing")]
    [InlineData(Fault.TooLarge, "TE6008", "does not fit mps2-an386")]
    [InlineData(Fault.Loops, "TE6009", "did not finish within")]
    [InlineData(Fault.WildWrite, "TE6010", "access to 0xb0000000, where there is no memory in tiny_run")]
    [InlineData(Fault.WritesFlash, "TE6010", "write to read-only memory or forbidden access at 0x")]
    [InlineData(Fault.Recurses, "TE6011", "the stack of 32 KB overflowed")]
    [InlineData(Fault.Overruns, "TE6013", "sample 0 overwrote byte 107 of the arena, which lies past its end")]
    [InlineData(Fault.Fails, "TE6015", "tiny_run returned -4 for sample 0")]
    [InlineData(Fault.StaticData, "TE6017", "4 bytes of variables: .data.calls in tiny.o")]
    public async Task On_the_board(Fault fault, string id, string text) => (await FindingAsync(Target.CortexM4, fault)).ShouldSay(id, text);

    [EmulatorTheory]
    [InlineData("cortex-m33", Fault.WildWrite, "TE6010", "access to 0xb0000000, where there is no memory in tiny_run")]
    [InlineData("cortex-m33", Fault.WritesFlash, "TE6010", "write to read-only memory or forbidden access at 0x")]
    [InlineData("cortex-m33", Fault.Recurses, "TE6011", "the stack of 32 KB overflowed")]
    [InlineData("cortex-m33", Fault.Overruns, "TE6013", "sample 0 overwrote byte 107 of the arena, which lies past its end")]
    [InlineData("cortex-m3", Fault.WritesFlash, "TE6010", "write to read-only memory or forbidden access at 0x")]
    [InlineData("cortex-m3", Fault.Recurses, "TE6011", "the stack of 32 KB overflowed")]
    [InlineData("cortex-m0plus", Fault.WildWrite, "TE6010", "access to 0xb0000000, where there is no memory in tiny_run")]
    [InlineData("cortex-m0plus", Fault.Recurses, "TE6011", "the stack of 32 KB overflowed")]
    public async Task On_other_cores(string target, Fault fault, string id, string text) =>
        (await FindingAsync(Target.Find(target)!, fault)).ShouldSay(id, text);

    [EmulatorFact]
    public async Task The_step_and_the_byte_are_named()
    {
        var found = await FindingAsync(Target.Host, Fault.ReadsDead);
        found.Message.ShouldEndWith(", step 2 'sums'");
        found.Why.ShouldBe("byte 48 of the arena holds no live value then");
    }

    [EmulatorTheory]
    [InlineData("host")]
    [InlineData("cortex-m4")]
    public async Task External_inputs_must_not_be_written(string target) =>
        (await FindingAsync(Target.Find(target)!, Fault.WritesInput, external: true)).ShouldSay("TE6014", "sample 0 wrote to an input");

    [EmulatorFact]
    public async Task External_inputs_must_not_be_read_past_their_end()
    {
        var found = await FindingAsync(Target.Host, Fault.ReadsPastInput, external: true);
        found.ShouldSay("TE6012", "use-after-poison, read of size 1 in misbehave");
        found.Why.ShouldBe("the address lies outside the arena and the inputs");
    }

    [EmulatorFact]
    public async Task A_board_run_also_proves_the_same_sources_on_the_host()
    {
        using var tiny = new TinyFolder(Fault.ReadsDead);
        var result = await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(1), Target.CortexM7);
        result.Status.ShouldBe(VerificationStatus.Failed);
        result.Diagnostics.ShouldHaveSingleItem().ShouldSay("TE6012", "use-after-poison");
        result.Match.ShouldBeTrue();
        result.Instructions.ShouldNotBeNull();
    }

    [EmulatorTheory]
    [InlineData("host", Fault.CountsCalls, "TE6015", "output 0 of sample 0 depends on how many rows are pushed at a time")]
    [InlineData("host", Fault.TakesAllRows, "TE6015", "tiny_push_rows returned 0 for more rows than the input has")]
    [InlineData("host", Fault.FinishesEarly, "TE6015", "tiny_finish returned 0 although rows were missing")]
    [InlineData("host", Fault.ReadsDead, "TE6012", "use-after-poison, read of size 1 in misbehave")]
    [InlineData("host", Fault.Fails, "TE6015", "tiny_finish returned -4 for sample 0")]
    [InlineData("cortex-m4", Fault.Recurses, "TE6011", "the stack of 32 KB overflowed")]
    public async Task Rows_pushed(string target, Fault fault, string id, string text) =>
        (await FindingAsync(Target.Find(target)!, fault, stream: true)).ShouldSay(id, text);

    [EmulatorTheory]
    [InlineData("host", Fault.SkipsRow, "TE6015", "tiny_run did not hand over all rows of output 0 for sample 0")]
    [InlineData("host", Fault.RepeatsRow, "TE6015", "tiny handed over rows of output 0 out of order in sample 0")]
    [InlineData("cortex-m4", Fault.RepeatsRow, "TE6015", "tiny handed over rows of output 0 out of order in sample 0")]
    public async Task Rows_delivered(string target, Fault fault, string id, string text) =>
        (await FindingAsync(Target.Find(target)!, fault, rows: true)).ShouldSay(id, text);

    [EmulatorTheory]
    [InlineData(Fault.None, VerificationStatus.Passed)]
    [InlineData(Fault.WrongByte, VerificationStatus.Differed)]
    public async Task Rows_delivered_are_compared(Fault fault, VerificationStatus status)
    {
        using var tiny = new TinyFolder(fault, rows: true);
        var result = await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(2), Target.CortexM4);
        result.Status.ShouldBe(status);
    }

    [EmulatorFact]
    public async Task Rows_must_not_be_read_after_the_call()
    {
        using var tiny = new TinyFolder(Fault.KeepsRows, stream: true);
        var result = await _verifier.VerifyAsync(
            tiny.Model,
            TinyFolder.Rows(1),
            Target.CortexM4,
            new VerifyOptions { InstrumentedHostRun = false }
        );
        result.Status.ShouldBe(VerificationStatus.Differed);
    }

    private async Task<Diagnostic> FindingAsync(Target target, Fault fault, bool external = false, bool stream = false, bool rows = false)
    {
        using var tiny = new TinyFolder(fault, external, stream: stream, rows: rows);
        var options = new VerifyOptions
        {
            InstrumentedHostRun = false,
            RunTimeout = fault == Fault.Loops ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(60),
        };
        var result = await _verifier.VerifyAsync(tiny.Model, stream ? TinyFolder.Rows(1) : TinyFolder.Samples(1), target, options);
        result.Status.ShouldBe(VerificationStatus.Failed);
        return result.Diagnostics.ShouldHaveSingleItem();
    }
}

internal static class DiagnosticAssertions
{
    public static void ShouldSay(this Diagnostic diagnostic, string id, string text)
    {
        diagnostic.Id.ShouldBe(id, diagnostic.ToString());
        diagnostic.Message.ShouldContain(text);
    }
}
