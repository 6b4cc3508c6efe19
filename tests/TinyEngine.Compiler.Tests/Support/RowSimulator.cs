using System.Buffers.Binary;
using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Support;

/// <summary>
/// Executes a plan in an arena of exactly its size: each event reads the rows that its kernels get from their places, computes its row with
/// the operator's reference semantics on a tensor in which everything else is rubbish, and writes it to its place. Workspaces are filled
/// with rubbish, counters and sums live in the arena and must stay as they were left.
/// </summary>
internal sealed class RowSimulator
{
    private readonly MemoryPlan _plan;
    private readonly Schedule _schedule;
    private readonly Network _graph;
    private readonly byte[] _arena;
    private readonly byte[][] _inputs;
    private readonly Dictionary<int, byte[]> _sums = [];
    private readonly Dictionary<ValueId, byte[]> _delivered = [];
    private readonly Random _rubbish = new(5);
    private int _arrived;

    private RowSimulator(MemoryPlan plan, byte[][] inputs)
    {
        (_plan, _schedule, _graph, _inputs) = (plan, plan.Schedule, plan.Schedule.Graph, inputs);
        _arena = new byte[plan.ArenaBytes];
        Spoil(_arena);
    }

    /// <summary>Runs the network once.</summary>
    /// <param name="plan">What to execute; a network without state.</param>
    /// <param name="inputs">Bytes of each input.</param>
    /// <returns>Bytes of each output.</returns>
    public static byte[][] Run(MemoryPlan plan, params byte[][] inputs) => new RowSimulator(plan, inputs).Run();

    private byte[][] Run()
    {
        if (_plan.Interface.Inputs != InputMode.External && !_schedule.Stages.Any(stage => stage.StreamedInput is not null))
        {
            foreach (var (i, id) in _graph.Inputs.Index())
            {
                for (var row = 0; row < _schedule.RowsOf(id); row++)
                    WriteRow(id, row, _inputs[i]);
            }
        }

        SetArrived(0);
        for (var s = 0; s < _schedule.Steps.Length; s++)
        {
            if (_schedule.StageOf(s) is { } stage)
            {
                RunStage(stage);
                s = stage.End - 1;
            }
            else
            {
                RunStep(s);
                Deliver(NodeOf(s), null);
            }
        }

        return [.. _graph.Outputs.Select(id => _schedule.Delivers(id) ? _delivered[id] : Gather(id, AllRows(id)))];
    }

