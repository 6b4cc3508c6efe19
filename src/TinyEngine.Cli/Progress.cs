using System.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>A sign of life on standard error for work that takes more than a second: a line with a running clock for a person. Shorter work
/// stays silent, and so does all work whose messages go to a file or a pipe: a log wants results.</summary>
internal sealed class Progress : IProgress<string>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Terminal _terminal;
    private readonly Timer? _timer;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan? _end;
    private int _width;
    private bool _shown;
    private bool _finished;

    /// <summary>Starts waiting.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="activity">What is going on; empty for nothing to show.</param>
    public Progress(Terminal terminal, string activity)
    {
        _terminal = terminal;
        Activity = activity;
        if (activity.Length > 0 && terminal.Style.Live)
            _timer = new Timer(_ => Tick(), null, Patience, TimeSpan.FromMilliseconds(250));
    }

    /// <summary>What is going on, in a few words; may change while the work goes on.</summary>
    public string Activity { get; set; }

    /// <inheritdoc/>
    public void Report(string value) => Activity = value;

    /// <summary>Says how much of the work is done, from which follows how long the rest will take.</summary>
    /// <param name="done">Parts of the work that are done.</param>
    /// <param name="of">All parts, about equally long.</param>
    public void ReportShare(int done, int of)
    {
        lock (_lock)
            _end = done > 0 ? _clock.Elapsed * of / done : null;
    }

    /// <summary>The line at a time: what is going on, for how long, and an estimate of what is left.</summary>
    internal static string Line(string activity, TimeSpan elapsed, TimeSpan? end) =>
        $"{activity} ... {elapsed.TotalSeconds:F0} s"
        + (end is { } whole && whole > elapsed ? $", about {(whole - elapsed).TotalSeconds:F0} s left " : " ");

    private void Tick()
    {
        lock (_lock)
        {
            if (_finished)
                return;
            var line = Line(Activity, _clock.Elapsed, _end);
            _width = Math.Max(_width, line.Length);
            _terminal.Error.Write($"\r{line.PadRight(_width)}");
            _shown = true;
        }
    }

    /// <summary>Stops and leaves a clean line.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _finished = true;
            if (_shown)
                _terminal.Error.Write($"\r{new string(' ', _width)}\r");
        }
    }
}
