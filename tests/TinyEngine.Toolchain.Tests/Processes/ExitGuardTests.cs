using System.Diagnostics;
using System.Runtime.InteropServices;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Tests.Processes;

/// <summary>Sends signals to the test process itself, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(ExitGuardTests), DisableParallelization = true)]
[Collection(nameof(ExitGuardTests))]
public sealed class ExitGuardTests
{
    [Fact]
    public void At_a_signal_the_latest_guard_runs_first()
    {
        var order = new List<string>();
        using var survive = new Survivor(PosixSignal.SIGTERM);
        using var first = ExitGuard.Register(() => order.Add("first"));
        using var second = ExitGuard.Register(() => order.Add("second"));
        survive.Send("TERM");
        order.ShouldBe(["second", "first"]);
    }

    [Fact]
    public void While_the_caller_can_cancel_its_signals_are_left_alone()
    {
        var runs = 0;
        using var cancellation = new CancellationTokenSource();
        using var survive = new Survivor(PosixSignal.SIGTERM);
        using var guard = ExitGuard.Register(() => runs++);
        using (ExitGuard.LeaveTo(cancellation.Token))
            survive.Send("TERM");
        runs.ShouldBe(0);
        using (ExitGuard.LeaveTo(CancellationToken.None))
            survive.Send("TERM");
        runs.ShouldBe(1);
    }

    [Fact]
    public void A_disposed_guard_does_nothing()
    {
        var ran = false;
        using var survive = new Survivor(PosixSignal.SIGTERM);
        ExitGuard.Register(() => ran = true).Dispose();
        survive.Send("TERM");
        ran.ShouldBeFalse();
    }

    /// <summary>Keeps a signal from ending the test; registered before the guards, so it runs after them. The signal is SIGTERM: others
    /// may be ignored from the start, as <c>nohup</c> asks for.</summary>
    private sealed class Survivor : IDisposable
    {
        private readonly AutoResetEvent _arrived = new(false);
        private readonly PosixSignalRegistration _registration;

        public Survivor(PosixSignal signal) => _registration = PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _arrived.Set();
            });

        public void Send(string name)
        {
            using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {Environment.ProcessId}"]);
            _arrived.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            kill.WaitForExit();
        }

        public void Dispose()
        {
            _registration.Dispose();
            _arrived.Dispose();
        }
    }
}
