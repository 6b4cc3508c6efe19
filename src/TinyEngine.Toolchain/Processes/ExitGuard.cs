using System.Collections.Concurrent;

namespace TinyEngine.Toolchain.Processes;

/// <summary>Last resort when the tool ends in the middle of its work (for example at SIGTERM): runs what is registered at process exit.</summary>
internal sealed class ExitGuard : IDisposable
{
    private static readonly ConcurrentDictionary<ExitGuard, Action> Guards = new();

    static ExitGuard() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var action in Guards.Values)
            action();
    };

    private ExitGuard()
    {
    }

    /// <summary>Registers an action, which must not throw, until the guard is disposed.</summary>
    public static ExitGuard Register(Action action)
    {
        var guard = new ExitGuard();
        Guards[guard] = action;
        return guard;
    }

    /// <inheritdoc/>
    public void Dispose() => Guards.TryRemove(this, out _);
}
