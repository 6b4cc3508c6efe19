using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>
/// Builds a graph from a TFLite file's records. Reads the tensors, then walks the operators in the file's order; each is found in
/// <see cref="TfliteTable"/>, read, and its types inferred and compared with the file's claims. A problem with one operator does not
/// hide those of the others: an operator is skipped silently only when it depends on something already reported.
/// </summary>
internal sealed partial class TfliteImporter
{
    private readonly TfliteModel _model;
    private readonly TfliteSubgraph _subgraph;
    private readonly string _file;
    private readonly DiagnosticBag _bag;
    private readonly GraphBuilder _builder;
    private readonly ValueId?[] _values;
    private readonly TensorType?[] _types;
    private readonly bool[] _typeRead;
    private readonly bool[] _written;
    private readonly TfliteVariables _variables;
    private readonly KnownTensors _known;
    private readonly FloatPart _floats;
    private readonly Dictionary<int, ValueId> _narrowed = [];
    private long _computedBytes;
    private int _current;

    private TfliteImporter(TfliteModel model, TfliteSubgraph subgraph, string file, DiagnosticBag bag)
    {
        (_model, _subgraph, _file, _bag) = (model, subgraph, file, bag);
        _known = KnownTensors.Find(model, subgraph, file, bag);
        _floats = new FloatPart(model, subgraph, _known);
        _variables = new TfliteVariables(model, subgraph, file, bag);
        _builder = new GraphBuilder(NetworkName(file));
        _values = new ValueId?[_subgraph.Tensors.Count];
        _types = new TensorType?[_subgraph.Tensors.Count];
        _typeRead = new bool[_subgraph.Tensors.Count];
        _written = new bool[_subgraph.Tensors.Count];
    }

    /// <summary>Builds the graph of a model.</summary>
    /// <param name="model">Records of the file.</param>
    /// <param name="file">File name for messages; its stem names the network.</param>
    /// <param name="bag">Receives everything that is wrong or unsupported.</param>
    /// <param name="options">Which part of the model is meant; null for the first graph.</param>
    /// <returns>The graph, or null when <paramref name="bag"/> received errors.</returns>
    public static Network? Import(TfliteModel model, string file, DiagnosticBag bag, ImportOptions? options = null)
    {
        var place = new Place(file);
        model = PackedWeights.Unpack(model, file, bag);
        if (bag.HasErrors)
            return null;
        options ??= ImportOptions.Whole;
        if (
            TfliteGraphs.Find(model, place, bag, options.Signature) is not { } whole
            || GraphCut.Apply(whole, options, place, bag) is not { } subgraph
        )
            return null;
        var operators = model.Subgraphs.Items.Sum(graph => (long)graph.Operators.Count);
        if (operators > ImportLimits.Operators)
        {
            bag.Add(Diag.ModelTooLarge, place, $"{operators} operators, at most {ImportLimits.Operators} are accepted");
            return null;
        }

        return new TfliteImporter(model, subgraph, file, bag).Build();
    }

    private static string NetworkName(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        var folder = Path.GetFileName(Path.GetDirectoryName(file) ?? "");
        return stem == "model" && folder.Length > 0 ? folder
            : stem.Length > 0 ? stem
            : "model";
    }

    private Network? Build()
    {
        if (_subgraph.Inputs.Count == 0 || _subgraph.Outputs.Count == 0)
            _bag.Add(
                Diag.NoInputsOrOutputs,
                new Place(_file),
                $"the graph has {_subgraph.Inputs.Count} inputs and {_subgraph.Outputs.Count} outputs"
            );
        foreach (var input in _subgraph.Inputs)
            AddInput(input);
        for (var i = 0; i < _subgraph.Operators.Count; i++)
        {
            if (_known.IsNeeded(i))
                AddOperator(i);
        }

        _floats.Report(_file, _bag);
        foreach (var output in _subgraph.Outputs)
            AddOutput(output);
        if (!_bag.HasErrors)
            _variables.Complete(_builder);
        return _bag.HasErrors ? null : _builder.Build();
    }

    private Place TensorPlace(int tensor) => new(_file, $"tensor {tensor} '{NameOf(tensor)}'");

    private string NameOf(int tensor) => DisplayName.Of(_subgraph.Tensors[tensor].Name);

