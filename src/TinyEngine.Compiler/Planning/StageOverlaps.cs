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
internal sealed class StageOverlaps
{
    private const int Never = int.MaxValue;

    private readonly Schedule _schedule;
    private readonly Stage _stage;
    private readonly Func<ValueId, int, int?> _bufferOf;
    private readonly Func<ValueId, Stage, bool> _dies;
    private readonly Use?[] _uses;
    private readonly Dictionary<int, Occupancy> _occupancies = [];
    private readonly HashSet<(int Lower, int Upper)> _trailing = [];

    /// <summary>Looks at a stage.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="bufferOf">Buffer of a row of a value; null when it has none.</param>
    /// <param name="dies">Whether nothing after the stage reads a value.</param>
    public StageOverlaps(Schedule schedule, Stage stage, Func<ValueId, int, int?> bufferOf, Func<ValueId, Stage, bool> dies)
    {
        (_schedule, _stage, _bufferOf, _dies) = (schedule, stage, bufferOf, dies);
        _uses = new Use?[schedule.Graph.Values.Length];
    }

    /// <summary>All pairs of buffers that may overlap.</summary>
    public ImmutableArray<OverlapAllowance> Find()
    {
        AddInputs();
        FollowAll();
        foreach (var output in Outputs())
            output.KeepAll();
        var all = _occupancies.ToArray();
        var wide = all.Where(pair => !pair.Value.IsRow).ToArray();
        var found = ImmutableArray.CreateBuilder<OverlapAllowance>();
        foreach (var (lower, below) in all)
        {
            // Single rows are alive or not; there is nothing to overlap.
            foreach (var (upper, above) in below.IsRow ? wide : all)
            {
                if (lower == upper)
                    continue;
                var distance = Distance(below, above, _trailing.Count > 0 && _trailing.Contains((lower, upper)));
                if (distance < below.Bytes)
                    found.Add(new OverlapAllowance(lower, upper, distance));
            }
        }

        return found.ToImmutable();
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

    private Node NodeOf(int step) => _schedule.NodeOf(_schedule.Steps[step]);

    private bool IsInside(ValueId id) => id == _stage.StreamedInput || _stage.Contains(_schedule.Graph.Producer(id));

    /// <summary>Values that were there before the stage and die in it. Each row is in use from the start.</summary>
    private void AddInputs()
    {
        for (var step = _stage.First; step < _stage.End; step++)
        {
            foreach (var id in NodeOf(step).Inputs.Items)
            {
                if (IsInside(id) || _schedule.Graph[id].Kind == ValueKind.Variable || !_dies(id, _stage))
                    continue;
                foreach (var occupancy in OccupanciesOf(id))
                    occupancy.StartAll();
            }
        }
    }

    private IEnumerable<Occupancy> Outputs()
    {
        for (var step = _stage.First; step < _stage.End; step++)
        {
            foreach (var output in NodeOf(step).Outputs.Where(output => !_dies(output, _stage)))
            {
                foreach (var occupancy in OccupanciesOf(output))
                    yield return occupancy;
            }
        }
    }

    /// <summary>Those of all rows of a value that comes or goes in the stage: one, or one for each scattered row.</summary>
    private IEnumerable<Occupancy> OccupanciesOf(ValueId id)
    {
        var use = UseOf(id);
        return Enumerable.Range(0, use.IsScattered ? _schedule.RowsOf(id) : 1).Select(row => OccupancyOf(use, row)).OfType<Occupancy>();
    }

    /// <summary>How the stage uses a value.</summary>
    /// <param name="Id">The value.</param>
    /// <param name="IsScattered">Whether each row has a place of its own.</param>
    /// <param name="Counts">Whether its rows come or go in the stage.</param>
    /// <param name="Layout">Layout of its buffer.</param>
    /// <param name="Slots">Which slots of that it takes.</param>
    private sealed record Use(ValueId Id, bool IsScattered, bool Counts, RowLayout Layout, RowSlots Slots)
    {
        /// <summary>When the slots of its buffer are in use; null for scattered rows, and where there is no buffer.</summary>
        public Occupancy? Whole { get; init; }
    }

    private Use UseOf(ValueId id)
    {
        if (_uses[id.Index] is { } known)
            return known;
        var isScattered = !_schedule.Scattered.IsEmpty && _schedule.Scattered.Contains(id);
        var use = new Use(
            id,
            isScattered,
            !_schedule.Graph[id].IsConstant && (IsInside(id) || _dies(id, _stage)),
            _schedule.LayoutOf(id),
            isScattered ? RowSlots.Own : _schedule.SlotsOf(id)
        );
        return _uses[id.Index] = use.Counts && !isScattered ? use with { Whole = Open(use, 0) } : use;
    }

    private Occupancy? OccupancyOf(Use use, int row) => use.IsScattered ? Open(use, row) : use.Whole;

    private Occupancy? Open(Use use, int row)
    {
        if (_bufferOf(use.Id, row) is not { } buffer)
            return null;
        if (!_occupancies.TryGetValue(buffer, out var occupancy))
            _occupancies[buffer] = occupancy = new Occupancy(use.Layout.RowStride, use.IsScattered ? 1 : use.Layout.Rows, use.IsScattered);
        return occupancy;
    }

    private void FollowAll()
    {
        var (rows, touched) = (new StageRows(_schedule, _stage), new List<(ValueId Value, int Row)>());
        for (var time = 0; time < _stage.Events.Length; time++)
        {
            var occurrence = _stage.Events[time];
            touched.Clear();
            rows.AddTouched(occurrence, touched);
            foreach (var (id, row) in touched)
            {
                if (UseOf(id) is { Counts: true } use)
                    OccupancyOf(use, row)?.Touch(use.IsScattered ? 0 : use.Slots.Of(row, use.Layout.Rows), time);
            }

            if (occurrence.Step == RowEvent.Arrival)
                continue;
            if (_stage.NarrowOf(occurrence.Step) is { } block)
                TouchTiles(block, time);
            else if (occurrence.Row == 0 && _schedule.Steps[occurrence.Step].Calls is [RowCall only]) // once for each step
                FindTrailing(only, NodeOf(occurrence.Step));
        }
    }

    private void TouchTiles(NarrowBlock block, int time)
    {
        foreach (var step in new[] { block.Expand, block.Window })
        {
            var use = UseOf(NodeOf(step).Outputs[0]);
            for (var slot = 0; slot < use.Layout.Rows; slot++)
                OccupancyOf(use, 0)?.Touch(slot, time);
        }
    }

    /// <summary>Element-by-element kernels may write a row exactly over a row that they read.</summary>
    private void FindTrailing(RowCall call, Node node)
    {
        var output = node.Outputs[0];
        if (
            call.Overlap != OverlapTolerance.Ascending
            || call.OutputOffset != 0
            || _schedule.Hosts.ContainsValue(output)
            || _schedule.Hosts.ContainsKey(output)
        )
            return;
        foreach (
            var source in call.Sources.Where(source =>
                source.Index == RowIndex.Same && call.ReadsWholePixels(source.Operand) && call.ColumnStride == 1
            )
        )
        {
            var input = node.Inputs[source.Operand];
            if (_schedule.Scattered.Contains(input) || _schedule.Scattered.Contains(output))
                continue;
            var alike =
                _schedule.LayoutOf(input) is var a
                && _schedule.LayoutOf(output) is var b
                && a.Order == ElementOrder.ChannelLast
                && b.Order == a.Order
                && a.RowStride == b.RowStride
                && a.PixelStride == b.PixelStride;
            if (
                alike
                && !_schedule.IsRing(input)
                && !_schedule.IsRing(output)
                && _bufferOf(output, 0) is { } lower
                && _bufferOf(input, 0) is { } upper
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
