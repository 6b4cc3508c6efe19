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
        var (buffers, distances) = (problem.Buffers, problem.Overlaps.ToDictionary(overlap => (overlap.Lower, overlap.Upper), overlap => overlap.Distance));
        int Distance(int lower, int upper) =>
            problem.Align(distances.TryGetValue((lower, upper), out var distance) ? Math.Min(distance, buffers[lower].Bytes) : buffers[lower].Bytes);
        var neighbours = new Neighbour[buffers.Length][];
        var found = new List<Neighbour>();
        for (var i = 0; i < buffers.Length; i++)
        {
            found.Clear();
            for (var j = 0; j < buffers.Length; j++)
            {
                if (j != i && buffers[i].LivesWith(buffers[j]))
                    found.Add(new Neighbour(j, Distance(i, j), Distance(j, i)));
            }

            neighbours[i] = [.. found];
        }

        return neighbours;
    }
}
