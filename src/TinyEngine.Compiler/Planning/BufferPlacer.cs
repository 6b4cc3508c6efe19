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
    private readonly int _lowerBound;
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
        _lowerBound = _steps.Select(StepBytes).DefaultIfEmpty(0).Max();
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
            _bestPeak == _lowerBound
            || (effort == PlacementEffort.Thorough && _bestPeak > _goal && Search(0, 0, new int[_count], new bool[_count]));
        return new Placement([.. _bestOffsets], _bestPeak, proved ? _bestPeak : _lowerBound, proved);
    }

    /// <summary>What a step needs at least: the sum of its buffers less all that allowed overlaps could save.</summary>
    private int StepBytes(int step)
    {
        var live = Enumerable.Range(0, _count).Where(i => _problem.Buffers[i].LivesIn(step)).ToHashSet();
        if (live.Count == 0)
            return 0;
        // Every buffer but the topmost is followed by another at an aligned offset.
        var total = live.Sum(i => (long)_problem.Align(_bytes[i])) - live.Max(i => _problem.Align(_bytes[i]) - _bytes[i]);
        foreach (var i in live)
        {
            foreach (var neighbour in _neighbours[i].Where(neighbour => neighbour.Index > i && live.Contains(neighbour.Index)))
            {
                var (first, second) = (_bytes[i], _bytes[neighbour.Index]);
                var together = Math.Min(
                    Math.Max(first, Math.Max(0, neighbour.Above) + second),
                    Math.Max(second, Math.Max(0, neighbour.Below) + first)
                );
                total -= Math.Max(0, _problem.Align(first) + _problem.Align(second) - _problem.Align(together));
            }
        }

        return (int)Math.Max(total, live.Max(i => _bytes[i]));
    }

    private void Improve(int rounds)
    {
        var weight = new int[_count];
        foreach (var step in _steps)
        {
            var bytes = StepBytes(step);
            for (var i = 0; i < _count; i++)
            {
                if (_problem.Buffers[i].LivesIn(step))
                    weight[i] = Math.Max(weight[i], bytes);
            }
        }

        var now = new Arrangement(_count);
        Enumerable
            .Range(0, _count)
            .OrderByDescending(i => weight[i])
            .ThenByDescending(i => _bytes[i])
            .ThenBy(i => _problem.Buffers[i].First)
            .ToArray()
            .CopyTo(now.Order, 0);
        PlaceFrom(now, 0, int.MaxValue);
        Keep(now.Offsets, now.Peak);
        var trial = new Arrangement(_count);
        for (var round = 0; round < rounds && _bestPeak > Math.Max(_lowerBound, _goal); round++)
        {
            var moved = Array.IndexOf(now.Order, PileMember(now));
            var to = round % 4 == 0 ? 0 : _chance.Random(_count);
            now.CopyTo(trial);
            PlacementOrder.Move(trial.Order, moved, to);
            // What comes before the change in the order stays where it is.
            PlaceFrom(trial, Math.Min(moved, to), now.Peak);
            if (trial.Peak > now.Peak)
                continue;
            (now, trial) = (trial, now);
            Keep(now.Offsets, now.Peak);
        }
    }

    /// <summary>An order of the buffers and the places that follow from it.</summary>
    private sealed class Arrangement(int count)
    {
        public int[] Order { get; } = new int[count];

        public int[] Offsets { get; } = new int[count];

        /// <summary>For each buffer the one that it lies on; −1 for those at the bottom.</summary>
        public int[] Support { get; } = new int[count];

        public int Peak { get; set; }

        public void CopyTo(Arrangement other)
        {
            Order.CopyTo(other.Order, 0);
            Offsets.CopyTo(other.Offsets, 0);
            Support.CopyTo(other.Support, 0);
        }
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

    /// <summary>Places the buffers from a position of the order on; gives up when the peak exceeds a limit.</summary>
    private void PlaceFrom(Arrangement arrangement, int position, int limit)
    {
        var (order, offsets) = (arrangement.Order, arrangement.Offsets);
        var peak = 0;
        for (var i = 0; i < position; i++)
            peak = Math.Max(peak, offsets[order[i]] + _bytes[order[i]]);
        for (var i = position; i < _count; i++)
            offsets[order[i]] = -1;
        for (var i = position; i < _count && peak <= limit; i++)
        {
            var buffer = order[i];
            (offsets[buffer], arrangement.Support[buffer]) = Neighbour.LowestOffset(_neighbours[buffer], offsets);
            peak = Math.Max(peak, offsets[buffer] + _bytes[buffer]);
        }

        arrangement.Peak = peak;
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
            var (offset, _) = Neighbour.LowestOffset(_neighbours[buffer], offsets);
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
