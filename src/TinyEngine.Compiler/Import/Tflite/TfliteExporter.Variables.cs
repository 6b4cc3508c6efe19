using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Variables that <see cref="UpdateVariable"/> changes become resource variables: a handle, a read in front of everything, an
/// assignment. Those that operators update themselves (SVDF, LSTM) stay variable tensors.</summary>
public sealed partial class TfliteExporter
{
    // Fields of TFLite's VarHandleOptions, CallOnceOptions and ConcatenationOptions.
    private const int SharedNameField = 1,
        InitializerField = 0,
        AxisField = 0;

    private readonly Dictionary<ValueId, int> _handles = [];
    private TfliteSubgraph? _initializer;

    private void AddVariables()
    {
        var variables = _graph.Nodes.Where(node => node.Op is UpdateVariable).Select(node => node.Inputs[0]).Distinct().ToList();
        AddInitializer([.. variables.Select(id => _graph[id]).Where(value => !value.Data.IsEmpty)]);
        foreach (var id in variables)
        {
            _handles[id] = _tensors.Count;
            _tensors.Add(Handle(SharedName(id)));
            _operators.Add(Operator(BuiltinOperator.VarHandle, [], [_handles[id]], HandleOptions(id)));
        }

        foreach (var id in variables)
        {
            _places[id.Index] = Add(_graph[id].Name, _graph[id].Type, default);
            _operators.Add(Operator(BuiltinOperator.ReadVariable, [_handles[id]], [Place(id)]));
        }
    }

    /// <summary>The graph that assigns what variables start from, and its call.</summary>
    private void AddInitializer(IReadOnlyList<Value> variables)
    {
        if (variables.Count == 0)
            return;
        _operators.Add(
            Operator(BuiltinOperator.CallOnce, [], [], new TfliteOptions(BuiltinOptionsType.CallOnce).With(InitializerField, 1))
        );
        var (tensors, operators) = (new List<TfliteTensor>(), new List<TfliteOperator>());
        foreach (var value in variables)
        {
            tensors.Add(Handle(SharedName(value.Id)));
            tensors.Add(Tensor(value.Name + "/initial", value.Type, value.Data));
            operators.Add(Operator(BuiltinOperator.VarHandle, [], [tensors.Count - 2], HandleOptions(value.Id)));
            operators.Add(Operator(BuiltinOperator.AssignVariable, [tensors.Count - 2, tensors.Count - 1], []));
        }

        _initializer = new TfliteSubgraph("initializer", [.. tensors], [], [], [.. operators]);
    }

    private void AddUpdate(Node node)
    {
        var (variable, added, output) = (node.Inputs[0], node.Inputs[1], node.Outputs[0]);
        var (whole, part) = (_graph[variable].Type.Shape, _graph[added].Type.Shape);
        if (whole == part)
        {
            _places[output.Index] = Place(added);
        }
        else if (Axis(whole, part) is { } axis)
        {
            var kept = Shape.Create([.. whole.Sizes.Select((size, a) => a == axis ? size - part[a] : size)]);
            var slice = Add(node.Name + "/kept", _graph[variable].Type with { Shape = kept }, default);
            var begin = whole.Sizes.Select((_, a) => a == axis ? part[a] : 0).ToArray();
            _operators.Add(
                Operator(
                    BuiltinOperator.StridedSlice,
                    [Place(variable), Ints(begin), Ints([.. whole.Sizes]), Ints([.. whole.Sizes.Select(_ => 1)])],
                    [slice],
                    new TfliteOptions(BuiltinOptionsType.StridedSlice)
                )
            );
            _operators.Add(
                Operator(
                    BuiltinOperator.Concatenation,
                    [slice, Place(added)],
                    [Place(output)],
                    new TfliteOptions(BuiltinOptionsType.Concatenation).With(AxisField, axis)
                )
            );
        }
        else
        {
            _bag.Add(
                Diag.NotExpressible,
                new Place(_graph.Name, node.Label),
                $"{part} cannot be appended to a variable of {whole} in a TFLite file",
                "TFLite joins tensors along an axis",
                "append whole rows"
            );
            return;
        }

        _operators.Add(Operator(BuiltinOperator.AssignVariable, [_handles[variable], Place(output)], []));

        int Ints(int[] elements) =>
            Add(
                node.Name + "/bounds",
                new TensorType(DType.Int32, [elements.Length], QuantParams.None),
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements.AsSpan()).ToArray()
            );
    }

    /// <summary>The axis along which a part follows another, if all before it have one element; null when there is none.</summary>
    private static int? Axis(Shape whole, Shape part)
    {
        if (whole.Rank != part.Rank)
            return null;
        var differing = Enumerable.Range(0, whole.Rank).Where(axis => whole[axis] != part[axis]).ToList();
        return differing is [var only] && whole.Sizes.Take(only).All(size => size == 1) ? only : null;
    }

    private TfliteOperator Operator(
        BuiltinOperator code,
        EquatableArray<int> inputs,
        EquatableArray<int> outputs,
        TfliteOptions? options = null
    ) => new(CodeIndex(new TfliteOperatorCode(code)), inputs, outputs, options ?? TfliteOptions.None);

    private static TfliteTensor Handle(string name) => new(name, [], TfliteTensorType.Resource);

    private TfliteOptions HandleOptions(ValueId id) =>
        new TfliteOptions(BuiltinOptionsType.VarHandle).With(SharedNameField, SharedName(id));

    /// <summary>Names need not be unique, shared names must be.</summary>
    private string SharedName(ValueId id)
    {
        var name = _graph[id].Name;
        return _graph.Values.Count(other => other.Kind == ValueKind.Variable && other.Name == name) > 1 ? $"{name}#{id.Index}" : name;
    }
}
