namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Places buffers in the arena. Two buffers that live together must keep a distance: the size of the lower one, or less for an allowed
/// overlap. A placement is made greedily for an order of the buffers: each goes to the lowest offset that keeps its distances to those
/// placed before; some order gives an optimal placement. The search starts from the buffers of the fullest steps, largest first. As long as
/// the peak is above the lower bound it takes a buffer of the pile under the peak, gives it another place in the order, and keeps the order
/// when the peak did not rise. Then an exhaustive search over orders with pruning proves or improves the peak, up to a fixed number of
/// nodes. Deterministic: effort is counted, not timed, and chance is a fixed sequence.
/// </summary>
internal sealed class BufferPlacer
{
    private const int Rounds = 4000;
    private const int QuickRounds = 300;
    private const int ExactNodes = 20_000;

    private readonly PlacementProblem _problem;
    private readonly PlacementOrder _chance = new();
    private readonly int _count;
    private readonly int[] _bytes;
    private readonly Neighbour[][] _neighbours;
    private readonly int[] _steps;
    private readonly int[] _stepBytes;
    private readonly int _lowerBound;
    private readonly bool[] _touched;
    private readonly Neighbour.Blocked[] _blocked;
    private int[] _bestOffsets;
    private int _bestPeak = int.MaxValue;
    private int _nodesLeft = ExactNodes;
    private int _goal;

    private BufferPlacer(PlacementProblem problem)
    {
        _problem = problem;
        _count = problem.Buffers.Length;
        _bytes = [.. problem.Buffers.Select(buffer => buffer.Bytes)];
        _bestOffsets = new int[_count];
        _neighbours = Neighbour.Of(problem);
        _steps = [.. problem.Buffers.Select(b => b.First).Distinct().Order()];
        _stepBytes = MeasureSteps();
        // An arena is a multiple of the alignment, so that a peak below the next one is no better.
        _lowerBound = problem.Align(_stepBytes.DefaultIfEmpty(0).Max());
        _touched = new bool[_count];
        _blocked = new Neighbour.Blocked[_count];
    }

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The buffers.</param>
    /// <param name="goalBytes">A peak that is low enough.</param>
    /// <param name="effort">How long to search.</param>
    public static Placement Place(PlacementProblem problem, int goalBytes = 0, PlacementEffort effort = PlacementEffort.Thorough) =>
        problem.Groups.IsEmpty
            ? new BufferPlacer(problem) { _goal = goalBytes }.Solve(effort)
            : RowPlacer.Place(problem, goalBytes, effort);

    private Placement Solve(PlacementEffort effort)
    {
        if (_count == 0)
            return new Placement([], 0, 0, true);
        Improve(effort == PlacementEffort.Quick ? QuickRounds : Rounds);
        var proved =
            _bestPeak <= _lowerBound
            || (effort == PlacementEffort.Thorough && _bestPeak > _goal && Search(0, 0, new int[_count], new bool[_count]));
        return new Placement([.. _bestOffsets], _bestPeak, proved ? _bestPeak : _lowerBound, proved);
    }

    /// <summary>What each step needs at least: the sum of its buffers less all that allowed overlaps could save.</summary>
    private int[] MeasureSteps()
    {
        var (needs, live, isLive) = (new int[_steps.Length], new List<int>(_count), new bool[_count]);
        foreach (var (s, step) in _steps.Index())
        {
            live.Clear();
            for (var i = 0; i < _count; i++)
            {
                isLive[i] = _problem.Buffers.ItemRef(i).LivesIn(step);
                if (isLive[i])
                    live.Add(i);
            }

            needs[s] = StepBytes(live, isLive);
        }

        return needs;
    }

    private int StepBytes(List<int> live, bool[] isLive)
    {
        // Every buffer but the topmost is followed by another at an aligned offset.
        var (total, rest, largest) = (0L, 0, 0);
        foreach (var i in live)
        {
            var aligned = _problem.Align(_bytes[i]);
            total += aligned;
            rest = Math.Max(rest, aligned - _bytes[i]);
            largest = Math.Max(largest, _bytes[i]);
            foreach (ref readonly var neighbour in _neighbours[i].AsSpan())
            {
                if (neighbour.Index <= i || !isLive[neighbour.Index])
                    continue;
                var (first, second) = (_bytes[i], _bytes[neighbour.Index]);
                var together = Math.Min(
                    Math.Max(first, Math.Max(0, neighbour.Above) + second),
                    Math.Max(second, Math.Max(0, neighbour.Below) + first)
                );
                total -= Math.Max(0, aligned + _problem.Align(second) - _problem.Align(together));
            }
        }

        return (int)Math.Max(total - rest, largest);
    }

    private void Improve(int rounds)
    {
        var now = new Arrangement(_count);
        FirstOrder().CopyTo(now.Order, 0);
        PlaceAll(now);
        Keep(now.Offsets, now.Peak);
        var trial = new Arrangement(_count);
        for (var round = 0; round < rounds && _bestPeak > Math.Max(_lowerBound, _goal); round++)
        {
            var moved = Array.IndexOf(now.Order, PileMember(now));
            var to = round % 4 == 0 ? 0 : _chance.Random(_count);
            if (!PlaceMoved(now, trial, moved, to))
                continue;
            (now, trial) = (trial, now);
            Keep(now.Offsets, now.Peak);
        }
    }

