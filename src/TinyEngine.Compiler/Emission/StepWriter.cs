using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes one step as a static function: addresses from the plan, rows from the row contract, parameters as a const
/// struct.</summary>
internal sealed partial class StepWriter(CWriter c, CModel model, int index)
{
    private readonly Step _step = model.Schedule.Steps[index];
    private readonly Node _node = model.Schedule.NodeOf(model.Schedule.Steps[index]);
    private readonly Stage? _stage = model.Schedule.StageOf(index);
    private readonly bool _inPatches = model.Schedule.Patches?.Contains(index) ?? false;

    /// <summary>Whether a step returns whether it went wrong.</summary>
    public static bool CanFail(Step step) => step.Calls.Any(call => call is WholeCall { CanFail: true });

    /// <summary>Writes the parameter structs and the function.</summary>
    public void Write()
    {
        c.Line(
            $"/* {HeaderWriter.Comment(_node.Label)}"
                + $"{(_node.Op.Attributes.Length > 0 ? ": " + HeaderWriter.Comment(_node.Op.Attributes) : "")} */"
        );
        foreach (var (i, call) in _step.Calls.Index())
            WriteParams(i, call);
        if (_stage?.NarrowOf(index) is { } block)
        {
            if (index == block.Project)
                WriteNarrow(block);
            return;
        }

        var parameters =
            StepArguments.Of(model, index).Parameters(model)
            + (
                _stage is not null ? ", int32_t y"
                : _inPatches ? $", {PatchWriter.Parameter}"
                : ""
            );
        using (c.Function($"static {(CanFail(_step) ? "int" : "void")} step_{index}({parameters})"))
        {
            if (_stage is not null && !DependsOnRow())
                c.Line("(void)y;");
            WriteBody();
        }

        c.Line();
    }

    private void WriteBody()
    {
        if (_inPatches)
            c.Line($"const {PatchWriter.RegionType} *const to = patch + {index};");
        foreach (var (i, input) in _node.Inputs.Index().Where(input => CModel.ReadsOperand(_step, input.Index)))
            c.Line($"const {Pointer(input)} *const in{i} = {InputAddress(input)}{TileOrigin(input)};");
        foreach (var (i, state) in _node.Inputs.Index().Where(input => _step.Updates(input.Index)))
            c.Line($"{Pointer(state)} *const state{i} = ({Pointer(state)} *)(arena + {model.Plan.Offsets[state.Index]!.Value});");
        foreach (var (o, output) in _node.Outputs.Index().Where(_ => _node.Op is not IUpdatesVariable))
            c.Line($"{Pointer(output)} *const out{o} = {OutputAddress(output)}{TileOrigin(output)};");
        if (_step.Calls.All(call => call is RowCall))
            WriteRowCalls();
        else
            foreach (var (i, call) in _step.Calls.Index())
                WriteWholeCall(i, call);
        if (CanFail(_step))
            c.Line("return 0;");
    }

    /// <summary>Rows are bytes or 16-bit integers, whatever they mean.</summary>
    private string Pointer(ValueId id) =>
        RowUnit switch
        {
            1 => "int8_t",
            2 => "int16_t",
            _ => CModel.CType(model.Graph[id].Type.DType),
        };

    /// <summary>Bytes of what pointers point to in a step of row kernels; null in others, where it is the tensor's element.</summary>
    private int? RowUnit =>
        _step.Calls.All(call => call is RowCall { LinearCount: 0 })
            ? _step.Calls.Cast<RowCall>().Select(call => call.ElementBytes).Distinct().Single()
            : null;

    /// <summary>A distance in bytes as one of pointers to a value.</summary>
    private int Elements(int bytes, ValueId id) => bytes / (RowUnit ?? model.Graph[id].Type.DType.ByteSize());

    /// <summary>Rows that lie anywhere are found from the start of the arena.</summary>
    private string OutputAddress(ValueId id) =>
        model.Schedule.Scattered.Contains(id)
            ? $"({Pointer(id)} *)(void *)arena"
            : $"({Pointer(id)} *)(arena + {model.Plan.Offsets[id.Index]!.Value})";

    private string InputAddress(ValueId id)
    {
        if (model.Schedule.Scattered.Contains(id))
            return $"(const {Pointer(id)} *)(const void *)arena";
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
            string SymbolOf(string suffix) =>
                model.ArraySymbol(index, callIndex, call.Constants.Single(constant => constant.Suffix == suffix));
            foreach (var field in parameters.Fields)
                c.Line($".{field.Name} = {ParameterText.Initializer(field.Value, SymbolOf)},");
        }

        if (call.Scratch is { } scratch)
            c.Line($"TE_STATIC_ASSERT(({ParameterText.Macro(scratch)}) <= {scratch.Bytes}, scratch_{index}_{callIndex});");
    }

    private string ScratchAddress(KernelCall call) => call.Scratch is null ? "NULL" : $"arena + {model.Plan.ScratchOffsets[index]!.Value}";

    private string ParamsArgument(int callIndex, KernelCall call) => call.Params is null ? "NULL" : "&" + ParamsName(callIndex);

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
                c.Line($"{accumulate.SumType} *const sums = ({accumulate.SumType} *)(void *)({ScratchAddress(call)});");
                WriteAccumulation(accumulate, ParamsArgument(callIndex, call));
                break;
            default:
                throw new InvalidOperationException($"{call.Kernel} mixes row calls and others in one step");
        }
    }

    private string Argument(CallArgument argument, int callIndex, KernelCall call) =>
        argument switch
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
