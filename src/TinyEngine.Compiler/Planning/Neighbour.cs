namespace TinyEngine.Compiler.Planning;

/// <summary>A buffer that lives together with another one.</summary>
/// <param name="Index">Which buffer.</param>
/// <param name="Above">How far its start must be above the other's, when it is above.</param>
/// <param name="Below">How far the other's start must be above its own, when it is below.</param>
internal readonly record struct Neighbour(int Index, int Above, int Below)
{
    /// <summary>The neighbours of each buffer, in order of their number.</summary>
    public static Neighbour[][] Of(PlacementProblem problem)
    {
        var count = problem.Buffers.Length;
        var (first, end, apart) = (new int[count], new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            ref readonly var buffer = ref problem.Buffers.ItemRef(i);
            (first[i], end[i], apart[i]) = (buffer.First, buffer.End, problem.Align(buffer.Bytes));
        }

        var neighbours = new Neighbour[count][];
        foreach (var (i, others) in Meetings(first, end).Index())
        {
            neighbours[i] = new Neighbour[others.Length];
            for (var n = 0; n < others.Length; n++)
                neighbours[i][n] = new Neighbour(others[n], apart[i], apart[others[n]]);
        }

        foreach (var (lower, upper, distance) in problem.Overlaps)
        {
            var least = problem.Align(Math.Min(distance, problem.Buffers[lower].Bytes));
            if (Find(neighbours[lower], upper) is >= 0 and var above)
                neighbours[lower][above] = neighbours[lower][above] with { Above = least };
            if (Find(neighbours[upper], lower) is >= 0 and var below)
                neighbours[upper][below] = neighbours[upper][below] with { Below = least };
        }

        return neighbours;
    }

    /// <summary>For each lifetime those that it has a moment in common with, in order.</summary>
    private static int[][] Meetings(int[] first, int[] end)
    {
        var (met, found) = (new int[first.Length], new int[first.Length][]);
        int[] order = [.. Enumerable.Range(0, first.Length).Where(i => first[i] < end[i]).OrderBy(i => first[i])];
        ForEachMeeting((_, _) => { });
        for (var i = 0; i < found.Length; i++)
            (found[i], met[i]) = (new int[met[i]], 0);
        ForEachMeeting((i, j) => (found[i][met[i]], found[j][met[j]]) = (j, i));
        return Sorted(found);

        // In order of their birth, each meets those that were born before and have not died.
        void ForEachMeeting(Action<int, int> meet)
        {
            var alive = new List<int>();
            foreach (var i in order)
            {
                alive.RemoveAll(j => end[j] <= first[i]);
                foreach (var j in alive)
                {
                    meet(i, j);
                    met[i]++;
                    met[j]++;
                }

                alive.Add(i);
            }
        }
    }

    /// <summary>The same meetings, those of each in order: each in turn enters itself with all that it meets.</summary>
    private static int[][] Sorted(int[][] meetings)
    {
        var sorted = Array.ConvertAll(meetings, met => new int[met.Length]);
        var entered = new int[meetings.Length];
        for (var i = 0; i < meetings.Length; i++)
        {
            foreach (var j in meetings[i])
                sorted[j][entered[j]++] = i;
        }

        return sorted;
    }

    private static int Find(Neighbour[] neighbours, int index)
    {
        var (low, high) = (0, neighbours.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (neighbours[middle].Index == index)
                return middle;
            if (neighbours[middle].Index < index)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>Offsets that a neighbour with a place rules out: those between both ends.</summary>
    /// <param name="Low">The highest offset below it that is allowed.</param>
    /// <param name="High">The lowest offset above it that is allowed.</param>
    /// <param name="Index">The neighbour.</param>
    internal readonly record struct Blocked(int Low, int High, int Index);

    /// <summary>The lowest offset at which a buffer keeps its distance to all its neighbours that have a place.</summary>
    /// <param name="neighbours">The buffer's neighbours.</param>
    /// <param name="offsets">Places of all buffers; negative for those that have none.</param>
    /// <param name="blocked">Room for as many entries as there are neighbours.</param>
    /// <returns>The offset, and the neighbour that the buffer lies on then; −1 at the bottom.</returns>
    public static (int Offset, int Support) LowestOffset(Neighbour[] neighbours, int[] offsets, Blocked[] blocked)
    {
        var (offset, support, left) = (0, -1, 0);
        foreach (ref readonly var other in neighbours.AsSpan())
        {
            var at = offsets[other.Index];
            var (low, high) = (at - other.Above, at + other.Below);
            // Which neighbours have a place is as good as random: one is written in any case, and kept by counting it.
            blocked[left] = new Blocked(low, high, other.Index);
            var isInTheWay = (at >= 0) & (high > offset);
            if (isInTheWay & (low < offset))
                (offset, support) = (high, other.Index);
            else
                left += isInTheWay ? 1 : 0;
        }

        // What the offset passed or lies on is done with; what is above may be in the way now.
        for (var before = -1; before != offset; )
        {
            before = offset;
            var kept = 0;
            foreach (ref readonly var other in blocked.AsSpan(0, left))
            {
                if (other.High <= offset)
                    continue;
                if (other.Low < offset)
                    (offset, support) = (other.High, other.Index);
                else
                    blocked[kept++] = other;
            }

            left = kept;
        }

        return (offset, support);
    }

    /// <summary>The highest such offset that is no higher than one to start from; negative when there is none.</summary>
    public static int HighestOffset(Neighbour[] neighbours, int[] offsets, int from, Blocked[] blocked)
    {
        var (offset, left) = (from, 0);
        foreach (ref readonly var other in neighbours.AsSpan())
        {
            var at = offsets[other.Index];
            var (low, high) = (at - other.Above, at + other.Below);
            if (at < 0 || low >= offset)
                continue;
            if (high > offset)
                offset = low;
            else
                blocked[left++] = new Blocked(low, high, other.Index);
        }

        for (var before = from + 1; before != offset && offset >= 0; )
        {
            before = offset;
            var kept = 0;
            foreach (ref readonly var other in blocked.AsSpan(0, left))
            {
                if (other.Low >= offset)
                    continue;
                if (other.High > offset)
                    offset = other.Low;
                else
                    blocked[kept++] = other;
            }

            left = kept;
        }

        return offset;
    }
}
