using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <content>From an operator of a file to a node of the graph.</content>
internal sealed partial class TfliteImporter
{
    private void AddOperator(int index)
    {
        _current = index;
        var record = _subgraph.Operators[index];
        var code = _model.CodeOf(record);
        var mapping = TfliteTable.Find(code);
        var name = TfliteTable.NameOf(code);
        var label = record.Outputs.Count > 0 && record.Outputs[0] >= 0 ? NameOf(record.Outputs[0]) : "";
        var place = new Place(_file, $"op {index} {name} '{label}'");
        if (TfliteVariables.Owns(code.Code))
        {
            AddVariableOperator(code.Code, record, place);
            return;
        }

        // Of an operator that is unknown, neither operands nor outputs are judged: nobody knows what it makes of them.
        if (mapping is null)
            ReportUnsupported(code, name, place);
        else if (_floats.ReadsHalf(record))
            _floats.Refuse(index);
        if (mapping is null || _floats.ReadsHalf(record) || _floats.UnpacksHalf(record))
        {
            foreach (var output in record.Outputs.Where(output => output >= 0))
                _written[output] = true;
            return;
        }

        ValueId?[] operands =
        [
            .. record.Inputs.Select(
                (t, i) =>
                    t < 0 ? null
                    : mapping.Indices.Contains(i) ? Index(t, place)
                    : Operand(t, place)
            ),
        ];
        var complete = operands.Zip(record.Inputs, (value, tensor) => tensor < 0 || value is not null).All(ok => ok);
        var outputs = DeclareOutputs(record, place);
        if (!complete || outputs.IsEmpty || !HasOwnOptions(record, code.Code, place))
            return;

        var unheard = _floats.Has(index) ? new DiagnosticBag() : _bag;
        var node = Judge(mapping, record, operands, new OpSite(place, outputs, unheard));
        if (unheard != _bag && HasNoFloatForm(unheard))
            _floats.Refuse(index);
        else if (unheard != _bag)
            unheard.Items.ToList().ForEach(_bag.Add);
        if (node is var (op, inputs, types) && MatchesClaims(types, outputs, record, place))
            Commit(record, index, op, inputs, types);
    }

    /// <summary>Reads an operator and infers its types; null after an error was reported.</summary>
    private (Op Op, ImmutableArray<ValueId> Inputs, ImmutableArray<TensorType> Types)? Judge(
        TfliteMapping mapping,
        TfliteOperator record,
        ValueId?[] operands,
        OpSite site
    )
    {
        var inputs = operands.Select((value, i) => value is { } id ? FileOperand(record.Inputs[i], id) : null).ToImmutableArray();
        var errors = site.Diagnostics.ErrorCount;
        if (
            mapping.Read(new TfliteNode(inputs, site.DeclaredOutputs, record.Options, site)) is not { } imported
            || site.Diagnostics.ErrorCount > errors
        )
            return null;
        var label = NameOf(record.Outputs[0]);
        ImmutableArray<ValueId> values =
        [
            .. imported.Operands.Select(i => operands[i]!.Value),
            .. imported.States.Select((type, i) => _builder.Variable($"{label}/state{(i > 0 ? $" {i}" : "")}", type)),
        ];
        var inferred = imported.Op.Infer([.. values.Select(_builder.TypeOf)], site);
        return inferred.Succeeded ? (imported.Op, values, inferred.Types) : null;
    }

    private TfliteOperand FileOperand(int tensor, ValueId value) => new(NameOf(tensor), _builder.TypeOf(value), _builder.ConstantOf(value));

    private ImmutableArray<TensorType> DeclareOutputs(TfliteOperator record, Place place)
    {
        if (record.Outputs.Count == 0)
            _bag.Add(Diag.OperandCount, place, "the operator has no output");
        var types = ImmutableArray.CreateBuilder<TensorType>();
        foreach (var tensor in record.Outputs)
        {
            if (tensor < 0)
            {
                _bag.Add(Diag.OperandCount, place, "an output is absent");
                continue;
            }

            if (_written[tensor] || _values[tensor] is not null)
                _bag.Add(Diag.WrittenTwice, place, $"tensor {tensor} '{NameOf(tensor)}' already has a value");
            CheckHasNoData(tensor, place, "computed");
            _written[tensor] = true;
            if (TypeOf(tensor) is { } type)
                types.Add(type);
        }

        return types.Count == record.Outputs.Count ? types.ToImmutable() : [];
    }

    private void Commit(TfliteOperator record, int index, Op op, ImmutableArray<ValueId> inputs, ImmutableArray<TensorType> types)
    {
        _computedBytes += types.Sum(t => (long)t.ByteSize);
        if (_computedBytes > ImportLimits.ComputedBytes)
        {
            _bag.Add(
                Diag.ModelTooLarge,
                new Place(_file),
                $"the tensors computed by the first {index + 1} operators take {_computedBytes:N0} bytes",
                $"at most {ImportLimits.ComputedBytes:N0} are accepted"
            );
            return;
        }

        ImmutableArray<string> names = [.. record.Outputs.Select(t => _subgraph.Tensors[t].Name)];
        var values = _builder.Add(new NodeDraft(op, inputs, types, names, index));
        for (var o = 0; o < values.Length; o++)
            _values[record.Outputs[o]] = values[o];
    }
}
