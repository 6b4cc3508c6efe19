using System.Runtime.InteropServices;

namespace TinyEngine.Toolchain.Processes;

/// <summary>
/// Last resort when the tool ends in the middle of its work: at process exit and at a signal runs what is registered, the latest first.
/// The runtime by itself runs nothing when a signal ends it. While work goes on that its caller can cancel, SIGINT and SIGTERM are the
/// caller's: it is expected to turn them into a cancellation (handlers cannot see that, as the latest registered runs first).
/// </summary>
internal sealed class ExitGuard : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly List<ExitGuard> Guards = [];
    private static readonly List<PosixSignalRegistration> Signals = [];

    private static int _cancellable;

    private readonly Action _action;

    static ExitGuard() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RunAll();

    private ExitGuard(Action action) => _action = action;

    /// <summary>Registers an action, which must not throw, until the guard is disposed.</summary>
    public static ExitGuard Register(Action action)
    {
        var guard = new ExitGuard(action);
        lock (Gate)
        {
            if (Guards.Count == 0)
                Watch();
            Guards.Add(guard);
        }
        return guard;
    }

    /// <summary>Leaves SIGINT and SIGTERM to the caller, if it can cancel, until the result is disposed.</summary>
    public static IDisposable LeaveTo(CancellationToken cancellation) => new Lease(cancellation.CanBeCanceled ? 1 : 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            if (!Guards.Remove(this) || Guards.Count > 0)
                return;
            foreach (var signal in Signals)
                signal.Dispose();
            Signals.Clear();
        }
    }

    private static void Watch()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            Signals.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    var callers = context.Signal is PosixSignal.SIGINT or PosixSignal.SIGTERM && Volatile.Read(ref _cancellable) > 0;
                    if (!callers && !context.Cancel)
                        RunAll();
                }));
        }
    }

    private static void RunAll()
    {
        ExitGuard[] guards;
        lock (Gate)
            guards = [.. Guards];
        foreach (var guard in guards.Reverse())
            guard._action();
    }

    private sealed class Lease : IDisposable
    {
        private int _count;

        public Lease(int count) => Interlocked.Add(ref _cancellable, _count = count);

        public void Dispose() => Interlocked.Add(ref _cancellable, -Interlocked.Exchange(ref _count, 0));
    }
}
