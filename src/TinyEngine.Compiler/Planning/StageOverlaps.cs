using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Finds how far the buffers of a stage may lie over each other. A slot of a buffer is in use from the event that first writes it to the one
/// that last reads it; two slots may share bytes when these times do not meet. So a stage's output trails the rows of its input that were
/// consumed, and late rows lie over slots of rings that have drained.
/// </summary>
/// <param name="schedule">The schedule.</param>
/// <param name="stage">The stage.</param>
/// <param name="bufferOf">Buffer of a value; null when it has none.</param>
/// <param name="dies">Whether nothing after the stage reads a value.</param>
internal sealed class StageOverlaps(Schedule schedule, Stage stage, Func<ValueId, int?> bufferOf, Func<ValueId, Stage, bool> dies)
{
    private const int Never = int.MaxValue;
    private readonly Dictionary<int, Occupancy> _occupancies = [];
    private readonly HashSet<(int Lower, int Upper)> _trailing = [];

    /// <summary>All pairs of buffers that may overlap.</summary>
    public IEnumerable<OverlapAllowance> Find()
    {
        AddInputs();
        foreach (var (time, occurrence) in stage.Events.Index())
            Follow(time, occurrence);
        foreach (var output in Outputs())
            output.KeepAll();
        foreach (var (lower, below) in _occupancies)
        {
            foreach (var (upper, above) in _occupancies)
            {
                if (lower == upper)
                    continue;
                var distance = Distance(below, above, _trailing.Contains((lower, upper)));
                if (distance < below.Bytes)
                    yield return new OverlapAllowance(lower, upper, distance);
            }
        }
    }

    private Node NodeOf(int step) => schedule.NodeOf(schedule.Steps[step]);

    private bool IsInside(ValueId id) => id == stage.StreamedInput || stage.Contains(schedule.Graph.Producer(id));

    /// <summary>Values that were there before the stage and die in it. Each row is in use from the start.</summary>
    private void AddInputs()
    {
        for (var step = stage.First; step < stage.End; step++)
        {
            foreach (var id in NodeOf(step).Inputs.Items.Where(id => !IsInside(id) && dies(id, stage) && schedule.Graph[id].Kind != ValueKind.Variable))
                OccupancyOf(id)?.StartAll();
        }
    }

    private IEnumerable<Occupancy> Outputs()
    {
        for (var step = stage.First; step < stage.End; step++)
        {
            var output = NodeOf(step).Outputs[0];
            if (!dies(output, stage) && OccupancyOf(output) is { } occupancy)
                yield return occupancy;
        }
    }

    private Occupancy? OccupancyOf(ValueId id)
    {
        if (bufferOf(id) is not { } buffer)
            return null;
        if (!_occupancies.TryGetValue(buffer, out var occupancy))
        {
            var layout = schedule.LayoutOf(id);
            _occupancies[buffer] = occupancy = new Occupancy(layout.RowStride, layout.Rows);
        }

        return occupancy;
    }

    private int Slot(ValueId id, int row) => schedule.SlotsOf(id).Of(row, schedule.LayoutOf(id).Rows);

    private void Follow(int time, RowEvent occurrence)
    {
        if (occurrence.Step == RowEvent.Arrival)
        {
            OccupancyOf(stage.StreamedInput!.Value)?.Touch(Slot(stage.StreamedInput.Value, occurrence.Row), time);
            return;
        }

        var step = schedule.Steps[occurrence.Step];
        var node = schedule.NodeOf(step);
        var output = node.Outputs[0];
        if (step.Accumulates)
        {
            Touch(node.Inputs[0], occurrence.Row, time);
            if (occurrence.Row == (stage.Climbs ? 0 : ((AccumulateCall)step.Calls[0]).Rows - 1))
                Touch(output, 0, time);
            return;
        }

        foreach (var (id, row) in schedule.RowsRead(occurrence))
            Touch(id, row, time);
        Touch(output, occurrence.Row, time);
        if (stage.NarrowOf(occurrence.Step) is { } block)
            TouchTiles(block, time);
        else if (occurrence.Row == 0 && step.Calls is [RowCall only]) // once for each step
            FindTrailing(only, node);
    }

    private void Touch(ValueId id, int row, int time)
    {
        if (!schedule.Graph[id].IsConstant && (IsInside(id) || dies(id, stage)))
            OccupancyOf(id)?.Touch(Slot(id, row), time);
    }

    private void TouchTiles(NarrowBlock block, int time)
    {
        foreach (var step in new[] { block.Expand, block.Window })
        {
            var tile = NodeOf(step).Outputs[0];
            for (var slot = 0; slot < schedule.LayoutOf(tile).Rows; slot++)
                OccupancyOf(tile)?.Touch(slot, time);
        }
    }

    /// <summary>Element-by-element kernels may write a row exactly over a row that they read.</summary>
    private void FindTrailing(RowCall call, Node node)
    {
        var output = node.Outputs[0];
        if (call.Overlap != OverlapTolerance.Ascending || call.OutputOffset != 0 || schedule.Hosts.ContainsValue(output) || schedule.Hosts.ContainsKey(output))
            return;
        foreach (var source in call.Sources.Where(source => source.Index == RowIndex.Same && call.ReadsWholePixels(source.Operand) && call.ColumnStride == 1))
        {
            var input = node.Inputs[source.Operand];
            var alike = schedule.LayoutOf(input) is var a && schedule.LayoutOf(output) is var b && a.Order == ElementOrder.ChannelLast && b.Order == a.Order
                && a.RowStride == b.RowStride && a.PixelStride == b.PixelStride;
            if (alike && !schedule.IsRing(input) && !schedule.IsRing(output) && bufferOf(output) is { } lower && bufferOf(input) is { } upper)
                _trailing.Add((lower, upper));
        }
    }

    /// <summary>The least distance at which no slot of the lower buffer meets one of the upper that is in use at the same time.</summary>
    private static int Distance(Occupancy lower, Occupancy upper, bool trails)
    {
        var distance = -upper.Bytes;
        for (var a = 0; a < lower.Slots; a++)
        {
            for (var b = 0; b < upper.Slots; b++)
            {
                // A row that may be written over the row it is made from begins, for that pair, only after the event.
                if (lower.Start[a] + (trails ? 1 : 0) <= upper.End[b] && upper.Start[b] <= lower.End[a])
                    distance = Math.Max(distance, ((a + 1) * lower.SlotBytes) - (b * upper.SlotBytes));
            }
        }

        // At distance 0 a trailing row lies exactly over the row it replaces; above that it would run ahead of it.
        return trails ? Math.Max(distance, 0) : distance;
    }

    /// <summary>When each slot of a buffer is in use.</summary>
    private sealed class Occupancy(int slotBytes, int slots)
    {
        public int SlotBytes => slotBytes;

        public int Slots => slots;

        public int Bytes => slotBytes * slots;

        /// <summary>First event of each slot.</summary>
        public int[] Start { get; } = [.. Enumerable.Repeat(Never, slots)];

        /// <summary>Last event of each slot; −1 for none.</summary>
        public int[] End { get; } = [.. Enumerable.Repeat(-1, slots)];

        public void StartAll() => Array.Fill(Start, -1);

        public void KeepAll() => Array.Fill(End, Never);

        public void Touch(int slot, int time)
        {
            Start[slot] = Math.Min(Start[slot], time);
            End[slot] = Math.Max(End[slot], time);
        }
    }
}