    private TensorType? TypeOf(int tensor)
    {
        if (!_typeRead[tensor])
        {
            _typeRead[tensor] = true;
            _types[tensor] = TensorTypeReader.Read(_subgraph.Tensors[tensor], TensorPlace(tensor), _bag);
        }

        return _types[tensor];
    }

    private void AddInput(int tensor)
    {
        if (_values[tensor] is not null)
            _bag.Add(Diag.WrittenTwice, TensorPlace(tensor), "the tensor is listed twice among the graph's inputs");
        _written[tensor] = true;
        CheckHasNoData(tensor, TensorPlace(tensor), "an input of the graph");
        WarnOfPlaceholder(tensor);
        if (TypeOf(tensor) is { } type && _values[tensor] is null)
            _values[tensor] = _builder.Input(_subgraph.Tensors[tensor].Name, type);
    }

    private void AddOutput(int tensor)
    {
        _current = _subgraph.Operators.Count;
        if (_variables.IsHandle(tensor))
        {
            _bag.Add(
                Diag.BadVariable,
                TensorPlace(tensor),
                "an output of the graph is the handle of a variable",
                "a handle has no elements",
                "give out what READ_VARIABLE reads"
            );
            return;
        }

        if (_values[tensor] is null && !_written[tensor] && TypeOf(tensor) is not null)
            Operand(tensor, TensorPlace(tensor));
        if (_values[tensor] is null && !_bag.HasErrors)
            _bag.Add(Diag.NoProducer, TensorPlace(tensor), "no operator computes this output of the graph");
        if (_values[tensor] is { } value && !_bag.HasErrors)
            _builder.Output(value);
    }

    /// <summary>The value of an operand; null after an error was reported here or before.</summary>
    private ValueId? Operand(int tensor, Place reader)
    {
        if (_values[tensor] is { } known)
            return known;
        if (_written[tensor] || TypeOf(tensor) is not { } type)
            return null;
        var record = _subgraph.Tensors[tensor];
        var data = _model.DataOf(record);
        if (_known.FoldedBytes(tensor) is { } folded && _known.ProducerOf(tensor) < _current)
            return _values[tensor] = _builder.Constant(record.Name, type, folded);
        if (record.IsVariable)
        {
            if (type.DType == DType.Int8 || !type.Quant.IsQuantized || type.Quant.ZeroPoints.Items.All(zeroPoint => zeroPoint == 0))
                return _values[tensor] = _builder.Variable(record.Name, type);
            _bag.Add(
                Diag.BadQuantization,
                TensorPlace(tensor),
                $"a state of {type.DType.Name()} has zero point {type.Quant.ZeroPoint}",
                "only int8 states may have one other than 0"
            );
        }
        else if (data.Length == type.ByteSize)
        {
            return _values[tensor] = _builder.Constant(record.Name, type, data);
        }
        else if (data.Length > 0)
        {
            _bag.Add(
                Diag.BufferSize,
                TensorPlace(tensor),
                $"buffer {record.BufferIndex} holds {data.Length:N0} bytes, {type} needs {type.ByteSize:N0}"
            );
        }
        else if (_known.ProducerOf(tensor) is { } producer)
        {
            _bag.Add(
                Diag.Cycle,
                reader,
                $"tensor {tensor} '{NameOf(tensor)}' is read before operator {producer} computes it",
                "operators must be stored in the order they run in"
            );
        }
        else
        {
            _bag.Add(Diag.NoProducer, reader, $"tensor {tensor} '{NameOf(tensor)}' has no data, is no input, and no operator computes it");
        }

        _written[tensor] = true;
        return null;
    }

    /// <summary>The value of an operand that is an index: a constant of int64 is narrowed to int32, if its elements fit.</summary>
    private ValueId? Index(int tensor, Place reader)
    {
        if (_narrowed.TryGetValue(tensor, out var narrowed))
            return narrowed;
        if (Operand(tensor, reader) is not { } value || _builder.ConstantOf(value) is not { Type.DType: DType.Int64 } wide)
            return _values[tensor];
        var elements = wide.As<long>();
        if (elements.ContainsAnyExceptInRange(int.MinValue, int.MaxValue))
            return value;
        var narrow = new int[elements.Length];
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = (int)elements[i];
        return _narrowed[tensor] = _builder.Constant<int>(_subgraph.Tensors[tensor].Name, wide.Type with { DType = DType.Int32 }, narrow);
    }
}
