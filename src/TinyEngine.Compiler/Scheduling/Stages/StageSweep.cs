using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>
/// Simulates at once all stages that begin with the same step. A later step never delays an earlier one: the policy runs it as soon as it
/// can, and the others go on as if it were not there. So the events of a stage are those of any longer one without the steps that it lacks,
/// and one run tells the peak of every end. What a value holds depends on the end in one way only: before its last reader belongs to the
/// stage, all its rows stay. Lane n stands for the stage of n steps.
/// </summary>
internal sealed class StageSweep
{
    /// <summary>Steps of the longest stage.</summary>
    public const int LongestStage = 40;

    /// <summary>Events between two looks at whether a stage still has a chance.</summary>
    private const int Patience = 64;

    private readonly NetworkFlow _flow;
    private readonly RowFlow[] _steps = new RowFlow[LongestStage];
    private readonly int[] _next = new int[LongestStage];
    private readonly int[] _live = new int[LongestStage + 1];
    private readonly int[] _peak = new int[LongestStage + 1];
    private readonly List<(int Step, RowRead Read)>[] _readers;
    private readonly int[] _written;
    private readonly (int All, int Needed)[] _held;
    private readonly List<int> _values = [];
    private ValueId? _streamed;
    private int _first;
    private int _count;
    private ulong _ready;

    /// <summary>Prepares sweeps of a network.</summary>
    public StageSweep(NetworkFlow flow)
    {
        _flow = flow;
        var values = flow.Rows.Length;
        (_written, _held) = (new int[values], new (int, int)[values]);
        _readers = [.. Enumerable.Range(0, values).Select(_ => new List<(int, RowRead)>())];
    }

    /// <summary>Rows that were computed or arrived since the beginning: the effort.</summary>
    public long Events { get; private set; }

    /// <summary>Runs the steps [first, end).</summary>
    /// <param name="first">First step.</param>
    /// <param name="end">One past the last step of the longest stage; at most <see cref="LongestStage"/> steps.</param>
    /// <param name="streamed">The network's input when its rows arrive one by one and die in the first step's stages.</param>
    /// <param name="narrow">Blocks of three steps that run as one; stages that end within one of them have no result.</param>
    /// <param name="room">For each number of steps the most bytes of interest; the run ends early when every stage takes more.</param>
    public void Run(int first, int end, ValueId? streamed, IEnumerable<NarrowCandidate> narrow, ReadOnlySpan<long> room)
    {
        (_first, _count, _streamed) = (first, end - first, streamed);
        Prepare(narrow);
        for (var events = 1; ; events++)
        {
            for (var lane = 1; lane <= _count; lane++)
                _peak[lane] = Math.Max(_peak[lane], _live[lane]);
            if (events % Patience == 0 && !Shrink(room))
                return;
            if (_ready != 0)
                Fire(BitOperations.Log2(_ready));
            else if (streamed is { } input && _written[input.Index] < _flow.Rows[input.Index])
                Arrive(input);
            else
                return;
            Events++;
        }
    }

    /// <summary>The most bytes that hold rows at a time in the stage [first, end): rows that are still needed, and all written rows of what
    /// is needed after it. No placement takes less. Null when the stage takes more than the room or does not run row by row.</summary>
    public int? PeakBytes(int end)
    {
        for (var step = 0; step < end - _first; step++)
        {
            if (step >= _count || _next[step] != _steps[step].Events)
                return null;
        }

        return _peak[end - _first];
    }

    private bool IsInside(ValueId value) =>
        value == _streamed || (_flow.Graph.Producer(value) is var step && step >= _first && step < _first + _count);

