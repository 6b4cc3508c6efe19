using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

internal sealed partial class PlanValidator
{
    /// <summary>Counters and sums that must stay as they are while other things happen.</summary>
    private readonly List<Kept> _kept = [];

    private bool ArrivesInStage(ValueId id) => _schedule.Stages.Any(stage => stage.StreamedInput == id);

    /// <summary>Replays the events of a stage; each step must compute all its rows, in order.</summary>
    private void ReplayStage(Stage stage)
    {
        var kept = _kept.Count;
        var number = _schedule.Stages.IndexOf(stage);
        _kept.Add(
            new Kept(
                $"the row counters of steps {stage.First} to {stage.End - 1}",
                _plan.CounterOffsets[number],
                stage.Count * Stage.CounterBytes,
                Counters
            )
        );
        for (var s = stage.First; s < stage.End; s++)
        {
            if (_schedule.Steps[s].Accumulates)
                _kept.Add(
                    new Kept(
                        $"the sums of step {s}",
                        _plan.ScratchOffsets[s]!.Value,
                        _schedule.Steps[s].ScratchBytes,
                        Counters - 1 - (uint)s
                    )
                );
        }

        RestoreKept(kept);
        var done = new int[stage.Count];
        var arrived = 0;
        foreach (var occurrence in stage.Events)
        {
            if (occurrence.Step == RowEvent.Arrival)
            {
                Expect(occurrence.Row == arrived++, $"row {occurrence.Row} of the input arrives out of order");
                WriteRow(stage.StreamedInput!.Value, occurrence.Row);
            }
            else
            {
                Expect(stage.Contains(occurrence.Step), $"step {occurrence.Step} runs in a stage that it does not belong to");
                Expect(
                    stage.NarrowOf(occurrence.Step) is not { } block || occurrence.Step == block.Project,
                    $"step {occurrence.Step} runs by itself, but it is part of a narrow block"
                );
                var count = done[occurrence.Step - stage.First]++;
                Expect(
                    occurrence.Row == (stage.Climbs ? Events(occurrence.Step) - 1 - count : count),
                    $"step {occurrence.Step} computes row {occurrence.Row} out of order"
                );
                ReplayEvent(occurrence.Step, occurrence.Row, count == Events(occurrence.Step) - 1);
            }

            CheckKept(
                new Moment(occurrence.Step < 0 ? null : _schedule.NodeOf(_schedule.Steps[occurrence.Step]), "row arrives")
                {
                    Row = occurrence.Row,
                }
            );
        }

        Expect(stage.StreamedInput is not { } input || arrived == _schedule.RowsOf(input), $"{arrived} rows of the input arrive");
        for (var s = stage.First; s < stage.End; s++)
        {
            var rows = stage.NarrowOf(s) is { } block && s != block.Project ? 0 : Events(s);
            Expect(done[s - stage.First] == rows, $"step {s} computes {done[s - stage.First]} of {rows} rows");
        }

        _kept.RemoveRange(kept, _kept.Count - kept);
    }

    /// <summary>Rows that a step computes, or takes where it adds up.</summary>
    private int Events(int s) =>
        _schedule.Steps[s].Calls is [AccumulateCall call] ? call.Rows : _schedule.RowsOf(_schedule.NodeOf(_schedule.Steps[s]).Outputs[0]);

    private void ReplayEvent(int s, int y, bool last)
    {
        var step = _schedule.Steps[s];
        var node = _schedule.NodeOf(step);
        if (step.Calls is [AccumulateCall])
        {
            ReadRow(node.Inputs[0], y, new Moment(node, "adds up") { Row = y });
            if (!last)
                return;
            WriteRow(node.Outputs[0], 0);
            Deliver(node);
            return;
        }

        if (_schedule.StageOf(s)!.NarrowOf(s) is { } narrow)
        {
            ReplayNarrow(narrow, node, y);
            Deliver(node, y);
            return;
        }

        CheckWindow(node, step, y);
        var written = new HashSet<int>();
        foreach (var call in step.Calls.Cast<RowCall>())
        {
            SpoilScratch(s);
            // Where a kernel may write over a row that it reads, rows are read before; otherwise after, so that the row written must be
            // elsewhere.
            var inPlace = call.Overlap switch
            {
                OverlapTolerance.Ascending => MayTrail(node, call, y),
                OverlapTolerance.PlanarRow => LiesOverARow(node, call, y),
                _ => false,
            };
            if (written.Add(call.Output) && !inPlace)
                WriteRow(node.Outputs[call.Output], y);
            foreach (var (operand, row) in Rows(node, call, y))
                ReadRow(node.Inputs[operand], row, new Moment(node, "computes") { Row = y, From = row });
            if (inPlace)
                WriteRow(node.Outputs[call.Output], y);
            SpoilScratch(s); // it is in use until the row is complete
        }

        Expect(written.Count == node.Outputs.Count, $"{node.Label} does not write all its outputs");
        Deliver(node, y);
    }

