using System.Collections.Immutable;
using System.Numerics;

namespace TinyEngine.Compiler.Scheduling.Ordering;

/// <summary>
/// Cuts a network where all its paths meet: before and after a step that each other step either leads to or follows from, orders can be
/// chosen independently.
/// </summary>
internal static class OrderSegments
{
    /// <summary>The ranges of steps, in order, within which the order is free. Meeting points are ranges of one step.</summary>
    /// <param name="predecessors">For each step those that must run before it.</param>
    public static IEnumerable<Range> Of(ImmutableArray<ImmutableArray<int>> predecessors)
    {
        var count = predecessors.Length;
        var before = new ulong[count][];
        var related = new int[count];
        for (var step = 0; step < count; step++)
        {
            before[step] = new ulong[(count + 63) / 64];
            foreach (var earlier in predecessors[step])
            {
                before[step][earlier / 64] |= 1UL << (earlier % 64);
                for (var word = 0; word < before[step].Length; word++)
                    before[step][word] |= before[earlier][word];
            }

            for (var word = 0; word < before[step].Length; word++)
            {
                for (var bits = before[step][word]; bits != 0; bits &= bits - 1)
                {
                    related[step]++;
                    related[(word * 64) + BitOperations.TrailingZeroCount(bits)]++;
                }
            }
        }

        var first = 0;
        for (var step = 0; step < count; step++)
        {
            if (related[step] != count - 1)
                continue;
            if (step > first)
                yield return first..step;
            yield return step..(step + 1);
            first = step + 1;
        }

        if (first < count)
            yield return first..count;
    }
}
