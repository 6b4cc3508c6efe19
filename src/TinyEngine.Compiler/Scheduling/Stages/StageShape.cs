using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>A value whose rows live in the buffer of another.</summary>
/// <param name="Host">The other value.</param>
/// <param name="Slots">Which slots of it.</param>
/// <param name="TakesOver">Whether the rows take slots of rows of the host that are dead by then; otherwise they come first and the host's
/// rows take their slots. Slots do not tell: a window without padding above has those of its own rows too.</param>
internal readonly record struct Lodging(ValueId Host, RowSlots Slots, bool TakesOver);

/// <summary>
/// The buffers of a stage, as the simulation finds them. Two kinds of rows need no buffer of their own: the row of a depthwise convolution
/// takes the slot of the oldest row of its window, which dies with it; and the row that an element-by-element operator reads last is
/// written where that operator's output goes.
/// </summary>
internal sealed class StageShape
{
    private readonly NetworkFlow _flow;
    private readonly Dictionary<ValueId, Lodging> _candidates = [];
    private readonly Dictionary<ValueId, int> _spans = [];
    private readonly Dictionary<ValueId, List<ValueId>> _lodgersOf = [];
    private readonly StageSimulation _simulation;

    private StageShape(NetworkFlow flow, int first, int end, ValueId? streamed, Action<RowEvent>? onEvent)
    {
        (_flow, First, End, StreamedInput) = (flow, first, end, streamed);
        FindCandidates();
        foreach (var (lodger, lodging) in _candidates)
        {
            foreach (var written in new[] { lodger, lodging.Host })
                (_lodgersOf.TryGetValue(written, out var list) ? list : _lodgersOf[written] = []).Add(lodger);
        }

        _simulation = new StageSimulation(flow, first, end, streamed, occurrence =>
        {
            MeasureSpans(occurrence);
            onEvent?.Invoke(occurrence);
        });
    }

    /// <summary>First step.</summary>
    public int First { get; }

    /// <summary>One past the last step.</summary>
    public int End { get; }

    /// <summary>The network's input when its rows arrive one by one and only some are kept.</summary>
    public ValueId? StreamedInput { get; }

    /// <summary>Rows of each ring.</summary>
    public Dictionary<ValueId, int> Rings { get; } = [];

    /// <summary>Values without a buffer of their own.</summary>
    public Dictionary<ValueId, Lodging> Lodgings { get; } = [];

    /// <summary>Whether a value is read or kept beyond the stage, so that all its rows stay.</summary>
    public bool IsOutput(ValueId value) => _flow.DeathOf(value) >= End;

    /// <inheritdoc cref="StageSimulation.PeakLiveBytes"/>
    public int PeakLiveBytes => _simulation.PeakLiveBytes;

    /// <summary>Bytes of all rings.</summary>
    public int RingBytes => Rings.Sum(ring => ring.Value * _flow.RowBytes[ring.Key.Index]);

    /// <summary>Simulates the steps [first, end) as a stage.</summary>
    /// <param name="flow">The network.</param>
    /// <param name="first">First step.</param>
    /// <param name="end">One past the last step.</param>
    /// <param name="streamed">The network's input when its rows arrive one by one.</param>
    /// <param name="onEvent">Called before each event.</param>
    /// <returns>The shape; null when the steps cannot run row by row.</returns>
    public static StageShape? Of(NetworkFlow flow, int first, int end, ValueId? streamed, Action<RowEvent>? onEvent = null)
    {
        for (var step = first; step < end; step++)
        {
            if (flow.Flows[step] is null)
                return null;
        }

        var shape = new StageShape(flow, first, end, streamed, onEvent);
        if (!shape._simulation.Run())
            return null;
        shape.Settle();
        return shape;
    }

    private IEnumerable<ValueId> Inside()
    {
        if (StreamedInput is { } input)
            yield return input;
        for (var step = First; step < End; step++)
        {
            foreach (var output in _flow.Flows[step]!.IsInlined ? [] : _flow.Graph.Nodes[step].Outputs.Items)
                yield return output;
        }
    }

    private bool IsInside(ValueId value) =>
        value == StreamedInput || (_flow.Graph.Producer(value) is var step && step >= First && step < End);

    /// <summary>Whether a value exists in the tile of a narrow block only.</summary>
    private bool IsTile(ValueId value) =>
        _flow.Graph.Producer(value) is var step && step >= First && step < End && _flow.Flows[step]!.IsInlined;