    private void Prepare(IEnumerable<NarrowCandidate> narrow)
    {
        foreach (var value in _values)
        {
            _readers[value].Clear();
            (_written[value], _held[value]) = (0, default);
        }

        _values.Clear();
        Array.Clear(_live);
        Array.Clear(_peak);
        Array.Clear(_next);
        _ready = 0;
        for (var step = 0; step < _count; step++)
            _steps[step] = _flow.Flows[_first + step]!;
        foreach (var block in narrow)
        {
            var expand = block.Expand - _first;
            (_steps[expand], _steps[expand + 1], _steps[expand + 2]) = (RowFlow.Inlined, RowFlow.Inlined, block.Flow);
        }

        for (var step = 0; step < _count; step++)
        {
            foreach (var read in _steps[step].Reads)
            {
                _readers[read.Value.Index].Add((step, read));
                _values.Add(read.Value.Index);
            }

            foreach (var output in _flow.Graph.Nodes[_first + step].Outputs.Items)
                _values.Add(output.Index);
        }

        for (var step = 0; step < _count; step++)
        {
            Update(step);
            foreach (var read in _steps[step].Reads)
                Weigh(read.Value);
        }
    }

    private void Fire(int step)
    {
        var flow = _steps[step];
        var next = ++_next[step];
        var outputs = _flow.Graph.Nodes[_first + step].Outputs.Items;
        if (!flow.Accumulates || next == flow.Events)
        {
            foreach (var output in outputs)
            {
                _written[output.Index]++;
                foreach (var (reader, _) in _readers[output.Index])
                    Update(reader);
            }
        }

        Update(step);
        foreach (var output in outputs)
            Weigh(output);
        foreach (var read in flow.Reads)
            Weigh(read.Value);
    }

    private void Arrive(ValueId input)
    {
        _written[input.Index]++;
        foreach (var (reader, _) in _readers[input.Index])
            Update(reader);
        Weigh(input);
    }

    private void Update(int step)
    {
        var bit = 1UL << step;
        _ready = CanRun(step) ? _ready | bit : _ready & ~bit;
    }

    private bool CanRun(int step)
    {
        var (flow, next) = (_steps[step], _next[step]);
        if (step >= _count || next == flow.Events)
            return false;
        foreach (var read in flow.Reads)
        {
            if (IsInside(read.Value) && _written[read.Value.Index] <= read.Last(next))
                return false;
        }

        return true;
    }

    private int FirstNeeded(ValueId value)
    {
        var needed = _flow.Rows[value.Index];
        foreach (var (step, read) in _readers[value.Index])
            needed = Math.Min(needed, read.First[_next[step]]);
        return needed;
    }

    /// <summary>Counts the rows of a value that hold something now: for stages in which it dies, and for others. What lives across a stage
    /// is counted elsewhere.</summary>
    private void Weigh(ValueId value)
    {
        var (all, needed, birth) = (0, 0, 0);
        if (IsInside(value))
        {
            all = _written[value.Index];
            needed = all - Math.Min(all, FirstNeeded(value));
            birth = value == _streamed ? 0 : _flow.Graph.Producer(value) - _first;
        }
        else if (_flow.Owns(value))
        {
            needed = _flow.Rows[value.Index] - FirstNeeded(value);
        }

        var bytes = _flow.RowBytes[value.Index];
        ref var held = ref _held[value.Index];
        var (moreAll, moreNeeded) = ((all - held.All) * bytes, (needed - held.Needed) * bytes);
        held = (all, needed);
        var dies = Math.Max(birth, Math.Min(_count, _flow.DeathOf(value) - _first));
        if (moreAll != 0)
            Add(birth + 1, dies, moreAll);
        if (moreNeeded != 0)
            Add(dies + 1, _count, moreNeeded);
    }

    private void Add(int lane, int last, int bytes)
    {
        for (; lane <= last; lane++)
            _live[lane] += bytes;
    }

    /// <summary>Drops the steps that only stages without a chance have.</summary>
    /// <returns>Whether any stage has one.</returns>
    private bool Shrink(ReadOnlySpan<long> room)
    {
        while (_count > 0 && _peak[_count] > room[_count])
            _count--;
        _ready &= (1UL << _count) - 1;
        return _count > 0;
    }
}
