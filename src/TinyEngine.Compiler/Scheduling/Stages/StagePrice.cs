using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>What it costs to run some consecutive steps together.</summary>
/// <param name="First">First step.</param>
/// <param name="End">One past the last step.</param>
/// <param name="IsStage">Whether they run row by row; otherwise there is one step, over whole tensors.</param>
/// <param name="Bytes">Bytes of the arena while they run: no fewer are possible, or, when exact, as many as a placement took.</param>
/// <param name="Overhead">Estimated instructions on top of those of whole tensors.</param>
/// <param name="LocalBytes">The part of the bytes that only grows with a longer stage: rings.</param>
internal sealed record StagePrice(int First, int End, bool IsStage, int Bytes, long Overhead, int LocalBytes = 0)
{
    /// <summary>Blocks of three steps that run as one.</summary>
    public ImmutableArray<NarrowBlock> Narrow { get; init; } = [];

    /// <summary>Multiply-accumulates that are computed again.</summary>
    public long ExtraMacs { get; init; }

    /// <summary>Whether the bytes were found by placing the buffers.</summary>
    public bool IsExact { get; init; }
}

/// <summary>Prices candidates for stages.</summary>
/// <param name="flow">The network.</param>
/// <param name="streamed">The network's input when its rows arrive one by one.</param>
internal sealed class StagePricer(NetworkFlow flow, ValueId? streamed)
{
    /// <summary>Instructions of a row call besides its arithmetic: pointers, counters, conditions.</summary>
    private const int RowInstructions = 150;

    /// <summary>Of a pointwise convolution with few input channels, as expansions are.</summary>
    private const double InstructionsPerMac = 2;

    /// <summary>Output columns that a narrow block makes at a time where the row is long enough.</summary>
    private const int NarrowColumns = 8;

    /// <summary>Fewer columns take less memory and more calls.</summary>
    private static readonly int[] NarrowSplits = [1, 2];

    private readonly ValueId[] _roots = [.. flow.Roots];

    /// <summary>Whether the streamed input needs only a ring when a stage of [first, end) comes first.</summary>
    public bool Streams(int first, int end) => streamed is { } input && first == 0 && flow.DeathOf(input) < end;

    /// <summary>Prices one step over whole tensors.</summary>
    public StagePrice Layer(int step)
    {
        var (scratch, calls) = (flow.Calls[step].Select(RowListSpace.TotalBytes).DefaultIfEmpty(0).Max(), flow.Calls[step]);
        var (across, inputs, outputs) = Lives(step, step + 1);
        var bytes = across + scratch + inputs.Concat(outputs).Sum(flow.BytesOf);
        if (outputs is [var output] && calls.Length > 0)
        {
            var best = 0;
            foreach (var input in inputs)
            {
                foreach (var operand in flow.Graph.Nodes[step].Inputs.Index().Where(operand => flow.RootOf(operand.Item) == input).Take(1))
                {
                    var asStep = new Step(step, calls);
                    var (from, to) = (flow.Layouts[operand.Item.Index], flow.Layouts[flow.Graph.Nodes[step].Outputs[0].Index]);
                    foreach (var distance in new[] { OverlapDistance.OutputBelow(asStep, operand.Index, from, to), OverlapDistance.OutputAbove(asStep, operand.Index, from, to) })
                        best = Math.Max(best, Saved(distance ?? int.MaxValue, flow.BytesOf(output), flow.BytesOf(input)));
                }
            }

            bytes -= best;
        }

        return new StagePrice(step, step + 1, false, bytes, 0);
    }

    /// <summary>Bytes that the steps [first, end) take at least, whatever happens between their inputs and outputs.</summary>
    public int Minimum(int first, int end)
    {
        var (across, inputs, outputs) = Lives(first, end);
        return across + Math.Max(inputs.Where(id => !Streams(first, end) || id != streamed).Sum(flow.BytesOf), outputs.Sum(flow.BytesOf));
    }

