using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Row kernels: which rows a call gets, and where its row goes.</summary>
internal sealed partial class StepWriter
{
    /// <summary>Whether a step of a stage does something else for each row: not where all that it reads and writes are single rows in
    /// places of their own.</summary>
    private bool DependsOnRow() =>
        _node.Outputs.Any(model.Schedule.Delivers) || _step.Calls.Any(call => call is not RowCall row || DependsOnRow(row));

    private bool DependsOnRow(RowCall call) =>
        call.TakesRow
        || HasPlaces(_node.Outputs[call.Output])
        || call.Sources.Any(source =>
            (source.Index.Table.Count > 0 || source.Index.Stride != 0)
            && (HasPlaces(_node.Inputs[source.Operand]) || (call.LinearCount == 0 && !StaysInside(source)))
        );

    /// <summary>Whether the rows of a value lie in several places, as <see cref="RowAddress"/> tells them.</summary>
    private bool HasPlaces(ValueId id) =>
        model.Schedule.Scattered.Contains(id)
        || (model.Schedule.SlotsOf(id) == RowSlots.Own && !model.Schedule.IsRing(id))
        || model.Schedule.LayoutOf(id).Rows > 1;

    /// <summary>Whether each row of the output finds a row there, none of them in the padding.</summary>
    private bool StaysInside(RowSource source)
    {
        var rows = model.Schedule.RowsOf(_node.Inputs[source.Operand]);
        return Enumerable.Range(0, model.Schedule.RowsOf(_node.Outputs[0])).All(y => source.Index.At(y) is >= 0 and var row && row < rows);
    }

    private void WriteRowCalls()
    {
        if (_stage is not null)
        {
            WriteOneRow();
            return;
        }

        var output = model.Schedule.LayoutOf(_node.Outputs[0]);
        var descending = model.Plan.DescendingSteps.Contains(index);
        if (
            !descending
            && !_inPatches
            && _step.Calls is [RowCall { RunsOverRows: true } flat]
            && flat.Sources.All(source => source.Index == RowIndex.Same)
        )
        {
            WriteFlatCall(flat, output.Rows);
            return;
        }

        foreach (var (i, call) in _step.Calls.Index())
            DeclareRows(i, (RowCall)call);
        using (
            c.Block(
                _inPatches ? "for (int32_t y = to->y0; y < to->y1; ++y)"
                : descending ? $"for (int32_t y = {output.Rows - 1}; y >= 0; --y)"
                : $"for (int32_t y = 0; y < {output.Rows}; ++y)"
            )
        )
        {
            foreach (var (i, call) in _step.Calls.Index())
                WriteRowCall(i, (RowCall)call);
        }
    }

    /// <summary>In a stage the caller chooses the row.</summary>
    private void WriteOneRow()
    {
        foreach (var (i, call) in _step.Calls.Index())
            DeclareRows(i, (RowCall)call);
        foreach (var (i, call) in _step.Calls.Index())
            WriteRowCall(i, (RowCall)call);
        foreach (var (o, output) in _node.Outputs.Index().Where(output => model.Schedule.Delivers(output.Item)))
            DeliveryWriter.WriteRow(c, model, output, "y", RowAddress(output, $"out{o}", "y", 0));
    }

    /// <summary>Sums over the rows: all of them, or in a stage the one that the caller chooses.</summary>
    private void WriteAccumulation(AccumulateCall call, string parameters)
    {
        var begin = $"{call.BeginKernel}(sums, {parameters});";
        var row = $"const {Pointer(_node.Inputs[0])} *const rows[1] = {{ {RowAddress(_node.Inputs[0], "in0", "y", 0)} }};";
        var columns = call.CountsOn ? $"y * {call.Columns}, (y + 1) * {call.Columns}" : $"0, {call.Columns}";
        var add = $"{call.Kernel}(sums, rows, {columns}, {parameters}, NULL);";
        var finish = $"{call.FinishKernel}(out0, sums, {parameters});";
        if (_stage is null)
        {
            c.Line(begin);
            using (c.Block($"for (int32_t y = 0; y < {call.Rows}; ++y)"))
                c.Line(row).Line(add);
            c.Line(finish);
            return;
        }

        var (first, last) = _stage.Climbs ? (call.Rows - 1, 0) : (0, call.Rows - 1);
        using (c.Block($"if (y == {first})"))
            c.Line(begin);
        c.Line(row).Line(add);
        using (c.Block($"if (y == {last})"))
        {
            c.Line(finish);
            if (model.Schedule.Delivers(_node.Outputs[0]))
                DeliveryWriter.WriteWhole(c, model, _node.Outputs[0]);
        }
    }