    private void FindCandidates()
    {
        for (var step = First; step < End; step++)
        {
            var node = _flow.Graph.Nodes[step];
            if (_flow.Flows[step]!.IsInlined || node.Outputs.Count != 1 || IsTile(node.Inputs[0]))
                continue;
            if (
                _flow.InPlaceWindows[step] is { } window
                && IsInside(node.Inputs[0])
                && !IsOutput(node.Inputs[0])
                && !IsOutput(node.Outputs[0])
                && _flow.Graph.Consumers(node.Inputs[0]).Length == 1
            )
                _candidates[node.Outputs[0]] = new Lodging(node.Inputs[0], window.First, TakesOver: true);
            if (LastOperand(step) is { } operand)
                _candidates[operand] = new Lodging(node.Outputs[0], RowSlots.Own, TakesOver: false);
        }
    }

    /// <summary>The operand of an element-by-element step that may be written where the step's output goes.</summary>
    private ValueId? LastOperand(int step)
    {
        if (_flow.RowCalls[step] is not [RowCall { Overlap: OverlapTolerance.Ascending, ColumnStride: 1, OutputOffset: 0 } call])
            return null;
        var node = _flow.Graph.Nodes[step];
        var output = node.Outputs[0];
        if (_flow.Layouts[output.Index].Order != ElementOrder.ChannelLast)
            return null;
        ValueId? last = null;
        foreach (var source in call.Sources.Where(source => source.Index == RowIndex.Same && call.ReadsWholePixels(source.Operand)))
        {
            var value = node.Inputs[source.Operand];
            var fits =
                !_flow.Graph[value].IsConstant
                && value != StreamedInput
                && IsInside(value)
                && !IsOutput(value)
                && _flow.Graph.Consumers(value) is [_]
                && !_candidates.ContainsKey(value)
                && !_flow.Flows[_flow.Graph.Producer(value)]!.Accumulates
                && _flow.Layouts[value.Index] == _flow.Layouts[output.Index]
                && node.Inputs.Count(id => id == value) == 1;
            if (fits && (last is null || _flow.Graph.Producer(value) > _flow.Graph.Producer(last.Value)))
                last = value;
        }

        return last;
    }

    /// <summary>Rows that a host must have so that its lodgers fit: looked at before each event that writes one of both.</summary>
    private void MeasureSpans(RowEvent occurrence)
    {
        foreach (
            var written in occurrence.Step == RowEvent.Arrival ? [StreamedInput!.Value] : _flow.Graph.Nodes[occurrence.Step].Outputs.Items
        )
        {
            foreach (var lodger in _lodgersOf.GetValueOrDefault(written, []))
            {
                var lodging = _candidates[lodger];
                var span = lodging.TakesOver ? WindowSpan(lodger, lodging, written) : JoinedSpan(lodger, lodging.Host, written);
                _spans[lodger] = Math.Max(span, _spans.GetValueOrDefault(lodger, 1));
            }
        }
    }

    /// <summary>Lodger and host have the same rows, the lodger's first: from the first row still needed of the host to the newest of the
    /// lodger.</summary>
    private int JoinedSpan(ValueId lodger, ValueId host, ValueId written)
    {
        var newest = _simulation.Written(lodger) + (written == lodger ? 1 : 0);
        return newest - Math.Min(_simulation.FirstNeeded(host), _simulation.Written(host));
    }

    /// <summary>A lodger's row is in the slot of the host's oldest row; the host's newest row must not come round to it before it is
    /// read.</summary>
    private int WindowSpan(ValueId lodger, Lodging lodging, ValueId written)
    {
        var row = _simulation.Written(lodger) - (written == lodger ? 0 : 1);
        if (row < 0 || (written != lodger && _simulation.FirstNeeded(lodger) > row))
            return 1;
        var newest = _simulation.Written(lodging.Host) + (written == lodging.Host ? 1 : 0);
        return newest - ((row * lodging.Slots.Stride) + lodging.Slots.Offset);
    }

    private void Settle()
    {
        foreach (var value in Inside().Where(value => !IsOutput(value)))
            Rings[value] = Math.Min(_flow.Rows[value.Index], _simulation.RingOf(value));
        foreach (var (lodger, lodging) in _candidates.OrderBy(candidate => candidate.Key.Index))
        {
            var span = _spans.GetValueOrDefault(lodger, 1);
            if (Lodgings.ContainsKey(lodging.Host) || Lodgings.Values.Any(other => other.Host == lodger))
                continue;
            var hasRing = Rings.TryGetValue(lodging.Host, out var rows);
            if (lodging.TakesOver)
            {
                // One row at a time, in a ring that is tall enough as it is.
                if (!hasRing || Rings.GetValueOrDefault(lodger) != 1 || span > rows)
                    continue;
            }
            else if (hasRing)
            {
                if (span >= rows + Rings[lodger])
                    continue;
                Rings[lodging.Host] = Math.Max(rows, span);
            }

            Lodgings[lodger] = lodging;
            Rings.Remove(lodger);
        }
    }
}
