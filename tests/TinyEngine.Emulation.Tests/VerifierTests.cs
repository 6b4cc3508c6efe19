using TinyEngine.Compiler.Targets;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests;

/// <summary>The fixture verified on every target: figures, samples, input modes, state.</summary>
[Trait("Needs", "Emulator")]
public sealed class VerifierTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    private readonly Verifier _verifier = shared.Verifier;

    [EmulatorTheory]
    [InlineData("host")]
    [InlineData("cortex-m4")]
    [InlineData("cortex-m7")]
    public async Task Right_code_matches_and_is_measured(string name)
    {
        using var tiny = new TinyFolder();
        var result = await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(3), Target.Find(name)!);

        result.Diagnostics.ShouldBeEmpty();
        result.Status.ShouldBe(VerificationStatus.Passed);
        result.Match.ShouldBeTrue();
        result.MaxAbsDiff.ShouldBe(0);
        result.FirstDifference.ShouldBeNull();
        result.Comparison!.Elements.ShouldBe(3 * (32 + 4));
        result.Outputs.Length.ShouldBe(3);
        result.Macs.ShouldBe(32);
        result.MacsExecuted.ShouldBe(32);
        result.Ram!.Value.Arena.ShouldBe(104);
        result.Ram.Value.Io.ShouldBe(0);
        result.ArenaTouched!.Value.ShouldBeInRange(90, 96);
        result.Sanitized.ShouldBeTrue();
        result.Steps.Select(s => (s.Name, s.MacsExecuted)).ShouldBe([("add", 0), ("scale", 32), ("sums", 0)]);
    }

    [EmulatorFact]
    public async Task Board_reports_instructions_stack_and_flash()
    {
        using var tiny = new TinyFolder();
        var result = await _verifier.VerifyAsync(
            tiny.Model,
            TinyFolder.Samples(2),
            Target.CortexM4,
            new VerifyOptions { MeasureSteps = true, InstrumentedHostRun = false }
        );

        result.Status.ShouldBe(VerificationStatus.Passed);
        result.MacsExecuted.ShouldBeNull();
        result.Sanitized.ShouldBeFalse();
        result.SampleInstructions.Length.ShouldBe(2);
        result.Instructions!.Value.ShouldBeInRange(400, 4000);
        result.Steps.Length.ShouldBe(3);
        result.Steps.Sum(s => s.Instructions!.Value).ShouldBeInRange(result.Instructions.Value - 200, result.Instructions.Value + 200);
        var ram = result.Ram!.Value;
        (ram.Static, ram.Io).ShouldBe((0, 0));
        ram.Stack!.Value.ShouldBeInRange(16, 256);
        ram.Total.ShouldBe(ram.Arena + ram.Stack.Value);
        var flash = result.Flash!.Value;
        (flash.Weights, flash.Tables).ShouldBe((32, 4));
        flash.Code.ShouldBeInRange(100, 1500);
        flash.Total.ShouldBe(flash.Code + 36);
        result.StackFrames.ShouldContain(f => f.Function == "tiny_run" && f.IsStatic);
    }

    [EmulatorFact]
    public async Task Counts_are_the_same_every_time()
    {
        using var tiny = new TinyFolder();
        var options = new VerifyOptions { InstrumentedHostRun = false };
        var first = await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(1), Target.CortexM7, options);
        var second = await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(1), Target.CortexM7, options);
        second.Instructions.ShouldBe(first.Instructions);
        second.Ram.ShouldBe(first.Ram);
        second.Flash.ShouldBe(first.Flash);
    }

    [EmulatorTheory]
    [InlineData("host")]
    [InlineData("cortex-m7")]
    public async Task External_inputs_count_as_io(string name)
    {
        using var tiny = new TinyFolder(external: true);
        var result = await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(2), Target.Find(name)!);
        result.Diagnostics.ShouldBeEmpty();
        result.Match.ShouldBeTrue();
        result.Ram!.Value.Io.ShouldBe(40);
    }

    [EmulatorTheory]
    [InlineData("host")]
    [InlineData("cortex-m4")]
    public async Task Rows_are_pushed_one_by_one_and_one_of_them_counts_as_io(string name)
    {
        using var tiny = new TinyFolder(stream: true);
        var result = await _verifier.VerifyAsync(
            tiny.Model,
            TinyFolder.Rows(3),
            Target.Find(name)!,
            new VerifyOptions { MeasureSteps = true }
        );
        result.Diagnostics.ShouldBeEmpty();
        result.Match.ShouldBeTrue();
        result.Sanitized.ShouldBeTrue();
        result.Ram!.Value.Io.ShouldBe(8);
        result.MacsExecuted.ShouldBe(32);
        result.Steps.Select(s => (s.Name, s.MacsExecuted)).ShouldBe([("add", 0), ("scale", 32), ("sums", 0)]);
        if (result.Target.IsEmulated)
            result.Ram.Value.Stack!.Value.ShouldBeInRange(16, 256);
    }

    [EmulatorFact]
    public async Task Steps_that_take_turns_cost_together_what_the_calls_cost()
    {
        using var tiny = new TinyFolder(stream: true);
        var result = await _verifier.VerifyAsync(
            tiny.Model,
            TinyFolder.Rows(1),
            Target.CortexM4,
            new VerifyOptions { MeasureSteps = true, InstrumentedHostRun = false }
        );
        var steps = result.Steps.Select(step => step.Instructions!.Value).ToList();
        steps.Sum().ShouldBeInRange(result.Instructions!.Value - 400, result.Instructions.Value + 400); // 14 readings, each to within 40
        steps.ShouldAllBe(cost => cost > 0);
    }

    [EmulatorTheory]
    [InlineData("host", false)]
    [InlineData("host", true)]
    [InlineData("cortex-m4", false)]
    [InlineData("cortex-m4", true)]
    public async Task State_is_reset_before_each_sample_or_kept(string name, bool sequence)
    {
        using var tiny = new TinyFolder(state: true);
        var samples = TinyFolder.Samples(3, state: true, sequence);
        var result = await _verifier.VerifyAsync(tiny.Model, samples, Target.Find(name)!, new VerifyOptions { KeepState = sequence });
        result.Diagnostics.ShouldBeEmpty();
        result.Match.ShouldBeTrue();
    }

    [EmulatorTheory]
    [InlineData("host")]
    [InlineData("cortex-m4")]
    public async Task A_wrong_byte_is_reported_with_its_place(string name)
    {
        using var tiny = new TinyFolder(Fault.WrongByte);
        var samples = TinyFolder.Samples(2);
        var result = await _verifier.VerifyAsync(tiny.Model, samples, Target.Find(name)!);
        result.Status.ShouldBe(VerificationStatus.Differed);
        result.Match.ShouldBeFalse();
        result.Diagnostics.ShouldAllBe(d => d.Id == "TE6016");
        var first = result.FirstDifference!;
        (first.Sample, first.Output, first.Name, first.Index).ShouldBe((0, 0, "y", 5));
        Math.Abs(first.Expected - first.Actual).ShouldBe(1);
        first.Expected.ShouldBe((sbyte)samples[0].Expected[0].Span[5]);
    }

    [EmulatorFact]
    public async Task Without_expectations_the_board_is_compared_with_the_host()
    {
        using var tiny = new TinyFolder();
        Sample[] samples = [.. TinyFolder.Samples(2).Select(s => s with { Expected = [] })];
        var board = await _verifier.VerifyAsync(tiny.Model, samples, Target.CortexM4);
        board.Status.ShouldBe(VerificationStatus.Passed);
        board.Comparison!.Elements.ShouldBe(2 * (32 + 4));
        var host = await _verifier.VerifyAsync(tiny.Model, samples, Target.Host);
        host.Status.ShouldBe(VerificationStatus.Passed);
        host.Comparison!.Elements.ShouldBe(0);
    }

    [EmulatorFact]
    public async Task Models_verify_in_parallel()
    {
        using var tiny = new TinyFolder();
        var results = await Task.WhenAll(Target.Runnable.Select(t => _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(2), t)));
        results.ShouldAllBe(r => r.Status == VerificationStatus.Passed);
    }

    [EmulatorFact]
    public async Task Progress_names_the_phases()
    {
        using var tiny = new TinyFolder();
        var lines = new List<string>();
        await _verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(1), Target.Host, progress: new Collector(lines));
        lines.ShouldBe(["building for this computer", "running on this computer"]);
    }

    private sealed class Collector(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