    /// <summary>Address of a row: behind the rows before it, in its slot where the buffer keeps only some rows, or where the table
    /// says.</summary>
    /// <param name="id">The value.</param>
    /// <param name="start">Address of its buffer.</param>
    /// <param name="row">C expression of the row's number.</param>
    /// <param name="least">Smallest number that it has; not less than 0 but for lodgers' hosts.</param>
    private string RowAddress(ValueId id, string start, string row, int least)
    {
        if (model.Schedule.Scattered.Contains(id))
            return $"{start} + "
                + $"{model.RowTableSymbol(id)}[{row}]{(Elements(MemoryPlan.Alignment, id) is var unit && unit > 1 ? $" * {unit}" : "")}";
        var layout = model.Schedule.LayoutOf(id);
        var (slots, stride) = (model.Schedule.SlotsOf(id), Elements(layout.RowStride, id));
        if (slots == RowSlots.Own && !model.Schedule.IsRing(id))
            return row == "0" ? start : $"{start} + {Factor(row)} * {stride}";
        if (layout.Rows == 1)
            return start;
        // The dividend must not be negative.
        var offset = slots.Offset;
        while ((least * slots.Stride) + offset < 0)
            offset += layout.Rows;
        var product = slots.Stride == 1 ? row : $"{Factor(row)} * {slots.Stride}";
        var sum = offset == 0 ? product : $"{product} + {offset}";
        return $"{start} + (int32_t)((uint32_t)({sum}) % {layout.Rows}u) * {stride}";
    }

    private static string Factor(string expression) =>
        expression.All(ch => char.IsAsciiLetterOrDigit(ch) || ch is '_' or '[' or ']') ? expression : $"({expression})";

    /// <summary>Rows that follow each other without a gap are one long row.</summary>
    private void WriteFlatCall(RowCall call, int rows)
    {
        if (call.LinearCount > 0)
        {
            c.Line($"{call.Kernel}(out0, in{call.Sources[0].Operand}, {call.LinearCount * rows}, {ParamsArgument(0, call)});");
            return;
        }

        c.Line(
            $"const {Pointer(_node.Outputs[0])} *const rows[{call.Sources.Length}] = {{ "
                + $"{string.Join(", ", call.Sources.Select(s => $"in{s.Operand}"))} }};"
        );
        c.Line($"{call.Kernel}(out0, rows, 0, {call.Columns * rows}, {ParamsArgument(0, call)}, {ScratchAddress(call)});");
    }

    private void DeclareRows(int callIndex, RowCall call)
    {
        foreach (var (i, source) in call.Sources.Index().Where(s => s.Item.Index.Table.Count > 0).DistinctBy(s => s.Item.Index))
        {
            var type = source.Index.Table.Max() <= short.MaxValue ? "int16_t" : "int32_t";
            c.Line(
                $"static const {type} {TableName(callIndex, i)}[{source.Index.Table.Count}] = {{ "
                    + $"{string.Join(", ", source.Index.Table)} }};"
            );
        }

        if (call.LinearCount > 0 || call.Sources.IsEmpty)
            return;
        var (name, pointer) = (RowsName(callIndex), Pointer(_node.Outputs[0]));
        if (call.Sources.Length <= RowListSpace.MaximumOnStack)
            c.Line($"const {pointer} *{name}[{call.Sources.Length}];");
        else
            c.Line($"const {pointer} **const {name} = (const {pointer} **)(void *)(arena + {RowListOffset(call)});");
    }

    private int RowListOffset(RowCall call) => RowListSpace.Align(model.Plan.ScratchOffsets[index]!.Value + RowListSpace.KernelBytes(call));

    private static string RowsName(int callIndex) => callIndex == 0 ? "rows" : $"rows_{callIndex}";

