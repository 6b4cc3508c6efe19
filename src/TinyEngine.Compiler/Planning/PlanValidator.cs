using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Replays a plan byte by byte and finds out whether every read sees what was meant to be there. It knows nothing of lifetimes, distances
/// or the planner: it marks each arena byte with the value and position last written to it, and compares on every read. Kernels are
/// replayed at their worst: one that tolerates no overlap writes the whole row before it has read anything twice; one that tolerates
/// ascending overlap reads each column just before it writes it; scratch is overwritten with rubbish.
/// </summary>
internal sealed partial class PlanValidator
{
    private const uint Rubbish = uint.MaxValue;
    private const uint Arrivals = uint.MaxValue - 1;
    private const uint Counters = uint.MaxValue - 2;

    private readonly MemoryPlan _plan;
    private readonly Schedule _schedule;
    private readonly Network _graph;
    private readonly uint[] _memory;
    private readonly uint[] _firstMarks;
    private readonly bool[] _scattered;

    private PlanValidator(MemoryPlan plan)
    {
        (_plan, _schedule, _graph) = (plan, plan.Schedule, plan.Schedule.Graph);
        _memory = new uint[plan.ArenaBytes];
        Array.Fill(_memory, Rubbish);
        _scattered = [.. _graph.Values.Select(value => _schedule.Scattered.Contains(value.Id))];
        _isDelivered = [.. _graph.Values.Select(value => IsDelivered(value.Id))];
        _delivered = new int[_graph.Values.Length];
        _firstMarks = new uint[_graph.Values.Length];
        var next = 0u;
        foreach (var value in _graph.Values)
        {
            _firstMarks[value.Id.Index] = next;
            next = checked(next + MarksOf(value));
        }
    }

    /// <summary>Marks for every byte of a value, in its layout as a whole: a ring has fewer rows than the value, and a tile is a part of
    /// it.</summary>
    private uint MarksOf(Value value)
    {
        if (_plan.Offsets[value.Id.Index] is null && !_plan.RowOffsets.ContainsKey(value.Id))
            return 0;
        var layout = _schedule.LayoutOf(value.Id);
        return Math.Max(
            checked((uint)layout.RowStride * (uint)_schedule.RowsOf(value.Id)),
            Math.Max((uint)layout.ByteSize, (uint)RowLayout.Dense(value.Type, layout.Order).ByteSize)
        );
    }

    /// <summary>Replays a plan.</summary>
    /// <returns>Null when every read is right, otherwise the first mistake in words.</returns>
    public static string? FindMistake(MemoryPlan plan)
    {
        try
        {
            new PlanValidator(plan).Replay();
            return null;
        }
        catch (MistakeException mistake)
        {
            return mistake.Message;
        }
    }

    private void Replay()
    {
        foreach (var value in _graph.Values)
        {
            if (
                value.Kind is ValueKind.Input or ValueKind.Variable
                && _plan.Offsets[value.Id.Index] is not null
                && !ArrivesInStage(value.Id)
            )
                Write(value.Id, 0, Bytes(value.Id));
        }

        if (_plan.ArrivalOffset is { } arrival)
            _kept.Add(new Kept("the number of rows that arrived", arrival, sizeof(int), Arrivals));
        RestoreKept(0);
        foreach (var (s, step) in _schedule.Steps.Index())
        {
            var node = _schedule.NodeOf(step);
            if (_schedule.Patches is { } patches && patches.Contains(s))
            {
                if (s == 0)
                    ReplayPatches(patches);
                Deliver(node);
                continue;
            }

            if (_schedule.StageOf(s) is { } stage)
            {
                if (s == stage.First)
                    ReplayStage(stage);
                continue;
            }

            if (step.Calls.IsEmpty)
                Alias(node);
            else if (step.Calls.All(call => call is RowCall))
                ReplayRows(s, step, node);
            else
                ReplayWhole(s, node);
            Deliver(node);
        }

        CheckKept(new Moment(null, "the network ends"));
        CheckOutputs();
        foreach (var state in _graph.Values.Where(value => value.Kind == ValueKind.Variable))
        {
            var last = _graph.Nodes.LastOrDefault(node => node.Op is IUpdatesVariable && node.Inputs[0] == state.Id)?.Outputs[0]
                ?? state.Id;
            Read(last, 0, Bytes(last), new Moment(null, "the next run reads the state"));
        }
    }

