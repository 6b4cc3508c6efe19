using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>
/// Writes a graph as a TFLite file: <see cref="TfliteImporter"/> backwards. Importing the file gives the same graph again. Tensors stand in
/// the order in which operators first touch them, values that nothing reads are left out, and the same graph always gives the same bytes.
/// </summary>
public sealed partial class TfliteExporter
{
    private const string Description = "TinyEngine for .NET";

    private readonly Network _graph;
    private readonly DiagnosticBag _bag;
    private readonly List<TfliteTensor> _tensors = [];
    private readonly List<TfliteOperatorCode> _codes = [];
    private readonly List<TfliteOperator> _operators = [];
    private readonly List<TfliteBuffer> _buffers = [TfliteBuffer.Empty];
    private readonly int?[] _places;

    private TfliteExporter(Network graph, DiagnosticBag bag)
    {
        (_graph, _bag) = (graph, bag);
        _places = new int?[graph.Values.Length];
    }

    /// <summary>Writes a graph as a file.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="bag">Receives every operator that TFLite cannot express.</param>
    /// <returns>The file, or null when <paramref name="bag"/> received errors.</returns>
    public static byte[]? Export(Network graph, DiagnosticBag bag) => ToModel(graph, bag) is { } model ? TfliteWriter.Write(model) : null;

    /// <summary>Turns a graph into the records of a file.</summary>
    /// <inheritdoc cref="Export"/>
    internal static TfliteModel? ToModel(Network graph, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(bag);
        return new TfliteExporter(graph, bag).Build();
    }

    private TfliteModel? Build()
    {
        var errors = _bag.ErrorCount;
        ImmutableArray<int> inputs = [.. _graph.Inputs.Select(id => Place(id))];
        AddVariables();
        foreach (var node in _graph.Nodes)
        {
            if (node.Op is UpdateVariable)
                AddUpdate(node);
            else
                AddOperator(node);
        }

        ImmutableArray<int> outputs = [.. _graph.Outputs.Select(id => Place(id))];
        if (_bag.ErrorCount > errors)
            return null;
        var subgraph = new TfliteSubgraph(
            _graph.Name,
            [.. _tensors],
            new EquatableArray<int>(inputs),
            new EquatableArray<int>(outputs),
            [.. _operators]
        );
        var graphs = _initializer is null ? new EquatableArray<TfliteSubgraph>([subgraph]) : [subgraph, _initializer];
        return new TfliteModel(TfliteModel.SupportedVersion, Description, [.. _codes], graphs, [.. _buffers]);
    }

    private void AddOperator(Node node)
    {
        var types = _graph.TypesOf(node);
        foreach (var mapping in TfliteTable.Of(node.Op.GetType()))
        {
            if (mapping.Write?.Invoke(node.Op, types) is not { } export)
                continue;
            var operands = Operands(node, export);
            ImmutableArray<int> results = [.. node.Outputs.Select(id => Place(id))];
            var signature = new TfliteSignature(
                export.Options,
                [.. operands.Select(index => index < 0 ? null : _tensors[index])],
                [.. results.Select(index => _tensors[index])]
            );
            _operators.Add(
                new TfliteOperator(
                    CodeIndex(mapping, mapping.Version(signature)),
                    new EquatableArray<int>(operands),
                    new EquatableArray<int>(results),
                    export.Options
                )
                {
                    Intermediates = [.. export.Intermediates.Select((type, index) => Add($"{node.Name}/inside {index}", type, default))],
                }
            );
            return;
        }

        _bag.Add(
            Diag.NotExpressible,
            new Place(_graph.Name, node.Label),
            node.Op.Attributes.Length > 0
                ? $"{node.Op.Name} with {node.Op.Attributes} cannot be written to a TFLite file"
                : $"{node.Op.Name} cannot be written to a TFLite file",
            "TFLite's operator has no options that mean this",
            "export the graph as it was imported, before passes rewrite it"
        );
    }

    private ImmutableArray<int> Operands(Node node, TfliteExport export)
    {
        var operands = ImmutableArray.CreateBuilder<int>();
        var placed = new bool[export.Constants.Length];
        int AddConstant(int index)
        {
            placed[index] = true;
            return Add($"{node.Name}/{operands.Count}", export.Constants[index].Type, export.Constants[index].Bytes);
        }

        foreach (var operand in export.Operands)
        {
            operands.Add(
                operand switch
                {
                    >= 0 => Place(node.Inputs[operand], export.Implied is { } implied && implied.Operand == operand ? implied.Quant : null),
                    -1 => -1,
                    _ => AddConstant(TfliteExport.ConstantAt(operand)),
                }
            );
        }

        for (var c = 0; c < placed.Length; c++)
        {
            if (!placed[c])
                operands.Add(AddConstant(c));
        }

        return operands.ToImmutable();
    }

    /// <summary>Index of the tensor of a value, which is added when it is met for the first time.</summary>
    /// <param name="id">The value.</param>
    /// <param name="implied">Quantization to state where the value's type has none.</param>
    private int Place(ValueId id, QuantParams? implied = null)
    {
        if (_places[id.Index] is { } known)
            return known;
        var value = _graph[id];
        var type = implied is not null && !value.Type.Quant.IsQuantized ? value.Type with { Quant = implied } : value.Type;
        var place = Add(value.Name, type, value.IsConstant ? value.Constant.Bytes : default);
        if (value.Kind == ValueKind.Variable)
        {
            _tensors[place] = _tensors[place] with { IsVariable = true };
            if (!value.Data.IsEmpty)
                _bag.Add(
                    Diag.NotExpressible,
                    new Place(_graph.Name, $"'{DisplayName.Of(value.Name)}'"),
                    "the bytes that a state starts from cannot be written to a TFLite file",
                    "TFLite's states start from their zero point",
                    "let the state start from its zero point"
                );
        }

        _places[id.Index] = place;
        return place;
    }

    private int Add(string name, TensorType type, ReadOnlyMemory<byte> data)
    {
        _tensors.Add(Tensor(name, type, data));
        return _tensors.Count - 1;
    }

    private TfliteTensor Tensor(string name, TensorType type, ReadOnlyMemory<byte> data)
    {
        var buffer = 0;
        if (!data.IsEmpty)
        {
            buffer = _buffers.Count;
            _buffers.Add(new TfliteBuffer(data));
        }

        var quant = type.Quant;
        return new TfliteTensor(
            name,
            new EquatableArray<int>(type.Shape.Sizes),
            Code(type.DType),
            buffer,
            quant.IsQuantized ? new TfliteQuantization(quant.Scales, [.. quant.ZeroPoints.Select(code => (long)code)], quant.Axis) : null
        );
    }

    private int CodeIndex(TfliteMapping mapping, int version) =>
        CodeIndex(new TfliteOperatorCode(mapping.Code, mapping.CustomCode, version));

    private int CodeIndex(TfliteOperatorCode code)
    {
        var index = _codes.IndexOf(code);
        if (index < 0)
        {
            index = _codes.Count;
            _codes.Add(code);
        }

        return index;
    }

    private static TfliteTensorType Code(DType type) =>
        type switch
        {
            DType.Int8 => TfliteTensorType.Int8,
            DType.UInt8 => TfliteTensorType.UInt8,
            DType.Int16 => TfliteTensorType.Int16,
            DType.Int32 => TfliteTensorType.Int32,
            DType.Int64 => TfliteTensorType.Int64,
            DType.Float32 => TfliteTensorType.Float32,
            DType.Bool => TfliteTensorType.Bool,
            DType.UInt32 => TfliteTensorType.UInt32,
            DType.UInt64 => TfliteTensorType.UInt64,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