    private void RunStage(Stage stage)
    {
        var counters = _plan.CounterOffsets[_schedule.Stages.IndexOf(stage)];
        var done = new short[stage.Count];
        for (var i = 0; i < done.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(_arena.AsSpan(counters + (Stage.CounterBytes * i)), 0);
        foreach (var occurrence in stage.Events)
        {
            CheckArrived();
            for (var i = 0; i < done.Length; i++)
                BinaryPrimitives
                    .ReadInt16LittleEndian(_arena.AsSpan(counters + (Stage.CounterBytes * i)))
                    .ShouldBe(done[i], $"the counter of step {stage.First + i} before {occurrence}");
            if (occurrence.Step == RowEvent.Arrival)
            {
                WriteRow(stage.StreamedInput!.Value, occurrence.Row, _inputs[0]);
                SetArrived(_arrived + 1);
                continue;
            }

            if (_schedule.Steps[occurrence.Step].Calls is [AccumulateCall sum])
                Accumulate(stage, occurrence, sum);
            else if (stage.NarrowOf(occurrence.Step) is { } block)
                RunNarrow(block, occurrence);
            else
                RunRow(occurrence.Step, occurrence.Row);
            if (_schedule.Steps[occurrence.Step].Calls is not [AccumulateCall { Rows: var rows }])
                Deliver(NodeOf(occurrence.Step), occurrence.Row);
            else if (done[occurrence.Step - stage.First] == rows - 1)
                Deliver(NodeOf(occurrence.Step), null);
            var local = occurrence.Step - stage.First;
            BinaryPrimitives.WriteInt16LittleEndian(_arena.AsSpan(counters + (Stage.CounterBytes * local)), ++done[local]);
        }
    }

    private void RunStep(int s)
    {
        var step = _schedule.Steps[s];
        var node = _schedule.NodeOf(step);
        if (step.Calls.IsEmpty)
            return;
        if (step.Calls.All(call => call is RowCall))
        {
            var rows = Enumerable.Range(0, _schedule.RowsOf(node.Outputs[0]));
            foreach (var y in _plan.DescendingSteps.Contains(s) ? rows.Reverse() : rows)
                RunRow(s, y);
            return;
        }

        SpoilScratch(s);
        foreach (var output in node.Outputs)
            Spoil(_arena.AsSpan(_plan.Offsets[output.Index]!.Value, _schedule.LayoutOf(output).ByteSize));
        var results = Evaluate(node, [.. node.Inputs.Items.Select(id => Gather(id, AllRows(id)))]);
        foreach (var (result, output) in results.Zip(node.Outputs))
        {
            for (var row = 0; row < _schedule.RowsOf(output); row++)
                WriteRow(output, row, result);
        }

        SpoilScratch(s);
    }

    private void RunRow(int s, int y)
    {
        var step = _schedule.Steps[s];
        var node = _schedule.NodeOf(step);
        var inputs = node.Inputs.Items.Select(id => _graph[id].IsConstant ? _graph[id].Data.ToArray() : Gather(id, [])).ToArray();
        SpoilScratch(s);
        var begun = new HashSet<int>();
        foreach (var call in step.Calls.Cast<RowCall>())
            ReadRows(node, call, y, inputs, isFirst: begun.Add(call.Output));
        foreach (var (output, result) in node.Outputs.Items.Zip(Evaluate(node, inputs)))
            WriteRow(output, y, result);
        SpoilScratch(s);
    }

    /// <summary>Reads the rows of a call piece by piece and destroys the part of the output row that the kernel may have written by
    /// then.</summary>
    private void ReadRows(Node node, RowCall call, int y, byte[][] inputs, bool isFirst)
    {
        var output = _schedule.LayoutOf(node.Outputs[call.Output]);
        var target = _arena.AsSpan(Address(node.Outputs[call.Output], y), output.RowStride);
        var sources = call
            .Sources.Select(source => (source.Operand, Row: source.Index.At(y)))
            .Where(source =>
                !_graph[node.Inputs[source.Operand]].IsConstant
                && source.Row >= 0
                && source.Row < _schedule.RowsOf(node.Inputs[source.Operand])
            )
            .ToList();
        if (call.Overlap == OverlapTolerance.Ascending && call.OutputOffset == 0 && output.Order == ElementOrder.ChannelLast)
        {
            var columns = call.LinearCount > 0 ? call.LinearCount : call.Columns;
            var written = output.RowStride / columns;
            for (var x = 0; x < columns; x++)
            {
                foreach (var (operand, row) in sources)
                {
                    var layout = _schedule.LayoutOf(node.Inputs[operand]);
                    var pixel = call.LinearCount > 0 ? layout.ElementBytes : layout.PixelStride;
                    if (call.ReadsWholePixels(operand) && layout.Order == ElementOrder.ChannelLast)
                        ReadPart(node.Inputs[operand], row, inputs[operand], x * call.ColumnStride * pixel, pixel);
                    else
                        ReadPart(node.Inputs[operand], row, inputs[operand], 0, layout.RowStride);
                }

                Spoil(target.Slice(x * written, written));
            }
        }
        else if (call.Overlap == OverlapTolerance.PlanarRow && sources.Count > 0 && output.Order == ElementOrder.RowPlanar)
        {
            var input = _schedule.LayoutOf(node.Inputs[sources[0].Operand]);
            for (var channel = 0; channel < output.RowStride / output.ChannelStride; channel++)
            {
                foreach (var (operand, row) in sources)
                    ReadPart(node.Inputs[operand], row, inputs[operand], channel * input.ChannelStride, input.ChannelStride);
                Spoil(target.Slice(channel * output.ChannelStride, output.ChannelStride));
            }
        }
        else
        {
            if (isFirst)
                Spoil(target);
            foreach (var (operand, row) in sources)
                ReadPart(node.Inputs[operand], row, inputs[operand], 0, _schedule.LayoutOf(node.Inputs[operand]).RowStride);
        }
    }

    private void RunNarrow(NarrowBlock block, RowEvent occurrence)
    {
        var (expand, window, project) = (NodeOf(block.Expand), NodeOf(block.Window), NodeOf(block.Project));
        void SpoilTiles()
        {
            for (var s = block.Expand; s <= block.Project; s++)
                SpoilScratch(s);
            foreach (var tile in new[] { expand.Outputs[0], window.Outputs[0] })
                Spoil(_arena.AsSpan(_plan.Offsets[tile.Index]!.Value, _schedule.LayoutOf(tile).ByteSize));
        }

        SpoilTiles();
        Spoil(_arena.AsSpan(Address(project.Outputs[0], occurrence.Row), _schedule.LayoutOf(project.Outputs[0]).RowStride));
        var input = expand.Inputs[0];
        var reads = new List<(ValueId Value, int Row)>();
        new StageRows(_schedule, _schedule.StageOf(occurrence.Step)!).AddRead(occurrence, reads);
        var rows = reads.Select(read => read.Row);
        var wide = Evaluate(expand, Operands(expand, Gather(input, rows)))[0];
        var made = Evaluate(window, Operands(window, wide))[0];
        WriteRow(project.Outputs[0], occurrence.Row, Evaluate(project, Operands(project, made))[0]);
        SpoilTiles();
    }

    /// <summary>The sums stand for the rows taken so far: a number that must still be there at the next event.</summary>
    private void Accumulate(Stage stage, RowEvent occurrence, AccumulateCall call)
    {
        var node = NodeOf(occurrence.Step);
        var sums = _arena.AsSpan(_plan.ScratchOffsets[occurrence.Step]!.Value, _schedule.Steps[occurrence.Step].ScratchBytes);
        var count = stage.Climbs ? call.Rows - 1 - occurrence.Row : occurrence.Row;
        if (count == 0)
            _sums[occurrence.Step] = Gather(node.Inputs[0], []);
        else
            sums.ContainsAnyExcept((byte)(count - 1)).ShouldBeFalse($"the sums of step {occurrence.Step} before {occurrence}");
        ReadPart(node.Inputs[0], occurrence.Row, _sums[occurrence.Step], 0, _schedule.LayoutOf(node.Inputs[0]).RowStride);
        sums.Fill((byte)count);
        if (count < call.Rows - 1)
            return;
        Spoil(_arena.AsSpan(Address(node.Outputs[0], 0), _schedule.LayoutOf(node.Outputs[0]).ByteSize));
        sums.ContainsAnyExcept((byte)count).ShouldBeFalse($"the sums of step {occurrence.Step} while the output is written");
        var result = Evaluate(node, Operands(node, _sums[occurrence.Step]))[0];
        for (var row = 0; row < _schedule.RowsOf(node.Outputs[0]); row++)
            WriteRow(node.Outputs[0], row, result);
    }

    /// <summary>The caller copies a row of an output as soon as it is there, or all of them. He counts on their order.</summary>
    private void Deliver(Node node, int? row)
    {
        foreach (var id in node.Outputs.Where(_schedule.Delivers))
        {
            if (!_delivered.TryGetValue(id, out var tensor))
                Spoil(_delivered[id] = tensor = new byte[_graph[id].Type.ByteSize]);
            foreach (var y in row is { } only ? [only] : AllRows(id))
            {
                _deliveredRows[id] = _deliveredRows.GetValueOrDefault(id) + 1;
                _deliveredRows[id].ShouldBe(y + 1, $"rows of {id} that the caller got");
                _schedule.LayoutOf(id).Order.ShouldBe(ElementOrder.ChannelLast);
                ReadPart(id, y, tensor, 0, _schedule.LayoutOf(id).RowStride);
            }
        }
    }

    private readonly Dictionary<ValueId, int> _deliveredRows = [];

    private Node NodeOf(int step) => _schedule.NodeOf(_schedule.Steps[step]);

    private byte[][] Operands(Node node, byte[] first) => [first, .. node.Inputs.Items.Skip(1).Select(id => _graph[id].Data.ToArray())];

    private byte[][] Evaluate(Node node, byte[][] inputs)
    {
        var results = node.Outputs.Items.Select(id => (_graph[id].Type, Bytes: new byte[_graph[id].Type.ByteSize])).ToArray();
        node.Op.Evaluate(
            new EvaluationContext(
                [.. node.Inputs.Items.Zip(inputs, (id, bytes) => new Tensor(_graph[id].Type, bytes))],
                [.. results.Select(result => (result.Type, result.Bytes.AsMemory()))],
                Place.None
            )
        );
        return [.. results.Select(result => result.Bytes)];
    }

    private IEnumerable<int> AllRows(ValueId id) => Enumerable.Range(0, _schedule.RowsOf(id));

    /// <summary>A dense tensor with some rows as they are in the arena, and rubbish.</summary>
    private byte[] Gather(ValueId id, IEnumerable<int> rows)
    {
        if (_graph[id].IsConstant)
            return _graph[id].Data.ToArray();
        var tensor = new byte[_graph[id].Type.ByteSize];
        Spoil(tensor);
        foreach (var row in rows)
            ReadPart(id, row, tensor, 0, _schedule.LayoutOf(id).RowStride);
        return tensor;
    }

    /// <summary>Reads some bytes of a row, counted in the buffer's layout, into a dense tensor.</summary>
    private void ReadPart(ValueId id, int row, byte[] tensor, int start, int count)
    {
        var (map, external) = (Positions(id), External(id));
        for (var i = start; i < start + count; i++)
        {
            if (map[i] >= 0)
                tensor[(row * RowBytes(id)) + map[i]] = external is null
                    ? _arena[Address(id, row) + i]
                    : external[(row * RowBytes(id)) + i];
        }
    }

    private void WriteRow(ValueId id, int row, byte[] tensor)
    {
        var (map, address) = (Positions(id), Address(id, row));
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0)
                _arena[address + i] = tensor[(row * RowBytes(id)) + map[i]];
        }
    }

    private int RowBytes(ValueId id) => RowLayout.Dense(_graph[id].Type).RowStride;

    private byte[]? External(ValueId id) =>
        _plan.Offsets[id.Index] is null && !_schedule.Scattered.Contains(id) ? _inputs[_graph.Inputs.IndexOf(_plan.Roots[id.Index])] : null;

    /// <summary>For each byte of a row in the buffer its position in a row of the dense tensor; −1 for padding.</summary>
    private int[] Positions(ValueId id)
    {
        if (_positions.TryGetValue(id, out var known))
            return known;
        var layout = _schedule.LayoutOf(id);
        var (_, _, width, channels) = _graph[id].Type.Shape.ToNhwc();
        var positions = new int[layout.RowStride];
        Array.Fill(positions, -1);
        for (var x = 0; x < width; x++)
        {
            for (var c = 0; c < channels; c++)
            {
                for (var b = 0; b < layout.ElementBytes; b++)
                    positions[(x * layout.PixelStride) + (c * layout.ChannelStride) + b] = (((x * channels) + c) * layout.ElementBytes) + b;
            }
        }

        return _positions[id] = positions;
    }

    private readonly Dictionary<ValueId, int[]> _positions = [];

    private int Address(ValueId id, int row)
    {
        if (_schedule.Scattered.Contains(id))
            return _plan.RowOffsets[id][row];
        var (layout, slots) = (_schedule.LayoutOf(id), _schedule.SlotsOf(id));
        var slot = ((row * slots.Stride) + slots.Offset + (layout.Rows * (Math.Abs(slots.Offset) + 1))) % layout.Rows;
        return _plan.Offsets[id.Index]!.Value + (slot * layout.RowStride);
    }

    private void SetArrived(int rows)
    {
        _arrived = rows;
        if (_plan.ArrivalOffset is { } offset)
            BinaryPrimitives.WriteInt32LittleEndian(_arena.AsSpan(offset), rows);
    }

    private void CheckArrived()
    {
        if (_plan.ArrivalOffset is { } offset)
            BinaryPrimitives.ReadInt32LittleEndian(_arena.AsSpan(offset)).ShouldBe(_arrived, "the number of rows that arrived");
    }

    private void SpoilScratch(int s)
    {
        if (_plan.ScratchOffsets[s] is { } offset)
            Spoil(_arena.AsSpan(offset, _schedule.Steps[s].ScratchBytes));
    }

    private void Spoil(Span<byte> bytes) => _rubbish.NextBytes(bytes);
}
