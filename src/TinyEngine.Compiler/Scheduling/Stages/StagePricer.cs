using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>Prices candidates for stages.</summary>
/// <param name="flow">The network.</param>
/// <param name="costs">Prices steps that run row by row.</param>
internal sealed class StagePricer(NetworkFlow flow, StageCosts costs)
{
    private readonly ValueId[] _roots = [.. flow.Roots];
    private readonly Lazy<ImmutableArray<NarrowCandidate>> _narrow = new(() => NarrowCandidate.Find(flow));
    private readonly StageSweep _sweep = new(flow);

    /// <summary>Rows that were simulated so far: the effort.</summary>
    public long Events => _sweep.Events;

    /// <summary>Prices one step over whole tensors.</summary>
    public StagePrice Layer(int step)
    {
        var scratch = flow.Calls[step].Select(RowListSpace.TotalBytes).DefaultIfEmpty(0).Max();
        var (inputs, outputs) = (
            _roots.Where(root => flow.BirthOf(root) < step && flow.DeathOf(root) == step).ToList(),
            _roots.Where(root => flow.BirthOf(root) == step).ToList()
        );
        var bytes = new StageLives(flow, _roots, step, step + 1).Across(step + 1) + scratch + inputs.Concat(outputs).Sum(flow.BytesOf);
        bytes -= inputs.Select(input => flow.SavedByOverlap(step, input)).DefaultIfEmpty(0).Max();
        return new StagePrice(step, step + 1, false, bytes, 0);
    }

    /// <summary>Prices the stages that begin with a step: each without narrow blocks and with more and more of them, those first that save
    /// most.</summary>
    /// <param name="first">First step.</param>
    /// <param name="recompute">Whether narrow blocks are allowed.</param>
    /// <param name="ceiling">Bytes that no price may exceed.</param>
    public IEnumerable<StagePrice> Stages(int first, bool recompute, long ceiling)
    {
        var last = first;
        while (last < Math.Min(flow.Count, first + StageSweep.LongestStage) && flow.Flows[last] is not null)
            last++;
        var lives = new StageLives(flow, _roots, first, last);
        var ends = Enumerable
            .Range(first + 1, last - first)
            .Where(end => end - first > 1 || flow.StreamedInput(first, end) is not null || flow.Delivers(first))
            .Where(end => lives.Minimum(end, flow.StreamedInput(first, end)) <= ceiling);
        foreach (var supply in ends.GroupBy(end => flow.StreamedInput(first, end)))
        {
            var variants = new NarrowVariants(first, recompute ? _narrow.Value : []);
            foreach (var end in supply.OrderDescending())
                variants.Add(end);
            foreach (var price in variants.Sweeps.SelectMany(sweep => Sweep(first, sweep, supply.Key, lives, ceiling)))
                yield return price;
        }
    }

    private IEnumerable<StagePrice> Sweep(int first, NarrowSweep sweep, ValueId? input, StageLives lives, long ceiling)
    {
        var end = sweep.Ends[0];
        var (room, fixedBytes, extra) = (new long[end - first + 1], new int[end - first + 1], CostsFrom(first, end));
        var (scratch, sums) = (0, 0);
        for (var step = first; step < end; step++)
        {
            var bytes = flow.RowCalls[step].Max(RowListSpace.TotalBytes);
            if (flow.Flows[step]!.Accumulates)
                sums += bytes;
            else
                scratch = Math.Max(scratch, bytes);
            var lane = step - first + 1;
            fixedBytes[lane] = lives.Across(step + 1) + scratch + sums + ((lane + 1) * Scheduling.Stage.CounterBytes);
            room[lane] = ceiling - fixedBytes[lane];
        }

        foreach (var block in sweep.Blocks)
        {
            for (var lane = block.Expand + 3 - first; lane < room.Length; lane++)
                room[lane] -= block.Widths.Min(choice => choice.Bytes);
        }

        _sweep.Run(first, end, input, sweep.Blocks, room);
        foreach (var to in sweep.Ends)
        {
            if (_sweep.PeakBytes(to) is not { } peak)
                continue;
            var blocks = sweep.Blocks.Where(block => block.Expand + 3 <= to).OrderBy(block => block.Expand).ToList();
            var total = fixedBytes[to - first] + peak;
            var rows = extra[to - first] - blocks.Sum(block => Enumerable.Range(block.Expand, 3).Sum(costs.OfRows));
            for (var width = 0; width < (blocks.Count == 0 ? 1 : NarrowCandidate.WidthCount); width++)
            {
                var widths = blocks.Select(block => block.Widths[width]).ToList();
                var bytes = total + widths.Sum(choice => choice.Bytes);
                if (bytes > ceiling)
                    continue;
                var overhead = rows + widths.Sum(choice => costs.OfNarrow(choice.Block));
                yield return new StagePrice(first, to, true, bytes, (long)Math.Round(overhead))
                {
                    Narrow = [.. widths.Select(choice => choice.Block)],
                    ExtraMacs = blocks.Sum(block => block.ExtraMacs),
                };
            }
        }
    }

    /// <summary>Instructions on top of those of whole tensors, for stages without narrow blocks, by their number of steps.</summary>
    private double[] CostsFrom(int first, int end)
    {
        var (sums, rings) = (new double[end - first + 1], new double[end - first + 1]);
        for (var step = first; step < end; step++)
        {
            foreach (var output in flow.Graph.Nodes[step].Outputs)
            {
                if (flow.DeathOf(output) < end)
                    rings[Math.Max(step, flow.DeathOf(output)) - first + 1] += costs.OfRing(output);
            }
        }

        for (var lane = 1; lane < sums.Length; lane++)
            sums[lane] = sums[lane - 1] + costs.OfRows(first + lane - 1) + rings[lane];
        return sums;
    }
}
