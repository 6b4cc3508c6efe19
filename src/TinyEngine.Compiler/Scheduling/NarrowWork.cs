using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Equal groups of columns of a narrow block.</summary>
/// <param name="First">First output column.</param>
/// <param name="End">One past the last.</param>
/// <param name="Fresh">Columns of the expansion that are computed.</param>
/// <param name="Moved">Columns that are kept from the group before.</param>
/// <param name="RowsInside">Rows of the window that lie in the map.</param>
/// <param name="Times">How many there are.</param>
internal readonly record struct NarrowChunk(int First, int End, int Fresh, int Moved, int RowsInside, int Times);

/// <summary>What the three steps of a narrow block do, as far as instructions depend on it.</summary>
internal static class NarrowWork
{
    /// <summary>The groups of columns that a block makes.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="block">The block.</param>
    /// <param name="call">The call of its window.</param>
    public static IEnumerable<NarrowChunk> Chunks(Network graph, NarrowBlock block, RowCall call)
    {
        var (window, input) = (graph.Nodes[block.Window], graph.Nodes[block.Expand].Outputs[0]);
        var types = graph.TypesOf(window);
        var (x, width, columns) = (((IWindowed)window.Op).Window.X, graph[input].Type.Shape[2], graph[window.Outputs[0]].Type.Shape[2]);
        var rows = RowLayout.Dense(graph[window.Outputs[0]].Type).Rows;
        foreach (var (inside, times) in Enumerable.Range(0, rows).CountBy(y => StepWork.RowsInside(types, call, y)))
        {
            var (start, have) = (0, 0);
            for (var first = 0; first < columns; first += block.Columns)
            {
                var end = Math.Min(first + block.Columns, columns);
                var needed = x.InputRange(new RowRange(first, end)).Clip(width);
                var from = Math.Max(have, needed.Start);
                yield return new NarrowChunk(
                    first,
                    end,
                    Math.Max(0, needed.End - from),
                    from > needed.Start && needed.Start > start ? have - needed.Start : 0,
                    inside,
                    times
                );
                (start, have) = (needed.Start, needed.End);
            }
        }
    }

    /// <summary>The kernel calls of one step for a group of columns.</summary>
    public static IEnumerable<RepeatedWork> Calls(NarrowBlock block, int step, string kernel, CallGeometry geometry, NarrowChunk chunk)
    {
        if (step != block.Expand)
            yield return new RepeatedWork(
                kernel,
                new KernelWork(geometry, chunk.First, chunk.End, step == block.Window ? chunk.RowsInside : 1),
                chunk.Times
            );
        else if (chunk.Fresh > 0)
            yield return new RepeatedWork(kernel, new KernelWork(geometry, 0, chunk.Fresh, 1), chunk.Times * chunk.RowsInside);
    }

    /// <summary>Adds what is done around the kernels for a group of columns.</summary>
    /// <param name="tile">Layout of the tile of the expansion.</param>
    /// <param name="chunk">The group.</param>
    /// <param name="counts">Sums, in the order of <see cref="LoopTerm"/>.</param>
    public static void CountLoops(RowLayout tile, NarrowChunk chunk, Span<double> counts)
    {
        counts[(int)LoopTerm.Chunks] += chunk.Times;
        counts[(int)LoopTerm.TileRows] += (double)chunk.Times * tile.Rows;
        if (chunk.Moved <= 0)
            return;
        var (lines, pitch) =
            tile.Order == ElementOrder.RowPlanar ? (tile.ByteSize / tile.ChannelStride, tile.PixelStride) : (tile.Rows, tile.PixelStride);
        counts[(int)LoopTerm.ShiftedLines] += (double)chunk.Times * lines;
        counts[(int)LoopTerm.ShiftedBytes] += (double)chunk.Times * lines * pitch * chunk.Moved;
    }
}
