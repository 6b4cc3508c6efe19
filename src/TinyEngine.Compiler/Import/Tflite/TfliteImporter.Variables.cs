using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <content>Operators of resource variables, which <see cref="TfliteVariables"/> follows.</content>
internal sealed partial class TfliteImporter
{
    private void AddVariableOperator(BuiltinOperator code, TfliteOperator record, Place place)
    {
        if (!HasOwnOptions(record, code, place))
            return;
        if (code == BuiltinOperator.VarHandle && record is { Inputs.Count: 0, Outputs: [>= 0 and var handle] })
            AddHandle(handle, place);
        else if (code == BuiltinOperator.AssignVariable && record is { Inputs: [_, >= 0 and var tensor], Outputs.Count: 0 })
            _variables.Assign(record, Operand(tensor, place), TypeOf(tensor), place);
        else if (code == BuiltinOperator.ReadVariable && DeclareOutputs(record, place) is [var type])
            _values[record.Outputs[0]] = _variables.Read(record, type, _builder, place) is { } value
                ? OwnCopy(value, record.Outputs[0], type)
                : null;
        else if (code != BuiltinOperator.CallOnce || record is not { Inputs.Count: 0, Outputs.Count: 0 })
            _bag.Add(
                Diag.OperandCount,
                place,
                $"{record.Inputs.Count} operands and {record.Outputs.Count} outputs do not fit the operator"
            );
    }

    private void AddHandle(int handle, Place place)
    {
        if (_written[handle] || _values[handle] is not null)
            _bag.Add(Diag.WrittenTwice, place, $"tensor {handle} '{NameOf(handle)}' already has a value");
        else if (_subgraph.Tensors[handle].Type != TfliteTensorType.Resource)
            _bag.Add(
                Diag.BadVariable,
                place,
                $"the handle of a variable is of type {_subgraph.Tensors[handle].Type.ToString().ToLowerInvariant()}, expected resource",
                "the file contradicts itself",
                "export the model again"
            );
        _written[handle] = true;
        _variables.Declare(handle);
    }

    /// <summary>What was read of a variable. Readers take it from the variable, which changes at the end of the run; what lives longer, or
    /// under another name in the same bytes, is copied.</summary>
    private ValueId OwnCopy(ValueId value, int tensor, TensorType type)
    {
        var isKept =
            _subgraph.Outputs.Items.Contains(tensor)
            || _subgraph.Operators.Items.Any(reader =>
                reader.Inputs.Items.Contains(tensor)
                && _model.CodeOf(reader).Code
                    is BuiltinOperator.Reshape
                        or BuiltinOperator.Squeeze
                        or BuiltinOperator.ExpandDims
                        or BuiltinOperator.AssignVariable
            );
        return isKept && _builder.IsVariable(value)
            ? _builder.Node(new Slice([.. new int[type.Shape.Rank]], [.. type.Shape.Sizes]), [value], type, NameOf(tensor))
            : value;
    }
}
