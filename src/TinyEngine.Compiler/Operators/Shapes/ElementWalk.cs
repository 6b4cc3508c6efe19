using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>How operands that need not have the same shape lie beside the elements of an output: aligned at their last axes, an axis of 1
/// repeats.</summary>
/// <param name="Shape">Shape of the output.</param>
/// <param name="Extents">Trips of each loop, outermost first; at least one loop.</param>
/// <param name="Strides">For each operand its step, in elements, for each loop; 0 where it repeats.</param>
internal sealed record ElementWalk(Shape Shape, EquatableArray<int> Extents, EquatableArray<EquatableArray<int>> Strides)
{
    /// <summary>Most loops that kernels have.</summary>
    public const int MaximumRank = 6;

    /// <summary>Aligns shapes.</summary>
    /// <returns>The walk, or null when the shapes do not fit, or the output is too large.</returns>
    public static ElementWalk? Create(params ReadOnlySpan<Shape> operands)
    {
        var rank = 0;
        foreach (var operand in operands)
            rank = Math.Max(rank, operand.Rank);
        var sizes = new int[rank];
        var loops = new List<(int Extent, int[] Strides)>();
        var steps = new int[operands.Length];
        Array.Fill(steps, 1);
        var elements = 1L;
        for (var back = 1; back <= rank; back++)
        {
            var size = 1;
            foreach (var operand in operands)
                size = Math.Max(size, SizeAt(operand, back));
            elements *= size;
            if (elements > int.MaxValue)
                return null;
            var strides = new int[operands.Length];
            for (var i = 0; i < operands.Length; i++)
            {
                var own = SizeAt(operands[i], back);
                if (own != size && own != 1)
                    return null;
                strides[i] = own == 1 ? 0 : steps[i];
                steps[i] *= own;
            }

            sizes[^back] = size;
            if (size > 1)
                Prepend(loops, size, strides);
        }

        if (loops.Count == 0)
            loops.Add((1, new int[operands.Length]));
        return new ElementWalk(
            [.. sizes],
            [.. loops.Select(loop => loop.Extent)],
            [.. Enumerable.Range(0, steps.Length).Select(i => new EquatableArray<int>([.. loops.Select(loop => loop.Strides[i])]))]
        );
    }

    /// <summary>For each operand its positions in the order of the output's elements.</summary>
    public int[] Positions(int operand)
    {
        var strides = Strides[operand];
        var positions = new int[Shape.ElementCount];
        var index = new int[Extents.Count];
        for (int i = 0, at = 0; i < positions.Length; i++)
        {
            positions[i] = at;
            for (var loop = index.Length - 1; loop >= 0; loop--)
            {
                at += strides[loop];
                if (++index[loop] < Extents[loop])
                    break;
                index[loop] = 0;
                at -= Extents[loop] * strides[loop];
            }
        }

        return positions;
    }

    private static int SizeAt(Shape shape, int back) => back <= shape.Rank ? shape[^back] : 1;

    private static void Prepend(List<(int Extent, int[] Strides)> loops, int extent, int[] strides)
    {
        if (loops.Count > 0 && loops[0].Strides.Zip(strides).All(pair => pair.Second == pair.First * loops[0].Extent))
            loops[0] = (loops[0].Extent * extent, loops[0].Strides);
        else
            loops.Insert(0, (extent, strides));
    }
}