    private static string TableName(int callIndex, int source) => $"row_of_{callIndex}_{source}";

    private void WriteRowCall(int callIndex, RowCall call)
    {
        var output = _node.Outputs[call.Output];
        var target =
            RowAddress(output, $"out{call.Output}", "y", 0) + (call.OutputOffset == 0 ? "" : $" + {Elements(call.OutputOffset, output)}");
        if (_inPatches)
            target += $" + {FirstColumn(output)}";
        if (call.LinearCount > 0)
        {
            var source = call.Sources[0];
            if (_inPatches)
            {
                WriteLinearPatch(callIndex, call, target);
                return;
            }

            c.Line(
                $"{call.Kernel}({target}, "
                    + $"{RowAddress(_node.Inputs[source.Operand], $"in{source.Operand}", RowExpression(source.Index, callIndex, 0), 0)}, "
                    + $"{call.LinearCount}, {ParamsArgument(callIndex, call)});"
            );
            return;
        }

        if (Progression(call.Sources) is { } step && call.Sources.Length > 2)
            WriteTapLoop(callIndex, call, step);
        else
            foreach (var (i, source) in call.Sources.Index())
                WriteRowPointer(
                    $"{RowsName(callIndex)}[{i}]",
                    source,
                    RowExpression(source.Index, callIndex, call.Sources.Index().First(s => s.Item.Index == source.Index).Index)
                );
        c.Line(
            $"{call.Kernel}({target}, {(call.Sources.IsEmpty ? "NULL" : RowsName(callIndex))}, "
                + $"{(_inPatches ? "to->x0, to->x1" : $"0, {call.Columns}")}, {ParamsArgument(callIndex, call)}, {ScratchAddress(call)}"
                + $"{(call.TakesRow ? ", y" : "")});"
        );
    }

    /// <summary>The common difference when the sources are taps of one operand at equal distances.</summary>
    private static int? Progression(ImmutableArray<RowSource> sources)
    {
        if (
            sources.Length < 2
            || sources.Any(s => s.Operand != sources[0].Operand || s.Index.Table.Count > 0 || s.Index.Stride != sources[0].Index.Stride)
        )
            return null;
        var step = sources[1].Index.Offset - sources[0].Index.Offset;
        return sources.Index().All(s => s.Item.Index.Offset == sources[0].Index.Offset + (s.Index * step)) ? step : null;
    }

    private void WriteTapLoop(int callIndex, RowCall call, int step)
    {
        var first = call.Sources[0];
        var expression = $"{RowExpression(first.Index, callIndex, 0)} + {(step == 1 ? "k" : $"k * {step}")}";
        using (c.Block($"for (int32_t k = 0; k < {call.Sources.Length}; ++k)"))
            WriteRowPointer(
                $"{RowsName(callIndex)}[k]",
                first with
                {
                    Index = first.Index with { Table = default },
                },
                expression,
                call.Sources
            );
    }

    private void WriteRowPointer(string target, RowSource source, string row, ImmutableArray<RowSource> all = default)
    {
        var id = _node.Inputs[source.Operand];
        var rows = model.Schedule.RowsOf(id);
        if ((all.IsDefault ? [source] : all).All(StaysInside))
        {
            c.Line($"{target} = {RowAddress(id, $"in{source.Operand}", row, 0)};");
            return;
        }

        var name = all.IsDefault
            ? target.Replace("[", "_", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal) + "_y"
            : "row";
        c.Line($"const int32_t {name} = {row};");
        c.Line($"{target} = {name} >= 0 && {name} < {rows} ? {RowAddress(id, $"in{source.Operand}", name, 0)} : NULL;");
    }

    private static string RowExpression(RowIndex row, int callIndex, int source)
    {
        if (row.Table.Count > 0)
            return $"{TableName(callIndex, source)}[y]";
        var product = row.Stride switch
        {
            0 => "",
            1 => "y",
            _ => $"y * {row.Stride}",
        };
        return (product, row.Offset) switch
        {
            ("", var offset) => $"{offset}",
            (_, 0) => product,
            (_, < 0) => $"{product} - {-row.Offset}",
            _ => $"{product} + {row.Offset}",
        };
    }
}
