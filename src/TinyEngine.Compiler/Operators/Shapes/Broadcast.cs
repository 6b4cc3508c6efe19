using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>One loop of a broadcast: its trip count and the distance, in elements, that each operand moves per trip (0 where it
/// repeats).</summary>
/// <param name="Count">Trips.</param>
/// <param name="Stride1">Step of the first operand.</param>
/// <param name="Stride2">Step of the second operand.</param>
internal readonly record struct BroadcastLoop(int Count, int Stride1, int Stride2);

/// <summary>How an element-by-element operator walks two operands that need not have the same shape.</summary>
/// <param name="Shape">Shape of the output.</param>
/// <param name="Loops">Nested loops, outermost first, neighbours merged where both operands allow it; at least one.</param>
internal sealed record Broadcast(Shape Shape, EquatableArray<BroadcastLoop> Loops)
{
    /// <summary>Most axes that the reference kernels broadcast over.</summary>
    public const int MaximumRank = 6;

    /// <summary>Aligns two shapes at their last axes; an axis of 1 repeats.</summary>
    /// <returns>The walk, or null when the shapes do not fit, or the output is too large.</returns>
    public static Broadcast? Create(Shape first, Shape second)
    {
        var rank = Math.Max(first.Rank, second.Rank);
        var sizes = new int[rank];
        var loops = new List<BroadcastLoop>();
        var (stride1, stride2) = (1, 1);
        var elements = 1L;
        for (var back = 1; back <= rank; back++)
        {
            var size1 = back <= first.Rank ? first[^back] : 1;
            var size2 = back <= second.Rank ? second[^back] : 1;
            var size = Math.Max(size1, size2);
            elements *= size;
            if ((size1 != size && size1 != 1) || (size2 != size && size2 != 1) || elements > int.MaxValue)
                return null;
            sizes[^back] = size;
            if (size > 1)
                Prepend(loops, new BroadcastLoop(size, size1 == 1 ? 0 : stride1, size2 == 1 ? 0 : stride2));
            stride1 *= size1;
            stride2 *= size2;
        }

        if (loops.Count == 0)
            loops.Add(new BroadcastLoop(1, 1, 1));
        return new Broadcast([.. sizes], [.. loops]);
    }

    /// <summary>Calls a function for every element.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TFunction">A struct, so that the call is inlined.</typeparam>
    public void Run<T, TFunction>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> output, TFunction function)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
        where TFunction : struct, IBinaryCodeFunction
    {
        var inner = Loops[^1];
        Span<int> index = stackalloc int[Loops.Count];
        var (at1, at2) = (0, 0);
        for (var at = 0; at < output.Length; at += inner.Count)
        {
            Inner(inner, first[at1..], second[at2..], output.Slice(at, inner.Count), function);
            for (var loop = Loops.Count - 2; loop >= 0; loop--)
            {
                var (count, step1, step2) = Loops[loop];
                (at1, at2) = (at1 + step1, at2 + step2);
                if (++index[loop] < count)
                    break;
                index[loop] = 0;
                (at1, at2) = (at1 - (count * step1), at2 - (count * step2));
            }
        }
    }

    private static void Inner<T, TFunction>(
        BroadcastLoop loop,
        ReadOnlySpan<T> first,
        ReadOnlySpan<T> second,
        Span<T> output,
        TFunction function
    )
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
        where TFunction : struct, IBinaryCodeFunction
    {
        for (var i = 0; i < output.Length; i++)
        {
            var code1 = int.CreateTruncating(first[i * loop.Stride1]);
            var code2 = int.CreateTruncating(second[i * loop.Stride2]);
            output[i] = T.CreateTruncating(function.Apply(code1, code2));
        }
    }

    private static void Prepend(List<BroadcastLoop> loops, BroadcastLoop outer)
    {
        if (
            loops.Count > 0
            && loops[0] is var (count, stride1, stride2)
            && outer.Stride1 == count * stride1
            && outer.Stride2 == count * stride2
        )
            loops[0] = new BroadcastLoop(outer.Count * count, stride1, stride2);
        else
            loops.Insert(0, outer);
    }
}

/// <summary>A function of two codes that gives a code.</summary>
internal interface IBinaryCodeFunction
{
    /// <summary>Output code for two input codes; fits the output's type.</summary>
    int Apply(int first, int second);
}
