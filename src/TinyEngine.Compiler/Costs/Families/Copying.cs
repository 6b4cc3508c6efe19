using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_copy_nd…</c>: lines along the last axis, whole ones or element by element, and a step along the other axes after
/// each.</summary>
internal sealed class Copying : KernelFamily<Copying.Term>
{
    /// <summary>What is counted. The terms of whole lines stand in the order of <see cref="ByteRuns.Count"/>.</summary>
    internal enum Term
    {
        Runs,
        LooseRuns,
        Blocks64,
        Blocks16,
        Words,
        Rests,
        ShortBytes,
        Calls,
        Missing,
        Lines,
        Carries,
        Bytes,
        Halves,
        LongElements,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        counts[(int)Term.Calls]++;
        if (work.RowsInside == 0)
        {
            counts[(int)Term.Missing]++;
            return;
        }

        var (bytes, extent, from, to) = Loops(g);
        var start = Start(g);
        if (extent.Count == 0)
        {
            ByteRuns.Count(1, bytes, start, counts);
            return;
        }

        var (lines, steps, grid) = (1.0, 0.0, start);
        for (var axis = 0; axis < extent.Count - 1; axis++)
        {
            lines *= extent[axis];
            steps += lines;
            grid |= from[axis] | to[axis];
        }

        if (from[^1] == bytes && to[^1] == bytes)
        {
            ByteRuns.Count(lines, extent[^1] * bytes, grid, counts);
        }
        else
        {
            counts[(int)Term.Lines] += lines;
            counts[
                (int)(
                    bytes == 1 ? Term.Bytes
                    : bytes == 2 ? Term.Halves
                    : Term.LongElements
                )
            ] += lines * extent[^1];
        }

        counts[(int)Term.Carries] += steps;
    }

    /// <summary>Bytes of an element, and the loops. Within a row they are a struct in the struct.</summary>
    private static (int Bytes, EquatableArray<int> Extent, EquatableArray<int> From, EquatableArray<int> To) Loops(CallGeometry g) =>
        g.Call is RowCall
            ? g.Value<FieldValue.Members>("copy").Values
                is [FieldValue.Number, FieldValue.Number bytes, FieldValue.Numbers extent, FieldValue.Numbers from, FieldValue.Numbers to]
                ? (bytes.Value, extent.Items, from.Items, to.Items)
                : throw new InvalidOperationException("a te_copy_nd_params has other members")
            : (g.Number("elementBytes"), g.Numbers("extent"), g.Numbers("inStride"), g.Numbers("outStride"));

    /// <summary>Bytes from the start of input and output to what is read and written first, one or-ed with the other.</summary>
    private static int Start(CallGeometry g) =>
        g.Call switch
        {
            RowCall row => g.Number("inOffset") | row.OutputOffset,
            WholeCall whole => whole.Arguments.OfType<CallArgument.Input>().First().ByteOffset
                | whole.Arguments.OfType<CallArgument.Output>().First().ByteOffset,
            var call => throw new InvalidOperationException($"{call.Kernel} is called in another way"),
        };
}
