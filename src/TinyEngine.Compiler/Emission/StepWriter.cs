using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes one step as a static function: addresses from the plan, rows from the row contract, parameters as a const struct.</summary>
internal sealed partial class StepWriter(CWriter c, CModel model, int index)
{
    private readonly Step _step = model.Schedule.Steps[index];
    private readonly Node _node = model.Schedule.NodeOf(model.Schedule.Steps[index]);

    /// <summary>Whether a step needs the inputs struct.</summary>
    public static bool TakesInputs(CModel model, Step step) =>
        model.HasExternalInputs && model.Schedule.NodeOf(step).Inputs.Index().Any(input => model.Graph[model.Plan.Roots[input.Item.Index]].Kind == ValueKind.Input && CModel.ReadsOperand(step, input.Index));

    /// <summary>Whether a step returns whether it went wrong.</summary>
    public static bool CanFail(Step step) => step.Calls.Any(call => call is WholeCall { CanFail: true });

    /// <summary>Writes the parameter structs and the function.</summary>
    public void Write()
    {
        c.Line($"/* {HeaderWriter.Comment(_node.Label)}{(_node.Op.Attributes.Length > 0 ? ": " + HeaderWriter.Comment(_node.Op.Attributes) : "")} */");
        foreach (var (i, call) in _step.Calls.Index())
            WriteParams(i, call);
        var parameters = TakesInputs(model, _step) ? $"uint8_t *arena, const {model.Name}_inputs *in" : "uint8_t *arena";
        using (c.Function($"static {(CanFail(_step) ? "int" : "void")} step_{index}({parameters})"))
        {
            foreach (var (i, input) in _node.Inputs.Index().Where(input => CModel.ReadsOperand(_step, input.Index)))
                c.Line($"const {Pointer(input)} *const in{i} = {InputAddress(input)};");
            foreach (var (i, state) in _node.Inputs.Index().Where(input => _step.Updates(input.Index)))
                c.Line($"{Pointer(state)} *const state{i} = ({Pointer(state)} *)(arena + {model.Plan.Offsets[state.Index]!.Value});");
            foreach (var (o, output) in _node.Outputs.Index())
                c.Line($"{Pointer(output)} *const out{o} = ({Pointer(output)} *)(arena + {model.Plan.Offsets[output.Index]!.Value});");
            if (_step.Calls.All(call => call is RowCall))
                WriteRowCalls();
            else
                foreach (var (i, call) in _step.Calls.Index())
                    WriteWholeCall(i, call);
            if (CanFail(_step))
                c.Line("return 0;");
        }

        c.Line();
    }

    /// <summary>Rows are bytes or 16-bit integers, whatever they mean.</summary>
    private string Pointer(ValueId id) => RowUnit switch
    {
        1 => "int8_t",
        2 => "int16_t",
        _ => CModel.CType(model.Graph[id].Type.DType),
    };

    /// <summary>Bytes of what pointers point to in a step of row kernels; null in others, where it is the tensor's element.</summary>
    private int? RowUnit =>
        _step.Calls.All(call => call is RowCall { LinearCount: 0 }) ? _step.Calls.Cast<RowCall>().Select(call => call.ElementBytes).Distinct().Single() : null;

    /// <summary>A distance in bytes as one of pointers to a value.</summary>
    private int Elements(int bytes, ValueId id) => bytes / (RowUnit ?? model.Graph[id].Type.DType.ByteSize());

    private string InputAddress(ValueId id)
    {
        var root = model.Graph[model.Plan.Roots[id.Index]];
        if (root.IsConstant)
            return $"(const {Pointer(id)} *){model.ConstantSymbol(root.Id)}";
        return model.Plan.Offsets[id.Index] is { } offset
            ? $"(const {Pointer(id)} *)(arena + {offset})"
            : $"(const {Pointer(id)} *)in->{model.InputFields[model.Graph.Inputs.IndexOf(root.Id)]}";
    }

    private string ParamsName(int call) => call == 0 ? $"params_{index}" : $"params_{index}_{call}";

    private void WriteParams(int callIndex, KernelCall call)
    {
        if (call.Params is not { } parameters)
            return;
        using (c.Block($"static const {parameters.CType} {ParamsName(callIndex)} =", ";"))
        {
            foreach (var field in parameters.Fields)
            {
                var value = ArrayReference().Replace(field.Value, match => model.ArraySymbol(index, callIndex, call.Arrays.Single(a => a.Suffix == match.Groups[1].Value)));
                c.Line($".{field.Name} = {value},");
            }
        }

        if (call.Scratch is { } scratch)
            c.Line($"TE_STATIC_ASSERT(({scratch.Macro}) <= {scratch.Bytes}, scratch_{index}_{callIndex});");
    }

