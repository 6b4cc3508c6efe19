using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Finds how far the buffers of a stage may lie over each other. A slot of a buffer is in use from the event that first writes it to the
/// one that last reads it; two slots may share bytes when these times do not meet. So a stage's output trails the rows of its input that
/// were consumed, and late rows lie over slots of rings that have drained.
/// </summary>
/// <param name="schedule">The schedule.</param>
/// <param name="stage">The stage.</param>
/// <param name="bufferOf">Buffer of a row of a value; null when it has none.</param>
/// <param name="dies">Whether nothing after the stage reads a value.</param>
internal sealed class StageOverlaps(Schedule schedule, Stage stage, Func<ValueId, int, int?> bufferOf, Func<ValueId, Stage, bool> dies)
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
        var all = _occupancies.ToArray();
        var wide = all.Where(pair => !pair.Value.IsRow).ToArray();
        foreach (var (lower, below) in all)
        {
            // Single rows are alive or not; there is nothing to overlap.
            foreach (var (upper, above) in below.IsRow ? wide : all)
            {
                if (lower == upper)
                    continue;
                var distance = Distance(below, above, _trailing.Contains((lower, upper)));
                if (distance < below.Bytes)
                    yield return new OverlapAllowance(lower, upper, distance);
            }
        }
    }

    /// <summary>Adds up for each event the bytes of slots in use; to be asked after <see cref="Find"/>.</summary>
    /// <param name="loads">Receives them, one sum for each event.</param>
    /// <returns>The buffers that were counted.</returns>
    public IReadOnlyCollection<int> AddLoads(Span<long> loads)
    {
        foreach (var occupancy in _occupancies.Values)
        {
            for (var slot = 0; slot < occupancy.Slots; slot++)
            {
                for (var time = Math.Max(0, occupancy.Start[slot]); time <= Math.Min(loads.Length - 1, occupancy.End[slot]); time++)
                    loads[time] += occupancy.SlotBytes;
            }
        }

        // A row that trails another is written over it.
        var trailed = _trailing.Sum(pair => (long)_occupancies[pair.Lower].SlotBytes);
        foreach (ref var load in loads)
            load -= trailed;
        return _occupancies.Keys;
    }

    private Node NodeOf(int step) => schedule.NodeOf(schedule.Steps[step]);

    private bool IsInside(ValueId id) => id == stage.StreamedInput || stage.Contains(schedule.Graph.Producer(id));

    /// <summary>Values that were there before the stage and die in it. Each row is in use from the start.</summary>
    private void AddInputs()
    {
        for (var step = stage.First; step < stage.End; step++)
        {
            foreach (
                var id in NodeOf(step)
                    .Inputs.Items.Where(id => !IsInside(id) && dies(id, stage) && schedule.Graph[id].Kind != ValueKind.Variable)
            )
            {
                foreach (var occupancy in OccupanciesOf(id))
                    occupancy.StartAll();
            }
        }
    }

    private IEnumerable<Occupancy> Outputs()
    {
        for (var step = stage.First; step < stage.End; step++)
        {
            foreach (var output in NodeOf(step).Outputs.Where(output => !dies(output, stage)))
            {
                foreach (var occupancy in OccupanciesOf(output))
                    yield return occupancy;
            }
        }
    }

    /// <summary>Those of all rows of a value: one, or one for each scattered row.</summary>
    private IEnumerable<Occupancy> OccupanciesOf(ValueId id) =>
        Enumerable
            .Range(0, schedule.Scattered.Contains(id) ? schedule.RowsOf(id) : 1)
            .Select(row => OccupancyOf(id, row))
            .OfType<Occupancy>();

    private Occupancy? OccupancyOf(ValueId id, int row)
    {
        if (bufferOf(id, row) is not { } buffer)
            return null;
        if (!_occupancies.TryGetValue(buffer, out var occupancy))
        {
            var (layout, isRow) = (schedule.LayoutOf(id), schedule.Scattered.Contains(id));
            _occupancies[buffer] = occupancy = new Occupancy(layout.RowStride, isRow ? 1 : layout.Rows, isRow);
        }

        return occupancy;
    }

    private int Slot(ValueId id, int row) => schedule.Scattered.Contains(id) ? 0 : schedule.SlotsOf(id).Of(row, schedule.LayoutOf(id).Rows);

    private void Follow(int time, RowEvent occurrence)
    {
        foreach (var (id, row) in schedule.RowsTouched(stage, occurrence))
            Touch(id, row, time);
        if (occurrence.Step == RowEvent.Arrival)
            return;
        if (stage.NarrowOf(occurrence.Step) is { } block)
            TouchTiles(block, time);
        else if (occurrence.Row == 0 && schedule.Steps[occurrence.Step].Calls is [RowCall only]) // once for each step
            FindTrailing(only, NodeOf(occurrence.Step));
    }

    private void Touch(ValueId id, int row, int time)
    {
        if (!schedule.Graph[id].IsConstant && (IsInside(id) || dies(id, stage)))
            OccupancyOf(id, row)?.Touch(Slot(id, row), time);
    }

    private void TouchTiles(NarrowBlock block, int time)
    {
        foreach (var step in new[] { block.Expand, block.Window })
        {
            var tile = NodeOf(step).Outputs[0];
            for (var slot = 0; slot < schedule.LayoutOf(tile).Rows; slot++)
                OccupancyOf(tile, 0)?.Touch(slot, time);
        }
    }

    /// <summary>Element-by-element kernels may write a row exactly over a row that they read.</summary>
    private void FindTrailing(RowCall call, Node node)
    {
        var output = node.Outputs[0];
        if (
            call.Overlap != OverlapTolerance.Ascending
            || call.OutputOffset != 0
            || schedule.Hosts.ContainsValue(output)
            || schedule.Hosts.ContainsKey(output)
        )
            return;
        foreach (
            var source in call.Sources.Where(source =>
                source.Index == RowIndex.Same && call.ReadsWholePixels(source.Operand) && call.ColumnStride == 1
            )
        )
        {
            var input = node.Inputs[source.Operand];
            if (schedule.Scattered.Contains(input) || schedule.Scattered.Contains(output))
                continue;
            var alike =
                schedule.LayoutOf(input) is var a
                && schedule.LayoutOf(output) is var b
                && a.Order == ElementOrder.ChannelLast
                && b.Order == a.Order
                && a.RowStride == b.RowStride
                && a.PixelStride == b.PixelStride;
            if (
                alike
                && !schedule.IsRing(input)
                && !schedule.IsRing(output)
                && bufferOf(output, 0) is { } lower
                && bufferOf(input, 0) is { } upper
            )
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
    private sealed class Occupancy(int slotBytes, int slots, bool isRow)
    {
        /// <summary>Whether it is one scattered row.</summary>
        public bool IsRow => isRow;

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
