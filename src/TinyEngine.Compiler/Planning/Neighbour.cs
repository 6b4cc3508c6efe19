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
        var (buffers, distances) = (
            problem.Buffers,
            problem.Overlaps.ToDictionary(overlap => (overlap.Lower, overlap.Upper), overlap => overlap.Distance)
        );
        int Distance(int lower, int upper) =>
            problem.Align(
                distances.TryGetValue((lower, upper), out var distance) ? Math.Min(distance, buffers[lower].Bytes) : buffers[lower].Bytes
            );
        var lives = buffers.Select(buffer => (buffer.First, buffer.End)).ToArray();
        var neighbours = new Neighbour[buffers.Length][];
        var found = new List<Neighbour>();
        for (var i = 0; i < buffers.Length; i++)
        {
            found.Clear();
            var (first, end) = lives[i];
            for (var j = 0; j < lives.Length; j++)
            {
                if (first < lives[j].End && lives[j].First < end && j != i)
                    found.Add(new Neighbour(j, Distance(i, j), Distance(j, i)));
            }

            neighbours[i] = [.. found];
        }

        return neighbours;
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
