using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>The rows that window operators hand to their kernels.</summary>
internal static class RowWindows
{
    /// <summary>One source for each tap along the height, top to bottom, all from operand 0. The maps of a batch lie one below the other,
    /// each with its own padding.</summary>
    /// <param name="y">The window along the height.</param>
    /// <param name="types">Types around the node.</param>
    public static ImmutableArray<RowSource> Taps(WindowAxis y, OpTypes types)
    {
        var (ifm, ofm) = (types.Inputs[0].Shape, types.Outputs[0].Shape);
        return [.. Enumerable.Range(0, y.Kernel).Select(tap => new RowSource(0, Tap((tap * y.Dilation) - y.PadBefore)))];
        RowIndex Tap(int offset) =>
            ifm[0] == 1 ? new RowIndex(y.Stride, offset) : InBatch(ifm, ofm[1], output => (output * y.Stride) + offset);
    }

    /// <summary>The rows of a batch of maps, from those of one map.</summary>
    /// <param name="ifm">Shape of the batch.</param>
    /// <param name="outputRows">Rows of the output of one map.</param>
    /// <param name="rowOf">Row of a map for an output row; outside the map for none.</param>
    public static RowIndex InBatch(Shape ifm, int outputRows, Func<int, int> rowOf)
    {
        var rows = new int[ifm[0] * outputRows];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = rowOf(i % outputRows) is >= 0 and var row && row < ifm[1] ? (i / outputRows * ifm[1]) + row : -1;
        return RowIndex.Of(rows);
    }
}