    [GeneratedRegex("@([a-z0-9_]+)")]
    private static partial Regex ArrayReference();

    private string ScratchAddress(KernelCall call) => call.Scratch is null ? "NULL" : $"arena + {model.Plan.ScratchOffsets[index]!.Value}";

    private string ParamsArgument(int callIndex, KernelCall call) => call.Params is null ? "NULL" : "&" + ParamsName(callIndex);

    private void WriteRowCalls()
    {
        var output = model.Schedule.LayoutOf(_node.Outputs[0]);
        var descending = model.Plan.DescendingSteps.Contains(index);
        if (!descending && _step.Calls is [RowCall { RunsOverRows: true } flat] && flat.Sources.All(source => source.Index == RowIndex.Same))
        {
            WriteFlatCall(flat, output.Rows);
            return;
        }

        foreach (var (i, call) in _step.Calls.Index())
            DeclareRows(i, (RowCall)call);
        using (c.Block(descending ? $"for (int32_t y = {output.Rows - 1}; y >= 0; --y)" : $"for (int32_t y = 0; y < {output.Rows}; ++y)"))
        {
            foreach (var (i, call) in _step.Calls.Index())
                WriteRowCall(i, (RowCall)call, output);
        }
    }

    /// <summary>Rows that follow each other without a gap are one long row.</summary>
    private void WriteFlatCall(RowCall call, int rows)
    {
        if (call.LinearCount > 0)
        {
            c.Line($"{call.Kernel}(out0, in{call.Sources[0].Operand}, {call.LinearCount * rows}, {ParamsArgument(0, call)});");
            return;
        }

        c.Line($"const {Pointer(_node.Outputs[0])} *const rows[{call.Sources.Length}] = {{ {string.Join(", ", call.Sources.Select(s => $"in{s.Operand}"))} }};");
        c.Line($"{call.Kernel}(out0, rows, 0, {call.Columns * rows}, {ParamsArgument(0, call)}, {ScratchAddress(call)});");
    }