    /// <summary>A narrow block fills its tiles and scratch and writes its row while it still reads its input.</summary>
    private void ReplayNarrow(NarrowBlock block, Node project, int y)
    {
        for (var s = block.Expand; s < block.Project; s++)
        {
            var tile = _schedule.NodeOf(_schedule.Steps[s]).Outputs[0];
            Write(tile, 0, Bytes(tile));
        }

        WriteRow(project.Outputs[0], y);
        for (var s = block.Expand; s <= block.Project; s++)
            SpoilScratch(s);
        var window = _schedule.NodeOf(_schedule.Steps[block.Window]);
        CheckTiles(block, window);
        var input = _schedule.NodeOf(_schedule.Steps[block.Expand]).Inputs[0];
        foreach (var row in RowsNeeded((IRowOperator)window.Op, 0, y, _graph.TypesOf(window)))
            ReadRow(input, row, new Moment(project, "computes") { Row = y, From = row });
        foreach (var tile in new[] { window.Inputs[0], window.Outputs[0] })
            Read(tile, 0, Bytes(tile), new Moment(project, "uses its tile") { Row = y });
    }

    /// <summary>The tiles must hold every row and column that some columns of the output need.</summary>
    private void CheckTiles(NarrowBlock block, Node window)
    {
        var shape = ((IWindowed)window.Op).Window;
        var (from, to) = (_graph[window.Inputs[0]].Type.Shape, _graph[window.Outputs[0]].Type.Shape);
        var (tile, chunk) = (_schedule.LayoutOf(window.Inputs[0]), _schedule.LayoutOf(window.Outputs[0]));
        Expect(
            block.Columns > 0 && Columns(chunk, to[3]) >= Math.Min(block.Columns, to[2]),
            $"the columns that {window.Label} makes at a time do not fit their tile"
        );
        Expect(tile.Rows >= shape.Y.Kernel, $"the tile that {window.Label} reads has too few rows");
        for (var x = 0; x < to[2]; x += block.Columns)
        {
            var needed = shape.X.InputRange(new RowRange(x, Math.Min(x + block.Columns, to[2]))).Clip(from[2]);
            Expect(Columns(tile, from[3]) >= needed.Count, $"the tile that {window.Label} reads holds fewer than {needed.Count} columns");
        }
    }

    private static int Columns(RowLayout layout, int channels) =>
        layout.Order == ElementOrder.RowPlanar
            ? Math.Min(layout.ChannelStride, layout.RowStride / channels) / layout.PixelStride
            : layout.RowStride / layout.PixelStride;

    /// <summary>Whether every row that shares bytes with the output row has the same address, or a higher one, and the same
    /// pixels.</summary>
    private bool MayTrail(Node node, RowCall call, int y)
    {
        var output = _schedule.LayoutOf(node.Outputs[call.Output]);
        if (Address(node.Outputs[call.Output], y) is not { } to || output.Order != ElementOrder.ChannelLast || call.OutputOffset != 0)
            return false;
        foreach (var (operand, row) in Rows(node, call, y))
        {
            var input = _schedule.LayoutOf(node.Inputs[operand]);
            if (Address(node.Inputs[operand], row) is not { } from || from >= to + output.RowStride || to >= from + input.RowStride)
                continue;
            if (
                from < to
                || !call.ReadsWholePixels(operand)
                || input.Order != output.Order
                || input.PixelStride * call.ColumnStride < output.PixelStride
            )
                return false;
        }

        return true;
    }

    /// <summary>Whether the output row lies exactly over one of the rows read, channel over channel.</summary>
    private bool LiesOverARow(Node node, RowCall call, int y)
    {
        var output = _schedule.LayoutOf(node.Outputs[0]);
        return Rows(node, call, y)
            .Concat(RowsOutside(node, call, y))
            .Any(source =>
                _schedule.LayoutOf(node.Inputs[source.Operand]) is var input
                && Address(node.Inputs[source.Operand], source.Row) == Address(node.Outputs[0], y)
                && input.Order == ElementOrder.RowPlanar
                && output.Order == ElementOrder.RowPlanar
                && input.ChannelStride == output.ChannelStride
            );
    }

