namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Places hundreds of scattered rows beside a few large buffers. The rows of a value form a group: they are placed one after the other as
/// they come to life, each at the lowest place that is free as long as it lives, or each at the highest below a ceiling. The search changes
/// the order of the groups and the end that a group starts from, and keeps what does not raise the peak. The ceiling lies half way between
/// the best peak so far and the lower bound, so that there is always something to gain. Effort is counted, not timed, and chance is a fixed
/// sequence.
/// </summary>
internal sealed class RowPlacer
{
    /// <summary>Places looked for until the search gives up.</summary>
    private const int MostPlacements = 80_000;

    private const int QuickPlacements = 15_000;

    private readonly PlacementProblem _problem;
    private readonly PlacementOrder _chance = new();
    private readonly int _count;
    private readonly int[] _bytes;
    private readonly Neighbour[][] _neighbours;
    private readonly int[][] _groups;
    private readonly int[] _groupOf;
    private readonly long[] _weights;
    private readonly int _lowerBound;
    private State _now;
    private State _trial;
    private readonly int[] _bestOffsets;
    private readonly bool[] _touched;
    private readonly Neighbour.Blocked[] _blocked;
    private int _bestPeak = int.MaxValue;
    private int _ceiling;
    private int _goal;
    private int _placements;

    private RowPlacer(PlacementProblem problem)
    {
        _problem = problem;
        _count = problem.Buffers.Length;
        _bytes = [.. problem.Buffers.Select(buffer => buffer.Bytes)];
        _neighbours = Neighbour.Of(problem);
        _groups =
        [
            .. Enumerable
                .Range(0, _count)
                .GroupBy(i => problem.Groups[i])
                .Select(group => group.OrderBy(i => problem.Buffers[i].First).ToArray()),
        ];
        _groupOf = new int[_count];
        foreach (var (group, members) in _groups.Index())
        {
            foreach (var i in members)
                _groupOf[i] = group;
        }

        _weights = [.. _groups.Select(group => group.Max(i => MostLoaded(problem.Buffers[i])))];
        _lowerBound = (int)Math.Max(problem.Loads.Max(), _bytes.DefaultIfEmpty(0).Max());
        (_now, _trial) = (new State(_groups.Length, _count), new State(_groups.Length, _count));
        _bestOffsets = new int[_count];
        _touched = new bool[_count];
        _blocked = new Neighbour.Blocked[_count];
    }

    /// <summary>Solves a problem with groups and loads.</summary>
    /// <param name="problem">The buffers.</param>
    /// <param name="goalBytes">A peak that is low enough.</param>
    /// <param name="effort">How long to search.</param>
    public static Placement Place(PlacementProblem problem, int goalBytes = 0, PlacementEffort effort = PlacementEffort.Thorough)
    {
        var placer = new RowPlacer(problem) { _goal = goalBytes };
        placer.Search(effort == PlacementEffort.Quick ? QuickPlacements : MostPlacements);
        return new Placement([.. placer._bestOffsets], placer._bestPeak, placer._lowerBound, placer._bestPeak == placer._lowerBound);
    }

    /// <summary>An order of the groups, which of them start from the ceiling, and the places that follow from that.</summary>
    private sealed class State(int groups, int buffers)
    {
        public int[] Order { get; } = new int[groups];

        public bool[] FromAbove { get; } = new bool[groups];

        public int[] Offsets { get; } = new int[buffers];

        public int Peak { get; set; } = int.MaxValue;

        public void CopyOrderTo(State other)
        {
            Order.CopyTo(other.Order, 0);
            FromAbove.CopyTo(other.FromAbove, 0);
        }
    }

    private long MostLoaded(BufferRequest buffer)
    {
        var most = 0L;
        for (var moment = buffer.First; moment < buffer.End; moment++)
            most = Math.Max(most, _problem.Loads[moment]);
        return most;
    }

    private void Search(int placements)
    {
        _placements = placements;
        var order = Enumerable
            .Range(0, _groups.Length)
            .OrderByDescending(group => _weights[group])
            .ThenByDescending(group => _bytes[_groups[group][0]])
            .ThenBy(group => _problem.Buffers[_groups[group][0]].First)
            .ToArray();
        order.CopyTo(_now.Order, 0);
        PlaceAll(_now);
        Keep(_now);
        while (_placements > 0 && _bestPeak > Math.Max(_lowerBound, _goal))
        {
            _now.CopyOrderTo(_trial);
            var (position, changed) = Change(_trial);
            if (!PlaceChanged(position, changed))
                continue;
            (_now, _trial) = (_trial, _now);
            // Under a lower ceiling everything lies elsewhere.
            if (Keep(_now))
                PlaceAll(_now);
        }
    }