    private void DeclareRows(int callIndex, RowCall call)
    {
        foreach (var (i, source) in call.Sources.Index().Where(s => s.Item.Index.Table.Count > 0).DistinctBy(s => s.Item.Index))
        {
            var type = source.Index.Table.Max() <= short.MaxValue ? "int16_t" : "int32_t";
            c.Line($"static const {type} {TableName(callIndex, i)}[{source.Index.Table.Count}] = {{ {string.Join(", ", source.Index.Table)} }};");
        }

        if (call.LinearCount > 0)
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

    private void WriteRowCall(int callIndex, RowCall call, RowLayout output)
    {
        var target = $"out0 + y * {Elements(output.RowStride, _node.Outputs[0])}" + (call.OutputOffset == 0 ? "" : $" + {Elements(call.OutputOffset, _node.Outputs[0])}");
        if (call.LinearCount > 0)
        {
            var source = call.Sources[0];
            c.Line($"{call.Kernel}(out0 + y * {call.LinearCount}, in{source.Operand} + {RowExpression(source.Index, callIndex, 0)} * {call.LinearCount}, {call.LinearCount}, {ParamsArgument(callIndex, call)});");
            return;
        }

        if (Progression(call.Sources) is { } step && call.Sources.Length > 2)
            WriteTapLoop(callIndex, call, step);
        else
            foreach (var (i, source) in call.Sources.Index())
                WriteRowPointer($"{RowsName(callIndex)}[{i}]", source, RowExpression(source.Index, callIndex, call.Sources.Index().First(s => s.Item.Index == source.Index).Index), output.Rows);
        c.Line($"{call.Kernel}({target}, {RowsName(callIndex)}, 0, {call.Columns}, {ParamsArgument(callIndex, call)}, {ScratchAddress(call)}{(call.TakesRow ? ", y" : "")});");
    }

    /// <summary>The common difference when the sources are taps of one operand at equal distances.</summary>
    private static int? Progression(ImmutableArray<RowSource> sources)
    {
        if (sources.Length < 2 || sources.Any(s => s.Operand != sources[0].Operand || s.Index.Table.Count > 0 || s.Index.Stride != sources[0].Index.Stride))
            return null;
        var step = sources[1].Index.Offset - sources[0].Index.Offset;
        return sources.Index().All(s => s.Item.Index.Offset == sources[0].Index.Offset + (s.Index * step)) ? step : null;
    }

    private void WriteTapLoop(int callIndex, RowCall call, int step)
    {
        var first = call.Sources[0];
        var expression = $"{RowExpression(first.Index, callIndex, 0)} + {(step == 1 ? "k" : $"k * {step}")}";
        using (c.Block($"for (int32_t k = 0; k < {call.Sources.Length}; ++k)"))
            WriteRowPointer($"{RowsName(callIndex)}[k]", first with { Index = first.Index with { Table = default } }, expression, model.Schedule.LayoutOf(_node.Outputs[0]).Rows, call.Sources);
    }

    private void WriteRowPointer(string target, RowSource source, string row, int outputRows, ImmutableArray<RowSource> all = default)
    {
        var layout = model.Schedule.LayoutOf(_node.Inputs[source.Operand]);
        var stride = Elements(layout.RowStride, _node.Inputs[source.Operand]);
        var sources = all.IsDefault ? [source] : all;
        var reached = Enumerable.Range(0, outputRows).SelectMany(y => sources.Select(s => s.Index.At(y))).ToArray();
        if (reached.All(r => r >= 0 && r < layout.Rows))
        {
            c.Line(row == "0" ? $"{target} = in{source.Operand};" : $"{target} = in{source.Operand} + ({row}) * {stride};");
            return;
        }

        var name = all.IsDefault ? target.Replace("[", "_", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal) + "_y" : "row";
        c.Line($"const int32_t {name} = {row};");
        c.Line($"{target} = {name} >= 0 && {name} < {layout.Rows} ? in{source.Operand} + {name} * {stride} : NULL;");
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

    private void WriteWholeCall(int callIndex, KernelCall call)
    {
        switch (call)
        {
            case WholeCall whole:
                var text = $"{call.Kernel}({string.Join(", ", whole.Arguments.Select(argument => Argument(argument, callIndex, call)))})";
                if (whole.CanFail)
                    c.Line($"if ({text} != 0) {{").Line("    return 1;").Line("}");
                else
                    c.Line($"{text};");
                break;
            case AccumulateCall accumulate:
                var input = model.Schedule.LayoutOf(_node.Inputs[0]);
                c.Line($"{accumulate.SumType} *const sums = ({accumulate.SumType} *)(void *)({ScratchAddress(call)});");
                c.Line($"{accumulate.BeginKernel}(sums, {ParamsArgument(callIndex, call)});");
                using (c.Block($"for (int32_t y = 0; y < {accumulate.Rows}; ++y)"))
                {
                    c.Line($"const {Pointer(_node.Inputs[0])} *const rows[1] = {{ in0 + y * {Elements(input.RowStride, _node.Inputs[0])} }};");
                    c.Line($"{accumulate.Kernel}(sums, rows, 0, {accumulate.Columns}, {ParamsArgument(callIndex, call)}, NULL);");
                }

                c.Line($"{accumulate.FinishKernel}(out0, sums, {ParamsArgument(callIndex, call)});");
                break;
            default:
                throw new InvalidOperationException($"{call.Kernel} mixes row calls and others in one step");
        }
    }

    private string Argument(CallArgument argument, int callIndex, KernelCall call) => argument switch
    {
        CallArgument.Output { ByteOffset: 0 } output => $"out{output.Index}",
        CallArgument.Output output => $"out{output.Index} + {Elements(output.ByteOffset, _node.Outputs[output.Index])}",
        CallArgument.Input { ByteOffset: 0 } input => $"in{input.Index}",
        CallArgument.Input input => $"in{input.Index} + {Elements(input.ByteOffset, _node.Inputs[input.Index])}",
        CallArgument.State state => $"state{state.Index}",
        CallArgument.RowList list => $"(const {Pointer(_node.Inputs[list.Index])} *const[]){{ in{list.Index} }}",
        CallArgument.Params => ParamsArgument(callIndex, call),
        CallArgument.Workspace => ScratchAddress(call),
        CallArgument.Number number => CLiteral.Of(number.Value),
        _ => throw new InvalidOperationException($"unknown argument {argument}"),
    };
}