    /// <summary>Prices the steps [first, end) as a stage.</summary>
    /// <returns>The prices, without narrow blocks and with more and more of them, those first that save most; empty when the steps cannot be a stage.</returns>
    public IEnumerable<StagePrice> Stage(int first, int end)
    {
        if (Price(first, end, []) is not { } plain)
            yield break;
        yield return plain;
        var blocks = Enumerable.Range(first, Math.Max(0, end - first - 2)).Where(flow.CanBeNarrow).Select(Block).Where(block => Saving(block) > 0)
            .OrderByDescending(block => (double)Saving(block) / Math.Max(1, flow.ExtraMacs(block))).ToList();
        // A projection may also be the expansion of the next block, but it cannot be both: the better block stays.
        for (var better = 0; better < blocks.Count; better++)
            blocks.RemoveAll(other => other != blocks[better] && blocks.IndexOf(other) > better && other.Expand <= blocks[better].Project && blocks[better].Expand <= other.Project);
        for (var count = 1; count <= blocks.Count; count++)
        {
            foreach (var split in NarrowSplits)
            {
                var narrow = blocks.Take(count).Select(block => block with { Columns = (block.Columns + split - 1) / split }).OrderBy(block => block.Expand);
                if (Price(first, end, [.. narrow]) is { } price)
                    yield return price;
            }
        }
    }

    private NarrowBlock Block(int expand)
    {
        var width = flow.Graph[flow.Graph.Nodes[expand + 1].Outputs[0]].Type.Shape[2];
        return new NarrowBlock(expand, Math.Clamp((width + 1) / 2, 1, NarrowColumns));
    }

    /// <summary>Bytes that a ring of the expansion takes more than the tile.</summary>
    private int Saving(NarrowBlock block)
    {
        var id = flow.Graph.Nodes[block.Expand].Outputs[0];
        var rows = Math.Min(flow.Rows[id.Index], flow.TileLayout(block).Rows);
        return (rows * flow.RowBytes[id.Index]) - flow.TileLayout(block).ByteSize - flow.ChunkLayout(block).ByteSize;
    }

    private StagePrice? Price(int first, int end, ImmutableArray<NarrowBlock> narrow)
    {
        var variant = flow.With(narrow);
        var stream = Streams(first, end) ? streamed : null;
        var across = Lives(first, end).Across;
        var shape = StageShape.Of(variant, first, end, stream);
        if (shape is null)
            return null;
        var (scratch, sums, events) = (0, 0, 0L);
        for (var step = first; step < end; step++)
        {
            var bytes = flow.Calls[step].Max(RowListSpace.TotalBytes);
            if (flow.Flows[step]!.Accumulates)
                sums += bytes;
            else
                scratch = Math.Max(scratch, bytes);
            events += variant.Flows[step]!.Events;
        }

        var extra = 0L;
        foreach (var block in narrow)
        {
            sums += flow.TileLayout(block).ByteSize + flow.ChunkLayout(block).ByteSize;
            extra += flow.ExtraMacs(block);
            var (rows, width) = (flow.Flows[block.Window]!.Events, flow.Graph[flow.Graph.Nodes[block.Window].Outputs[0]].Type.Shape[2]);
            events += (long)rows * ((width + block.Columns - 1) / block.Columns) * (flow.TileLayout(block).Rows + 2);
        }

        var total = across + scratch + sums + ((end - first + 1) * Scheduling.Stage.CounterBytes) + shape.PeakLiveBytes;
        return new StagePrice(first, end, true, total, (events * RowInstructions) + (long)(extra * InstructionsPerMac), shape.RingBytes) { Narrow = narrow, ExtraMacs = extra };
    }

    /// <summary>Values that live across some steps (their bytes), that die in them, that come to life in them.</summary>
    private (int Across, ValueId[] Inputs, ValueId[] Outputs) Lives(int first, int end)
    {
        var across = 0;
        var (inputs, outputs) = (new List<ValueId>(), new List<ValueId>());
        foreach (var root in _roots)
        {
            var (birth, death) = (flow.BirthOf(root), flow.DeathOf(root));
            if (birth < first && death >= end)
                across += flow.BytesOf(root);
            else if (birth < first && death >= first)
                inputs.Add(root);
            else if (birth >= first && birth < end && death >= end)
                outputs.Add(root);
            else if (birth >= first && birth < end && end - first == 1)
                outputs.Add(root);
        }

        return (across, [.. inputs], [.. outputs]);
    }

    private static int Saved(int distance, int lower, int upper) =>
        distance == int.MaxValue ? 0 : Math.Max(0, lower + upper - Math.Max(lower, Math.Max(0, distance) + upper));
}
