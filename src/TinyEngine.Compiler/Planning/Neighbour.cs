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
        var found = new Neighbour[count];
        for (var i = 0; i < count; i++)
        {
            var (from, to, total) = (first[i], end[i], 0);
            for (var j = 0; j < count; j++)
            {
                if (from < end[j] && first[j] < to && j != i)
                    found[total++] = new Neighbour(j, apart[i], apart[j]);
            }

            neighbours[i] = found.AsSpan(0, total).ToArray();
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

    /// <summary>The lowest offset at which a buffer keeps its distance to all its neighbours that have a place.</summary>
    /// <param name="neighbours">The buffer's neighbours.</param>
    /// <param name="offsets">Places of all buffers; negative for those that have none.</param>
    /// <returns>The offset, and the neighbour that the buffer lies on then; −1 at the bottom.</returns>
    public static (int Offset, int Support) LowestOffset(Neighbour[] neighbours, int[] offsets)
    {
        var (offset, support) = (0, -1);
        // Every time round, until none of them has moved it since the last one that did.
        for (var (i, undisturbed) = (0, 0); undisturbed < neighbours.Length; undisturbed++)
        {
            ref readonly var other = ref neighbours[i];
            var at = offsets[other.Index];
            if (at >= 0 && offset + other.Above > at && offset < at + other.Below)
                (offset, support, undisturbed) = (at + other.Below, other.Index, 0);
            if (++i == neighbours.Length)
                i = 0;
        }

        return (offset, support);
    }

    /// <summary>The highest such offset that is no higher than one to start from; negative when there is none.</summary>
    public static int HighestOffset(Neighbour[] neighbours, int[] offsets, int from)
    {
        var offset = from;
        for (var (i, undisturbed) = (0, 0); undisturbed < neighbours.Length && offset >= 0; undisturbed++)
        {
            ref readonly var other = ref neighbours[i];
            var at = offsets[other.Index];
            if (at >= 0 && offset + other.Above > at && offset < at + other.Below)
                (offset, undisturbed) = (at - other.Above, 0);
            if (++i == neighbours.Length)
                i = 0;
        }

        return offset;
    }
}
