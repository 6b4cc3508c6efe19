using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>
/// Finds the pixels that each patch computes of each map of a graph's head, with the rules of <see cref="PatchPlanner"/>: maps that are
/// needed after the head are cut into n × n tiles; backwards from there, each map gives the smallest rectangle that holds all that the
/// patch reads of it. Only columns of a dilated window are a little more generous: kernels may load all between the first and the last tap,
/// used or not.
/// </summary>
/// <param name="graph">The network.</param>
/// <param name="calls">Kernel calls of each node, all of which may run in patches.</param>
/// <param name="end">Number of nodes in the head.</param>
internal sealed class PatchRegions(Network graph, ImmutableArray<ImmutableArray<KernelCall>> calls, int end)
{
    /// <summary>Cuts the head.</summary>
    /// <param name="n">Patches along each side.</param>
    public PatchStage Cut(int n)
    {
        var kept = Enumerable
            .Range(0, end)
            .Select(step => graph.Nodes[step].Outputs[0])
            .Where(id => graph.IsOutput(id) || graph.Consumers(id).IsEmpty || graph.Consumers(id)[^1] >= end)
            .ToImmutableHashSet();
        var patches = Enumerable.Range(0, n * n).Select(patch => Compute(kept, n, patch / n, patch % n));
        return new PatchStage(end, n, [.. patches], kept);
    }

    /// <summary>The map of a value.</summary>
    public static MapSize MapOf(TensorType type)
    {
        var (batches, height, width, channels) = type.Shape.ToNhwc();
        return new MapSize(batches * height, width, channels);
    }

    private ImmutableArray<PatchRegion> Compute(ImmutableHashSet<ValueId> kept, int n, int row, int column)
    {
        var regions = Needed(kept.ToDictionary(id => id, id => PatchRegion.Tile(MapOf(graph[id].Type), n, row, column)));
        return [.. Enumerable.Range(0, end).Select(step => regions.GetValueOrDefault(graph.Nodes[step].Outputs[0]))];
    }

    /// <summary>The pixels that the head needs of each map, inputs among them, to give some pixels of some maps.</summary>
    /// <param name="wanted">The pixels that are wanted; becomes the result.</param>
    public Dictionary<ValueId, PatchRegion> Needed(Dictionary<ValueId, PatchRegion> wanted)
    {
        for (var step = end - 1; step >= 0; step--)
        {
            var node = graph.Nodes[step];
            for (var operand = 0; operand < node.Inputs.Count; operand++)
            {
                if (node.Inputs[operand] is var id && !graph[id].IsConstant)
                    wanted[id] = wanted.GetValueOrDefault(id).Union(Read(step, operand, wanted.GetValueOrDefault(node.Outputs[0])));
            }
        }

        return wanted;
    }

    /// <summary>Pixels of an operand that a step reads to compute some of its output.</summary>
    private PatchRegion Read(int step, int operand, PatchRegion outputs)
    {
        var node = graph.Nodes[step];
        var map = MapOf(graph[node.Inputs[operand]].Type);
        var taps = calls[step]
            .Cast<RowCall>()
            .SelectMany(call => call.Sources)
            .Where(source => source.Operand == operand)
            .Select(source => source.Index)
            .ToList();
        var rows = default(RowRange);
        for (var y = outputs.Rows.Start; y < outputs.Rows.End; y++)
        {
            foreach (var row in taps.Select(tap => tap.At(y)).Where(row => row >= 0 && row < map.Height))
                rows = rows.Union(new RowRange(row, row + 1));
        }

        var columns =
            node.Op is IWindowed windowed ? windowed.Window.X.InputRange(outputs.Columns).Clip(map.Width)
            : map.Width == 1 && !outputs.IsEmpty ? new RowRange(0, 1)
            : outputs.Columns;
        return new PatchRegion(rows, columns).Normalized;
    }
}
