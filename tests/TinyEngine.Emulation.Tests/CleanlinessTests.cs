using System.Diagnostics;
using TinyEngine.Compiler.Targets;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests;

/// <summary>Nothing is left: no folder, no process, whatever happened.</summary>
[Trait("Needs", "Emulator")]
public sealed class CleanlinessTests
{
    [EmulatorTheory]
    [InlineData("host", Fault.None)]
    [InlineData("cortex-m4", Fault.None)]
    [InlineData("host", Fault.Syntax)]
    [InlineData("cortex-m4", Fault.Recurses)]
    [InlineData("cortex-m4", Fault.Loops)]
    public async Task Nothing_is_left_after_a_verification(string target, Fault fault)
    {
        using var tiny = new TinyFolder(fault);
        string folder;
        using (var verifier = new Verifier(Toolset.FromEnvironment()))
        {
            await verifier.VerifyAsync(
                tiny.Model,
                TinyFolder.Samples(1),
                Target.Find(target)!,
                new VerifyOptions { RunTimeout = TimeSpan.FromSeconds(fault == Fault.Loops ? 2 : 60) }
            );
            folder = verifier.TemporaryPath!;
            Directory.Exists(folder).ShouldBeTrue();
            Directory.GetDirectories(Path.Combine(folder, "runs")).ShouldBeEmpty();
        }
        Directory.Exists(folder).ShouldBeFalse();
        ProcessesMentioning(folder).ShouldBeEmpty();
    }

    [EmulatorTheory]
    [InlineData("host")]
    [InlineData("cortex-m7")]
    public async Task Cancellation_ends_a_run_at_once(string target)
    {
        using var tiny = new TinyFolder(Fault.Loops);
        using var cancellation = new CancellationTokenSource();
        string folder;
        using (var verifier = new Verifier(Toolset.FromEnvironment()))
        {
            var phases = new Phases(phase =>
            {
                if (phase.StartsWith("running", StringComparison.Ordinal))
                    cancellation.CancelAfter(500);
            });
            var run = verifier.VerifyAsync(
                tiny.Model,
                TinyFolder.Samples(1),
                Target.Find(target)!,
                new VerifyOptions { InstrumentedHostRun = false },
                phases,
                cancellation.Token
            );
            await Should.ThrowAsync<OperationCanceledException>(() => run);
            folder = verifier.TemporaryPath!;
            ProcessesMentioning(folder).ShouldBeEmpty();
        }
        Directory.Exists(folder).ShouldBeFalse();
    }

    [EmulatorFact]
    public async Task After_a_cancellation_the_verifier_still_works()
    {
        using var tiny = new TinyFolder();
        using var verifier = new Verifier(Toolset.FromEnvironment());
        using var cancellation = new CancellationTokenSource();
        var phases = new Phases(_ => cancellation.Cancel());
        await Should.ThrowAsync<OperationCanceledException>(() =>
            verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(1), Target.CortexM4, null, phases, cancellation.Token)
        );
        (await verifier.VerifyAsync(tiny.Model, TinyFolder.Samples(1), Target.CortexM4)).Status.ShouldBe(VerificationStatus.Passed);
    }

    private static List<string> ProcessesMentioning(string text) =>
        [.. Process.GetProcesses().Select(CommandLine).Where(c => c.Contains(text, StringComparison.Ordinal))];

    private static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed class Phases(Action<string> action) : IProgress<string>
    {
        public void Report(string value) => action(value);
    }
}
