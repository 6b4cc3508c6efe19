using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// The times at which something can come to life or die. A step that runs by itself is one moment, and so is a stage that keeps its rows in
/// rings; in a stage with scattered rows every event is a moment.
/// </summary>
internal sealed class Timeline
{
    private readonly int[] _starts;

    /// <summary>Counts the moments of a schedule.</summary>
    public Timeline(Schedule schedule)
    {
        var steps = schedule.Steps.Length;
        _starts = new int[steps + 1];
        for (var (step, time) = (0, 0); step < steps; step = schedule.EndOf(step))
        {
            var stage = schedule.StageOf(step);
            var moments = stage is not null && !schedule.Scattered.IsEmpty ? Math.Max(1, stage.Events.Length) : 1;
            Array.Fill(_starts, time, step, schedule.EndOf(step) - step);
            time += moments;
            _starts[schedule.EndOf(step)] = time;
        }
    }

    /// <summary>Number of moments.</summary>
    public int Count => _starts[^1];

    /// <summary>The first moment of a step, or of its stage; of what follows the network for one past the last step.</summary>
    public int Of(int step) => _starts[Math.Min(step, _starts.Length - 1)];

    /// <summary>A request for some steps as one for the moments of these.</summary>
    public BufferRequest InMoments(BufferRequest request) =>
        request with
        {
            First = Of(request.First),
            End = Math.Max(Of(request.First) + 1, Of(request.End)),
        };
}