    /// <summary>Rows outside the map have slots too; nothing is read there.</summary>
    private IEnumerable<(int Operand, int Row)> RowsOutside(Node node, RowCall call, int y) =>
        call
            .Sources.Select(source => (source.Operand, Row: source.Index.At(y)))
            .Where(source => source.Row < 0 || source.Row >= _schedule.RowsOf(node.Inputs[source.Operand]));

    /// <summary>The operator says itself which rows it needs; the kernel's list must hold them.</summary>
    private void CheckWindow(Node node, Step step, int y)
    {
        var types = _graph.TypesOf(node);
        for (var operand = 0; operand < node.Inputs.Count; operand++)
        {
            if (_graph[node.Inputs[operand]].IsConstant)
                continue;
            var needed = RowsNeeded((IRowOperator)node.Op, operand, y, types);
            var read = step
                .Calls.Cast<RowCall>()
                .SelectMany(call => Rows(node, call, y))
                .Where(source => source.Operand == operand)
                .Select(source => source.Row)
                .ToHashSet();
            Expect(
                read.Count == 0
                    ? needed.Count == 0
                    : read.Min() == needed.First() && read.Max() == needed.Last() && needed.IsSubsetOf(read),
                $"{node.Label} computes row {y} from other rows than {string.Join(", ", needed)}"
            );
        }
    }

    /// <summary>The rows of an operand that an output row needs: all from the first to the last, or the taps of a window that leaves some
    /// out.</summary>
    private static SortedSet<int> RowsNeeded(IRowOperator op, int operand, int y, OpTypes types)
    {
        var range = op.InputRows(operand, y, types);
        var rows = Enumerable.Range(range.Start, range.Count);
        if (op is IWindowed { Window.Y: { Dilation: > 1 } axis } && operand == 0)
            rows = rows.Where(row => (row - axis.InputStart(y)) % axis.Dilation == 0);
        return [.. rows];
    }

    private int? Address(ValueId id, int row) =>
        _plan.RowOffsets.TryGetValue(id, out var rows) ? (row >= 0 && row < rows.Length ? rows[row] : null)
        : _plan.Offsets[id.Index] is { } offset ? offset + (SlotOf(id, row) * _schedule.LayoutOf(id).RowStride)
        : null;

    /// <summary>The slot, counted on from row 0 without the schedule's own arithmetic.</summary>
    private int SlotOf(ValueId id, int row)
    {
        var (slots, rows) = (_schedule.SlotsOf(id), _schedule.LayoutOf(id).Rows);
        var slot = (long)slots.Stride * row + slots.Offset;
        while (slot < 0)
            slot += rows;
        return (int)(slot % rows);
    }

    private void WriteRow(ValueId id, int row)
    {
        Expect(
            _plan.RowOffsets.ContainsKey(id) == _schedule.Scattered.Contains(id),
            $"the rows of '{_graph[id].Name}' are not where the schedule says"
        );
        var address = Address(id, row) ?? throw new MistakeException($"'{_graph[id].Name}' is written but has no place");
        var bytes = _schedule.LayoutOf(id).RowStride;
        WriteAt(id, address, row * bytes, bytes);
    }

    private void ReadRow(ValueId id, int row, in Moment moment)
    {
        var bytes = _schedule.LayoutOf(id).RowStride;
        if (Address(id, row) is { } address)
            ReadAt(id, address, row * bytes, bytes, moment);
    }

    private void RestoreKept(int first)
    {
        foreach (var kept in _kept.Skip(first))
        {
            Expect(IsInside(kept.Offset, kept.Bytes), $"{kept.Name} lie outside the arena");
            Array.Fill(_memory, kept.Mark, kept.Offset, kept.Bytes);
        }
    }

    private void CheckKept(in Moment moment)
    {
        foreach (var kept in _kept)
        {
            if (_memory.AsSpan(kept.Offset, kept.Bytes).ContainsAnyExcept(kept.Mark))
                throw new MistakeException($"when {moment}, {kept.Name} were overwritten");
        }
    }

    /// <summary>Bytes that keep their meaning over many events, marked with a number that no value has.</summary>
    private readonly record struct Kept(string Name, int Offset, int Bytes, uint Mark);
}
