namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Places buffers in the arena. Two buffers that live together must keep a distance: the size of the lower one, or less for an allowed
/// overlap. A placement is made greedily for an order of the buffers: each goes to the lowest offset that keeps its distances to those placed
/// before; some order gives an optimal placement. The search starts from the buffers of the fullest steps, largest first, and as long as
/// the peak is above the lower bound moves the buffer on top of the peak forward in the order, remembering the best. Then an exhaustive search
/// over orders with pruning proves or improves the peak, up to a fixed number of nodes. Deterministic: effort is counted, not timed.
/// </summary>
internal sealed class BufferPlacer
{
    private const int Rounds = 600;
    private const int ExactNodes = 20_000;

    private readonly PlacementProblem _problem;
    private readonly int _count;
    private readonly int[][] _neighbours;
    private readonly Dictionary<(int Lower, int Upper), int> _distance = [];
    private readonly int[] _steps;
    private readonly int _lowerBound;
    private int[] _bestOffsets;
    private int _bestPeak = int.MaxValue;
    private int _nodesLeft = ExactNodes;

    private BufferPlacer(PlacementProblem problem)
    {
        _problem = problem;
        _count = problem.Buffers.Length;
        _bestOffsets = new int[_count];
        _neighbours = [.. Enumerable.Range(0, _count).Select(i => Enumerable.Range(0, _count).Where(j => j != i && problem.Buffers[i].LivesWith(problem.Buffers[j])).ToArray())];
        foreach (var overlap in problem.Overlaps)
            _distance[(overlap.Lower, overlap.Upper)] = overlap.Distance;
        _steps = [.. problem.Buffers.Select(b => b.First).Distinct().Order()];
        _lowerBound = _steps.Select(StepBytes).DefaultIfEmpty(0).Max();
    }

    /// <summary>Solves a problem.</summary>
    public static Placement Place(PlacementProblem problem) => new BufferPlacer(problem).Solve();

    private Placement Solve()
    {
        if (_count == 0)
            return new Placement([], 0, 0, true);
        Improve();
        var proved = _bestPeak == _lowerBound || Search(0, 0, new int[_count], new bool[_count]);
        return new Placement([.. _bestOffsets], _bestPeak, proved ? _bestPeak : _lowerBound, proved);
    }

    private int Align(int bytes) => checked((bytes + _problem.Alignment - 1) / _problem.Alignment * _problem.Alignment);

    private int Bytes(int buffer) => _problem.Buffers[buffer].Bytes;

    /// <summary>How far the start of <paramref name="upper"/> must be above that of <paramref name="lower"/>.</summary>
    private int Distance(int lower, int upper) =>
        Align(_distance.TryGetValue((lower, upper), out var distance) ? Math.Min(distance, Bytes(lower)) : Bytes(lower));

    /// <summary>What a step needs at least: the sum of its buffers less all that allowed overlaps could save.</summary>
    private int StepBytes(int step)
    {
        var live = Enumerable.Range(0, _count).Where(i => _problem.Buffers[i].LivesIn(step)).ToHashSet();
        if (live.Count == 0)
            return 0;
        // Every buffer but the topmost is followed by another at an aligned offset.
        var total = live.Sum(i => (long)Align(Bytes(i))) - live.Max(i => Align(Bytes(i)) - Bytes(i));
        foreach (var pair in _problem.Overlaps.Where(o => live.Contains(o.Lower) && live.Contains(o.Upper)).GroupBy(o => (Math.Min(o.Lower, o.Upper), Math.Max(o.Lower, o.Upper))))
        {
            total -= pair.Max(overlap =>
            {
                var together = Math.Max(Distance(overlap.Lower, overlap.Upper) + Bytes(overlap.Upper), Bytes(overlap.Lower));
                return Math.Max(0, Align(Bytes(overlap.Lower)) + Align(Bytes(overlap.Upper)) - together);
            });
        }

        return (int)Math.Max(total, live.Max(Bytes));
    }

    private void Improve()
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

        var order = Enumerable.Range(0, _count).OrderByDescending(i => weight[i]).ThenByDescending(Bytes).ThenBy(i => _problem.Buffers[i].First).ToList();
        var offsets = new int[_count];
        for (var round = 0; round < Rounds && _bestPeak > _lowerBound; round++)
        {
            var peak = PlaceInOrder(order, offsets);
            Keep(offsets, peak);
            // The buffer on top of the peak came too late to fit below: move it to the front, or just a few places.
            var top = order.FindLastIndex(i => offsets[i] + Bytes(i) == peak);
            var moved = order[top];
            order.RemoveAt(top);
            order.Insert(round % 3 == 0 ? 0 : Math.Max(0, top - 1 - (round % 7)), moved);
        }
    }

    private void Keep(int[] offsets, int peak)
    {
        if (peak >= _bestPeak)
            return;
        _bestPeak = peak;
        _bestOffsets = (int[])offsets.Clone();
    }

    private int PlaceInOrder(List<int> order, int[] offsets)
    {
        var placed = new bool[_count];
        var peak = 0;
        foreach (var buffer in order)
        {
            offsets[buffer] = LowestOffset(buffer, offsets, placed);
            placed[buffer] = true;
            peak = Math.Max(peak, offsets[buffer] + Bytes(buffer));
        }

        return peak;
    }

    /// <summary>The lowest offset at which a buffer keeps its distance to all its placed neighbours.</summary>
    private int LowestOffset(int buffer, int[] offsets, bool[] placed)
    {
        var offset = 0;
        bool moved;
        do
        {
            moved = false;
            foreach (var other in _neighbours[buffer])
            {
                if (!placed[other] || offset + Distance(buffer, other) <= offsets[other] || offset >= offsets[other] + Distance(other, buffer))
                    continue;
                offset = offsets[other] + Distance(other, buffer);
                moved = true;
            }
        }
        while (moved);
        return offset;
    }

    /// <summary>Tries every order of rising offsets; returns whether it came to an end within the node budget.</summary>
    private bool Search(int depth, int lastOffset, int[] offsets, bool[] placed)
    {
        if (depth == _count)
        {
            Keep(offsets, Enumerable.Range(0, _count).Max(i => offsets[i] + Bytes(i)));
            return true;
        }

        for (var buffer = 0; buffer < _count; buffer++)
        {
            if (placed[buffer])
                continue;
            if (--_nodesLeft <= 0)
                return false;
            var offset = LowestOffset(buffer, offsets, placed);
            if (offset < lastOffset || offset + Bytes(buffer) >= _bestPeak)
                continue;
            offsets[buffer] = offset;
            placed[buffer] = true;
            var finished = Search(depth + 1, offset, offsets, placed);
            placed[buffer] = false;
            if (!finished)
                return false;
        }

        return true;
    }
}
