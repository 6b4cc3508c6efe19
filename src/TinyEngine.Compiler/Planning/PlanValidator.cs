using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Replays a plan byte by byte and finds out whether every read sees what was meant to be there. It knows nothing of lifetimes, distances or
/// the planner: it marks each arena byte with the value and position last written to it, and compares on every read. Kernels are replayed at
/// their worst: one that tolerates no overlap writes the whole row before it has read anything twice; one that tolerates ascending overlap
/// reads each column just before it writes it; scratch is overwritten with rubbish.
/// </summary>
public sealed partial class PlanValidator
{
    private const long Rubbish = -1;

    private readonly MemoryPlan _plan;
    private readonly Schedule _schedule;
    private readonly Graph.Graph _graph;
    private readonly long[] _memory;
    private readonly Dictionary<ValueId, ValueId> _renamed = [];

    private PlanValidator(MemoryPlan plan)
    {
        (_plan, _schedule, _graph) = (plan, plan.Schedule, plan.Schedule.Graph);
        _memory = new long[plan.ArenaBytes];
        Array.Fill(_memory, Rubbish);
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
            if (value.Kind is ValueKind.Input or ValueKind.Variable && _plan.Offsets[value.Id.Index] is not null && !ArrivesInStage(value.Id))
                Write(value.Id, 0, Bytes(value.Id));
        }

        if (_plan.ArrivalOffset is { } arrival)
            _kept.Add(new Kept("the number of rows that arrived", arrival, sizeof(int), -2));
        RestoreKept(0);
        foreach (var (s, step) in _schedule.Steps.Index())
        {
            var node = _schedule.NodeOf(step);
            if (_schedule.Patches is { } patches && patches.Contains(s))
            {
                if (s == 0)
                    ReplayPatches(patches);
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
        }

        CheckKept(new Moment(null, "the network ends"));
        foreach (var output in _graph.Outputs)
            Read(output, 0, Bytes(output), new Moment(null, "the caller reads the output"));
        foreach (var state in _graph.Values.Where(value => value.Kind == ValueKind.Variable))
            Read(state.Id, 0, Bytes(state.Id), new Moment(null, "the next run reads the state"));
    }

    private int Bytes(ValueId id) => _schedule.LayoutOf(id).ByteSize;

    private void Alias(Node node)
    {
        Read(node.Inputs[0], 0, Bytes(node.Inputs[0]), new Moment(node, "renames its input"));
        if (_plan.Offsets[node.Outputs[0].Index] is null && _plan.Offsets[node.Inputs[0].Index] is null)
            return;
        if (_plan.Offsets[node.Outputs[0].Index] != _plan.Offsets[node.Inputs[0].Index])
            throw new MistakeException($"{node.Label} copies nothing, but its output lies elsewhere than its input");
        _renamed[node.Outputs[0]] = _renamed.GetValueOrDefault(node.Inputs[0], node.Inputs[0]);
    }

    private void ReplayWhole(int s, Node node)
    {
        foreach (var input in node.Inputs)
            Read(input, 0, Bytes(input), new Moment(node, "starts"));
        SpoilScratch(s);
        foreach (var output in node.Outputs)
            Write(output, 0, Bytes(output));
        // A whole-tensor kernel may read its inputs until its last write.
        foreach (var input in node.Inputs.Where(i => !node.Outputs.Contains(i)))
            Read(input, 0, Bytes(input), new Moment(node, "ends"));
        SpoilScratch(s);
    }

    private void ReplayRows(int s, Step step, Node node)
    {
        var rows = _schedule.LayoutOf(node.Outputs[0]).Rows;
        for (var i = 0; i < rows; i++)
        {
            var y = _plan.DescendingSteps.Contains(s) ? rows - 1 - i : i;
            foreach (var call in step.Calls.Cast<RowCall>())
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
        (int Operand, int Row)[] sources = [.. Rows(node, call, y)];
        for (var x = 0; x < columns; x++)
        {
            foreach (var (operand, row) in sources)
            {
                var layout = _schedule.LayoutOf(node.Inputs[operand]);
                var moment = new Moment(node, "computes") { Row = y, Column = x, From = row };
                if (!call.ReadsWholePixels(operand) || layout.Order != ElementOrder.ChannelLast)
                {
                    // What an earlier column overwrites stays wrong, so the last read of a row that repeats finds it.
                    if (x < columns - 1)
                        continue;
                    Read(node.Inputs[operand], row * layout.RowStride, layout.RowStride, moment);
                    continue;
                }

                var pixel = call.LinearCount > 0 ? layout.ElementBytes : layout.PixelStride;
                Read(node.Inputs[operand], (row * layout.RowStride) + (x * call.ColumnStride * pixel), pixel, moment);
            }

            Write(node.Outputs[call.Output], (y * output.RowStride) + (x * written), written);
        }
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
        CheckInside($"the scratch of step {step}", offset, bytes);
        Array.Fill(_memory, Rubbish, offset, bytes);
    }

    /// <summary>What marks a byte of a value; the byte behind it has the next number.</summary>
    private long Mark(ValueId id, int position) => ((long)_renamed.GetValueOrDefault(id, id).Index << 32) | (uint)position;

    private void Write(ValueId id, int start, int count)
    {
        var offset = _plan.Offsets[id.Index] ?? throw new MistakeException($"'{_graph[id].Name}' is written but has no place");
        WriteAt(id, offset + start, start, count);
    }

    private void WriteAt(ValueId id, int address, int position, int count)
    {
        CheckInside($"'{_graph[id].Name}'", address, count);
        var mark = Mark(id, position);
        foreach (ref var place in _memory.AsSpan(address, count))
            place = mark++;
    }

    private void CheckInside(string what, int address, int count)
    {
        if (address < 0 || address + count > _memory.Length)
            throw new MistakeException($"{what} lies outside the arena");
    }

    private void Read(ValueId id, int start, int count, in Moment moment)
    {
        if (_schedule.Scattered.Contains(id))
            throw new MistakeException($"when {moment}, '{_graph[id].Name}' is read as a whole, but its rows are scattered");
        if (_plan.Offsets[id.Index] is not { } offset)
            return; // constants and external inputs cannot be overwritten
        ReadAt(id, offset + start, start, count, moment);
    }

    private void ReadAt(ValueId id, int address, int position, int count, in Moment moment)
    {
        CheckInside($"'{_graph[id].Name}'", address, count);
        var mark = Mark(id, position);
        for (var i = 0; i < count; i++)
        {
            if (_memory[address + i] != mark + i)
                throw new MistakeException($"when {moment}, byte {position + i} of '{_graph[id].Name}' at {address + i} holds something else");
        }
    }

    /// <summary>When a read happens; becomes text only when the read is wrong.</summary>
    private readonly record struct Moment(Node? Node, string Event)
    {
        public int Row { get; init; } = -1;

        public int Column { get; init; } = -1;

        public int From { get; init; } = -1;

        public override string ToString() =>
            (Node is null ? Event : $"{Node.Label} {Event}") + (Row < 0 ? "" : Column < 0 ? $" row {Row} from row {From}" : $" row {Row} column {Column} from row {From}");
    }

    private sealed class MistakeException(string message) : Exception(message);
}