    private int Bytes(ValueId id) => _schedule.LayoutOf(id).ByteSize;

    private void Alias(Node node)
    {
        Read(node.Inputs[0], 0, Bytes(node.Inputs[0]), new Moment(node, "renames its input"));
        if (_plan.Offsets[node.Outputs[0].Index] is null && _plan.Offsets[node.Inputs[0].Index] is null)
            return;
        if (_plan.Offsets[node.Outputs[0].Index] != _plan.Offsets[node.Inputs[0].Index])
            throw new MistakeException($"{node.Label} copies nothing, but its output lies elsewhere than its input");
        _firstMarks[node.Outputs[0].Index] = _firstMarks[node.Inputs[0].Index];
    }

    private void ReplayWhole(int s, Node node)
    {
        foreach (var input in node.Inputs)
            Read(input, 0, Bytes(input), new Moment(node, "starts"));
        SpoilScratch(s);
        var updated = node.Op is IUpdatesVariable ? node.Inputs[0] : (ValueId?)null;
        if (updated is { } variable && _plan.Offsets[variable.Index] != _plan.Offsets[node.Outputs[0].Index])
            throw new MistakeException($"{node.Label} updates a variable, but its output lies elsewhere");
        foreach (var output in node.Outputs)
            Write(output, 0, Bytes(output));
        // A whole-tensor kernel may read its inputs until its last write, but for a variable that it updates.
        foreach (var input in node.Inputs.Where(i => !node.Outputs.Contains(i) && i != updated))
            Read(input, 0, Bytes(input), new Moment(node, "ends"));
        SpoilScratch(s);
    }

    private void ReplayRows(int s, Step step, Node node)
    {
        var rows = _schedule.LayoutOf(node.Outputs[0]).Rows;
        RowCall[] calls = [.. step.Calls.Cast<RowCall>()];
        for (var i = 0; i < rows; i++)
        {
            var y = _plan.DescendingSteps.Contains(s) ? rows - 1 - i : i;
            foreach (var call in calls)
            {
                SpoilScratch(s);
                var output = _schedule.LayoutOf(node.Outputs[call.Output]);
                if (call.Overlap == OverlapTolerance.Ascending && output.Order == ElementOrder.ChannelLast && call.OutputOffset == 0)
                    ReplayColumns(node, call, output, y);
                else
                    ReplayRow(node, call, output, y);
                SpoilScratch(s); // it is in use until the row is complete
            }
        }
    }

    private void ReplayRow(Node node, RowCall call, RowLayout output, int y)
    {
        // Calls that share a row each write a part of it; the row is marked whole with the first, so that no later read may depend on it.
        Write(node.Outputs[call.Output], y * output.RowStride, output.RowStride);
        foreach (var (operand, row) in Rows(node, call, y))
        {
            var layout = _schedule.LayoutOf(node.Inputs[operand]);
            Read(node.Inputs[operand], row * layout.RowStride, layout.RowStride, new Moment(node, "computes") { Row = y, From = row });
        }
    }

    private void ReplayColumns(Node node, RowCall call, RowLayout output, int y)
    {
        var columns = call.LinearCount > 0 ? call.LinearCount : call.Columns;
        var written = output.RowStride / columns;
        ColumnRead[] reads = [.. Rows(node, call, y).Select(source => ReadOf(node, call, source.Operand, source.Row, columns))];
        for (var x = 0; x < columns; x++)
        {
            foreach (ref readonly var read in reads.AsSpan())
            {
                if (x >= read.FirstColumn)
                    Read(
                        read.Value,
                        read.Start + (x * read.Step),
                        read.Bytes,
                        new Moment(node, "computes")
                        {
                            Row = y,
                            Column = x,
                            From = read.Row,
                        }
                    );
            }

            Write(node.Outputs[call.Output], (y * output.RowStride) + (x * written), written);
        }
    }