    /// <summary>Moves a group that lies under the peak, or lets it start from the other end.</summary>
    /// <returns>The first position in the order that is to be placed anew, and the group.</returns>
    private (int Position, int Group) Change(State state)
    {
        var at = Array.IndexOf(state.Order, _chance.Random(4) == 0 ? _chance.Random(_groups.Length) : _groupOf[Highest()]);
        if (_chance.Random(3) == 0)
        {
            at = _chance.Random(_groups.Length);
            state.FromAbove[state.Order[at]] ^= true;
            return (at, state.Order[at]);
        }

        var to = _chance.Random(3) == 0 ? 0 : _chance.Random(_groups.Length);
        PlacementOrder.Move(state.Order, at, to);
        return (Math.Min(at, to), state.Order[to]);
    }

    private int Highest()
    {
        for (var i = 0; i < _count; i++)
        {
            if (_now.Offsets[i] + _bytes[i] == _now.Peak)
                return i;
        }

        return _chance.Random(_count);
    }

    /// <summary>Keeps the best places and lowers the ceiling.</summary>
    private bool Keep(State state)
    {
        if (state.Peak >= _bestPeak)
            return false;
        _bestPeak = state.Peak;
        state.Offsets.CopyTo(_bestOffsets, 0);
        _ceiling =
            Math.Max(_lowerBound, _bestPeak - Math.Max(_problem.Alignment, (_bestPeak - _lowerBound) / 2))
            / _problem.Alignment
            * _problem.Alignment;
        return true;
    }

    /// <summary>Places all groups.</summary>
    private void PlaceAll(State state)
    {
        Array.Fill(state.Offsets, -1);
        state.Peak = 0;
        foreach (var group in state.Order)
        {
            foreach (var buffer in _groups[group])
            {
                _placements--;
                state.Offsets[buffer] = OffsetOf(buffer, state.FromAbove[group], state.Offsets);
                state.Peak = Math.Max(state.Peak, state.Offsets[buffer] + _bytes[buffer]);
            }
        }
    }

    /// <summary>Places the groups of the trial after a change to one of them, which counts as an effort for each from a position in the
    /// order on. A row stays where it is unless another moved that lives together with it.</summary>
    /// <returns>Whether the peak did not rise; otherwise the trial is of no use.</returns>
    private bool PlaceChanged(int position, int changed)
    {
        var (peak, offsets) = (0, _trial.Offsets);
        Array.Fill(offsets, -1);
        Array.Clear(_touched);
        foreach (var buffer in _groups[changed])
        {
            _touched[buffer] = true;
            TouchNeighbours(buffer);
        }

        for (var p = 0; p < _trial.Order.Length; p++)
        {
            var group = _trial.Order[p];
            foreach (var buffer in _groups[group])
            {
                var offset = _now.Offsets[buffer];
                if (p >= position)
                {
                    _placements--;
                    if (_touched[buffer])
                        offset = OffsetOf(buffer, _trial.FromAbove[group], offsets);
                    if (offset != _now.Offsets[buffer])
                        TouchNeighbours(buffer);
                }

                offsets[buffer] = offset;
                peak = Math.Max(peak, offset + _bytes[buffer]);
                if (peak > _now.Peak)
                    return false;
            }
        }

        _trial.Peak = peak;
        return true;
    }

    private void TouchNeighbours(int buffer)
    {
        foreach (ref readonly var neighbour in _neighbours[buffer].AsSpan())
            _touched[neighbour.Index] = true;
    }

    /// <summary>The highest offset under the ceiling that is free, if the group starts from there; otherwise the lowest.</summary>
    private int OffsetOf(int buffer, bool fromAbove, int[] offsets)
    {
        if (
            fromAbove
            && Neighbour.HighestOffset(
                _neighbours[buffer],
                offsets,
                (_ceiling - _bytes[buffer]) / _problem.Alignment * _problem.Alignment,
                _blocked
            )
                is >= 0
                    and var high
        )
            return high;
        return Neighbour.LowestOffset(_neighbours[buffer], offsets, _blocked).Offset;
    }
}
