using System.Collections.Immutable;
using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>
/// Runs consecutive steps row by row under the policy of a stage: of the steps whose next row has all its input rows, the latest; when
/// there is none, the next row of the streamed input. So no row is computed before a later one can be, and no ring is taller than it must
/// be.
/// </summary>
internal sealed class StageSimulation
{
    private readonly NetworkFlow _flow;
    private readonly int _first;
    private readonly int _end;
    private readonly ValueId? _streamed;
    private readonly Action<RowEvent>? _onEvent;
    private readonly int[] _next;
    private readonly ulong[] _ready;
    private readonly int[] _rings;
    private readonly int[] _live;
    private int _liveBytes;
    private int _arrived;

    /// <summary>Prepares a stage of the steps [first, end).</summary>
    /// <param name="flow">The network.</param>
    /// <param name="first">First step.</param>
    /// <param name="end">One past the last step.</param>
    /// <param name="streamed">The network's input when its rows arrive one by one.</param>
    /// <param name="onEvent">Called before each event; sees the state before it.</param>
    public StageSimulation(NetworkFlow flow, int first, int end, ValueId? streamed, Action<RowEvent>? onEvent = null)
    {
        (_flow, _first, _end, _streamed, _onEvent) = (flow, first, end, streamed, onEvent);
        _next = new int[end - first];
        _ready = new ulong[(end - first + 63) / 64];
        _rings = new int[flow.Rows.Length];
        _live = new int[flow.Rows.Length];
    }

    /// <summary>The most bytes that hold rows at a time: rows that are still needed, and all written rows of what is needed after the
    /// stage. No placement takes less.</summary>
    public int PeakLiveBytes { get; private set; }

    /// <summary>Rows of a value inside the stage that are needed at the same time.</summary>
    public int RingOf(ValueId value) => Math.Max(1, _rings[value.Index]);

    /// <summary>Whether a value is written row by row in this stage.</summary>
    public bool IsInside(ValueId value) => value == _streamed || (_flow.Graph.Producer(value) is var step && step >= _first && step < _end);

    /// <summary>Rows of a value that have been written so far.</summary>
    public int Written(ValueId value)
    {
        if (value == _streamed)
            return _arrived;
        var step = _flow.Graph.Producer(value);
        var flow = _flow.Flows[step]!;
        var next = _next[step - _first];
        return flow.Accumulates ? (next == flow.Events ? 1 : 0) : next;
    }

    /// <summary>The first row of a value that a step of the stage will still read; its number of rows when none will.</summary>
    public int FirstNeeded(ValueId value)
    {
        var needed = _flow.Rows[value.Index];
        foreach (var (step, read) in _flow.Readers[value.Index])
        {
            if (step >= _first && step < _end)
                needed = Math.Min(needed, read.First[_next[step - _first]]);
        }

        return needed;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>Whether every step computed all its rows.</returns>
    public bool Run()
    {
        for (var step = _first; step < _end; step++)
            Update(step);
        for (var step = _first; step < _end; step++)
        {
            foreach (var read in _flow.Flows[step]!.Reads)
                Weigh(read.Value);
        }

        PeakLiveBytes = _liveBytes;
        while (true)
        {
            if (LatestReady() is { } step)
            {
                Fire(step);
            }
            else if (_streamed is { } input && _arrived < _flow.Rows[input.Index])
            {
                _onEvent?.Invoke(new RowEvent(RowEvent.Arrival, _arrived));
                _arrived++;
                Wrote(input);
                Weigh(input);
                PeakLiveBytes = Math.Max(PeakLiveBytes, _liveBytes);
            }
            else
            {
                break;
            }
        }

        for (var step = _first; step < _end; step++)
        {
            if (_next[step - _first] != _flow.Flows[step]!.Events)
                return false;
        }

        return true;
    }

    private void Fire(int step)
    {
        _onEvent?.Invoke(new RowEvent(step, _next[step - _first]));
        var outputs = _flow.Graph.Nodes[step].Outputs;
        var before = Written(outputs[0]);
        _next[step - _first]++;
        if (Written(outputs[0]) > before)
        {
            foreach (var output in outputs)
                Wrote(output);
        }

        Update(step);
        foreach (var output in outputs)
            Weigh(output);
        foreach (var read in _flow.Flows[step]!.Reads)
            Weigh(read.Value);
        PeakLiveBytes = Math.Max(PeakLiveBytes, _liveBytes);
    }

    /// <summary>Counts the rows of a value that hold something now. What lives across the stage is counted elsewhere.</summary>
    private void Weigh(ValueId value)
    {
        var rows = 0;
        if (!IsInside(value))
            rows = _flow.Owns(value) && _flow.DeathOf(value) < _end ? _flow.Rows[value.Index] - FirstNeeded(value) : 0;
        else
            rows = Written(value) - (_flow.DeathOf(value) >= _end ? 0 : Math.Min(Written(value), FirstNeeded(value)));
        var bytes = rows * _flow.RowBytes[value.Index];
        _liveBytes += bytes - _live[value.Index];
        _live[value.Index] = bytes;
    }

    private void Wrote(ValueId value)
    {
        var rows = Math.Max(1, Written(value) - FirstNeeded(value));
        _rings[value.Index] = Math.Max(rows, _rings[value.Index]);
        foreach (var (reader, _) in _flow.Readers[value.Index])
        {
            if (reader >= _first && reader < _end)
                Update(reader);
        }
    }

    private int? LatestReady()
    {
        for (var word = _ready.Length - 1; word >= 0; word--)
        {
            if (_ready[word] != 0)
                return _first + (word * 64) + 63 - BitOperations.LeadingZeroCount(_ready[word]);
        }

        return null;
    }

    private void Update(int step)
    {
        var local = step - _first;
        var bit = 1UL << (local % 64);
        if (CanRun(step))
            _ready[local / 64] |= bit;
        else
            _ready[local / 64] &= ~bit;
    }

    private bool CanRun(int step)
    {
        var flow = _flow.Flows[step]!;
        var next = _next[step - _first];
        if (next == flow.Events)
            return false;
        foreach (var read in flow.Reads)
        {
            if (IsInside(read.Value) && Written(read.Value) <= read.Last(next))
                return false;
        }

        return true;
    }
}
