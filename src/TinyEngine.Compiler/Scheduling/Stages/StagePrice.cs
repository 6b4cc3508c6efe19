using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>What it costs to run some consecutive steps together.</summary>
/// <param name="First">First step.</param>
/// <param name="End">One past the last step.</param>
/// <param name="IsStage">Whether they run row by row; otherwise there is one step, over whole tensors.</param>
/// <param name="Bytes">Estimated bytes of the arena while they run.</param>
/// <param name="Overhead">Estimated instructions on top of those of whole tensors.</param>
/// <param name="LocalBytes">The part of the bytes that only grows with a longer stage: rings.</param>
internal sealed record StagePrice(int First, int End, bool IsStage, int Bytes, long Overhead, int LocalBytes = 0);

/// <summary>Prices candidates for stages.</summary>
/// <param name="flow">The network.</param>
/// <param name="streamed">The network's input when its rows arrive one by one.</param>
/// <param name="external">Whether inputs take no room in the arena.</param>
internal sealed class StagePricer(NetworkFlow flow, ValueId? streamed, bool external)
{
    /// <summary>Instructions of a row call besides its arithmetic: pointers, counters, conditions.</summary>
    private const int RowInstructions = 150;

    private readonly ValueId[] _roots = [.. flow.Roots.Where(id => !external || flow.Graph[id].Kind != ValueKind.Input)];

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

    /// <summary>Prices the steps [first, end) as a stage; null when they cannot be one.</summary>
    public StagePrice? Stage(int first, int end)
    {
        var stream = Streams(first, end) ? streamed : null;
        var (across, inputs, outputs) = Lives(first, end);
        inputs = [.. inputs.Where(input => input != stream)];
        var distance = new OutputDistance(flow, first, end, inputs, outputs);
        var shape = StageShape.Of(flow, first, end, stream, distance.Look);
        if (shape is null)
            return null;
        var scratch = 0;
        var sums = 0;
        var events = 0L;
        for (var step = first; step < end; step++)
        {
            var bytes = flow.Calls[step].Max(RowListSpace.TotalBytes);
            if (flow.Flows[step]!.Accumulates)
                sums += bytes;
            else
                scratch = Math.Max(scratch, bytes);
            events += flow.Flows[step]!.Events;
        }

        var total = across + scratch + sums + ((end - first + 1) * Scheduling.Stage.CounterBytes) + shape.RingBytes + inputs.Concat(outputs).Sum(flow.BytesOf) - distance.Saved;
        return new StagePrice(first, end, true, total, events * RowInstructions, shape.RingBytes);
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

    /// <summary>How far a stage's only output must stay below an input that dies in the stage.</summary>
    private sealed class OutputDistance(NetworkFlow flow, int first, int end, ValueId[] inputs, ValueId[] outputs)
    {
        private readonly long[] _distances = [.. inputs.Select(_ => long.MinValue)];
        private readonly int[] _needed = new int[inputs.Length];
        private readonly int _writer = outputs is [var only] ? flow.Graph.Producer(only) : -1;
        private readonly int[] _next = new int[end - first];
        private int _previous = -1;

        public int Saved => outputs is [var output] && inputs.Length > 0
            ? inputs.Index().Max(input => StagePricer.Saved((int)Math.Min(int.MaxValue, _distances[input.Index]), flow.BytesOf(output), flow.BytesOf(input.Item)))
            : 0;

        public void Look(RowEvent occurrence)
        {
            if (occurrence.Step == RowEvent.Arrival)
                return;
            // A step still needs its rows while it computes; those of the event before are done with.
            if (_previous >= 0)
                _next[_previous - first]++;
            _previous = occurrence.Step;
            if (occurrence.Step == _writer && outputs.Length == 1)
            {
                var written = (flow.Flows[_writer]!.Accumulates ? 1L : occurrence.Row + 1L) * flow.RowBytes[outputs[0].Index];
                foreach (var (i, input) in inputs.Index())
                    _distances[i] = Math.Max(_distances[i], written - ((long)FirstNeeded(input) * flow.RowBytes[input.Index]));
            }
        }

        private int FirstNeeded(ValueId root)
        {
            var needed = flow.Rows[root.Index];
            for (var step = first; step < end; step++)
            {
                foreach (var read in flow.Flows[step]!.Reads)
                {
                    if (flow.RootOf(read.Value) == root)
                        needed = Math.Min(needed, read.First[_next[step - first]]);
                }
            }

            return needed;
        }
    }
}