    /// <summary>What each column reads of a row: its pixel, or everything. What an earlier column overwrites stays wrong, so of reads that
    /// repeat the last one finds it.</summary>
    private ColumnRead ReadOf(Node node, RowCall call, int operand, int row, int columns)
    {
        var (id, layout) = (node.Inputs[operand], _schedule.LayoutOf(node.Inputs[operand]));
        if (!call.ReadsWholePixels(operand) || layout.Order != ElementOrder.ChannelLast)
            return new ColumnRead(id, row, columns - 1, row * layout.RowStride, 0, layout.RowStride);
        var pixel = call.LinearCount > 0 ? layout.ElementBytes : layout.PixelStride;
        return new ColumnRead(id, row, 0, row * layout.RowStride, call.ColumnStride * pixel, pixel);
    }

    private IEnumerable<(int Operand, int Row)> Rows(Node node, RowCall call, int y)
    {
        foreach (var source in call.Sources)
        {
            var row = source.Index.At(y);
            if (row >= 0 && row < _schedule.RowsOf(node.Inputs[source.Operand]))
                yield return (source.Operand, row);
        }
    }

    private void SpoilScratch(int step)
    {
        if (_plan.ScratchOffsets[step] is not { } offset)
            return;
        var bytes = _schedule.Steps[step].ScratchBytes;
        Expect(IsInside(offset, bytes), $"the scratch of step {step} lies outside the arena");
        Array.Fill(_memory, Rubbish, offset, bytes);
    }

    /// <summary>What marks a byte of a value; the byte behind it has the next number.</summary>
    private uint Mark(ValueId id, int position) => _firstMarks[id.Index] + (uint)position;

    private void Write(ValueId id, int start, int count)
    {
        var offset = _plan.Offsets[id.Index] ?? throw new MistakeException($"'{_graph[id].Name}' is written but has no place");
        WriteAt(id, offset + start, start, count);
    }

    private void WriteAt(ValueId id, int address, int position, int count)
    {
        Expect(IsInside(address, count), $"'{_graph[id].Name}' lies outside the arena");
        var mark = Mark(id, position);
        foreach (ref var place in _memory.AsSpan(address, count))
            place = mark++;
    }

    private bool IsInside(int address, int count) => address >= 0 && (long)address + count <= _memory.Length;

    private void Read(ValueId id, int start, int count, in Moment moment)
    {
        Expect(!_scattered[id.Index], $"when {moment}, '{_graph[id].Name}' is read as a whole, but its rows are scattered");
        if (_plan.Offsets[id.Index] is not { } offset)
            return; // constants and external inputs cannot be overwritten
        ReadAt(id, offset + start, start, count, moment);
    }

    private void ReadAt(ValueId id, int address, int position, int count, in Moment moment)
    {
        Expect(IsInside(address, count), $"'{_graph[id].Name}' lies outside the arena");
        var mark = Mark(id, position);
        var memory = _memory.AsSpan(address, count);
        for (var i = 0; i < memory.Length; i++)
        {
            if (memory[i] != mark + (uint)i)
                throw new MistakeException(
                    $"when {moment}, byte {position + i} of '{_graph[id].Name}' at {address + i} holds something else"
                );
        }
    }

    private readonly record struct ColumnRead(ValueId Value, int Row, int FirstColumn, int Start, int Step, int Bytes);

    /// <summary>When a read happens; becomes text only when the read is wrong.</summary>
    private readonly record struct Moment(Node? Node, string Event)
    {
        public int Row { get; init; } = -1;

        public int Column { get; init; } = -1;

        public int From { get; init; } = -1;

        public override string ToString() =>
            (Node is null ? Event : $"{Node.Label} {Event}")
            + (
                Row < 0 ? ""
                : Column < 0 ? $" row {Row} from row {From}"
                : $" row {Row} column {Column} from row {From}"
            );
    }
}