    /// <summary>The buffers of the fullest steps first, of these the largest.</summary>
    private int[] FirstOrder()
    {
        var weight = new int[_count];
        foreach (var (s, step) in _steps.Index())
        {
            for (var i = 0; i < _count; i++)
            {
                if (_problem.Buffers.ItemRef(i).LivesIn(step))
                    weight[i] = Math.Max(weight[i], _stepBytes[s]);
            }
        }

        return
        [
            .. Enumerable
                .Range(0, _count)
                .OrderByDescending(i => weight[i])
                .ThenByDescending(i => _bytes[i])
                .ThenBy(i => _problem.Buffers[i].First),
        ];
    }

    /// <summary>An order of the buffers and the places that follow from it.</summary>
    private sealed class Arrangement(int count)
    {
        public int[] Order { get; } = new int[count];

        public int[] Offsets { get; } = new int[count];

        /// <summary>For each buffer the one that it lies on; −1 for those at the bottom.</summary>
        public int[] Support { get; } = new int[count];

        public int Peak { get; set; }
    }

    /// <summary>A buffer of the pile that carries the highest one, chosen by chance.</summary>
    private int PileMember(Arrangement arrangement)
    {
        var member = 0;
        while (arrangement.Offsets[member] + _bytes[member] != arrangement.Peak)
            member++;
        for (var below = arrangement.Support[member]; below >= 0 && _chance.Random(3) != 0; below = arrangement.Support[member])
            member = below;
        return member;
    }

    private void Keep(int[] offsets, int peak)
    {
        if (peak >= _bestPeak)
            return;
        _bestPeak = peak;
        _bestOffsets = (int[])offsets.Clone();
    }

    private void PlaceAll(Arrangement arrangement)
    {
        Array.Fill(arrangement.Offsets, -1);
        arrangement.Peak = 0;
        foreach (var buffer in arrangement.Order)
        {
            var (offset, support) = Neighbour.LowestOffset(_neighbours[buffer], arrangement.Offsets, _blocked);
            (arrangement.Offsets[buffer], arrangement.Support[buffer]) = (offset, support);
            arrangement.Peak = Math.Max(arrangement.Peak, offset + _bytes[buffer]);
        }
    }

    /// <summary>Places the buffers in an order in which one of them moved. What comes before the change stays where it is, and so does what
    /// lives together only with buffers that stay.</summary>
    /// <returns>Whether the peak did not rise; otherwise the trial is of no use.</returns>
    private bool PlaceMoved(Arrangement now, Arrangement trial, int from, int to)
    {
        now.Order.CopyTo(trial.Order, 0);
        PlacementOrder.Move(trial.Order, from, to);
        var (order, offsets, first, peak) = (trial.Order, trial.Offsets, Math.Min(from, to), 0);
        Array.Fill(offsets, -1);
        Array.Clear(_touched);
        for (var i = 0; i < first; i++)
        {
            var buffer = order[i];
            (offsets[buffer], trial.Support[buffer]) = (now.Offsets[buffer], now.Support[buffer]);
            peak = Math.Max(peak, offsets[buffer] + _bytes[buffer]);
        }

        _touched[order[to]] = true;
        TouchNeighbours(order[to]);
        for (var i = first; i < _count; i++)
        {
            if (peak > now.Peak)
                return false;
            var buffer = order[i];
            var (offset, support) = (now.Offsets[buffer], now.Support[buffer]);
            if (_touched[buffer])
            {
                (offset, support) = Neighbour.LowestOffset(_neighbours[buffer], offsets, _blocked);
                if (offset != now.Offsets[buffer])
                    TouchNeighbours(buffer);
            }

            (offsets[buffer], trial.Support[buffer]) = (offset, support);
            peak = Math.Max(peak, offset + _bytes[buffer]);
        }

        trial.Peak = peak;
        return peak <= now.Peak;
    }

    private void TouchNeighbours(int buffer)
    {
        foreach (ref readonly var neighbour in _neighbours[buffer].AsSpan())
            _touched[neighbour.Index] = true;
    }

    /// <summary>Tries every order of rising offsets; returns whether it came to an end within the node budget.</summary>
    private bool Search(int depth, int lastOffset, int[] offsets, bool[] placed)
    {
        if (depth == 0)
            Array.Fill(offsets, -1);
        if (depth == _count)
        {
            Keep(offsets, Enumerable.Range(0, _count).Max(i => offsets[i] + _bytes[i]));
            return true;
        }

        for (var buffer = 0; buffer < _count; buffer++)
        {
            if (placed[buffer])
                continue;
            if (--_nodesLeft <= 0)
                return false;
            var (offset, _) = Neighbour.LowestOffset(_neighbours[buffer], offsets, _blocked);
            if (offset < lastOffset || offset + _bytes[buffer] >= _bestPeak)
                continue;
            offsets[buffer] = offset;
            placed[buffer] = true;
            var finished = Search(depth + 1, offset, offsets, placed);
            placed[buffer] = false;
            offsets[buffer] = -1;
            if (!finished)
                return false;
        }

        return true;
    }
}
