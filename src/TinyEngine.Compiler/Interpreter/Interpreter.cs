using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Interpreter;

/// <summary>
/// Runs a graph on the host with the reference's semantics: the oracle that generated code is compared with. Variable tensors keep their
/// value from one run to the next until <see cref="Reset"/>.
/// </summary>
public sealed class Interpreter
{
    private readonly Network _graph;
    private readonly byte[]?[] _memory;
    private readonly int[] _lastUse;

    /// <summary>Prepares a graph, with state as <see cref="Reset"/> leaves it.</summary>
    public Interpreter(Network graph)
    {
        _graph = graph;
        _memory = new byte[graph.Values.Length][];
        _lastUse = new int[graph.Values.Length];
        for (var v = 0; v < _lastUse.Length; v++)
            _lastUse[v] =
                graph.IsOutput(new ValueId(v)) ? int.MaxValue
                : graph.Consumers(new ValueId(v)) is [.., var last] ? last
                : -1;
        Reset();
    }

    /// <summary>Sets every variable tensor to the bytes that it starts from.</summary>
    public void Reset()
    {
        foreach (var value in _graph.Values.Where(v => v.Kind == ValueKind.Variable))
            _memory[value.Id.Index] = value.InitialBytes().ToArray();
    }

    /// <summary>Runs the network once.</summary>
    /// <param name="inputs">Bytes of each graph input, in order, each of the size of its type.</param>
    /// <returns>Bytes of each graph output, in order.</returns>
    /// <exception cref="ArgumentException">Count or size of the inputs is wrong.</exception>
    /// <exception cref="EvaluationException">The values lead outside a tensor, for example an index in GATHER.</exception>
    public ImmutableArray<byte[]> Run(params ReadOnlySpan<byte[]> inputs)
    {
        if (inputs.Length != _graph.Inputs.Length)
            throw new ArgumentException($"{inputs.Length} inputs given, the graph has {_graph.Inputs.Length}", nameof(inputs));
        for (var i = 0; i < inputs.Length; i++)
        {
            var value = _graph[_graph.Inputs[i]];
            if (inputs[i].Length != value.Type.ByteSize)
                throw new ArgumentException(
                    $"input '{value.Name}' has {inputs[i].Length} bytes, expected {value.Type.ByteSize}",
                    nameof(inputs)
                );
            _memory[value.Id.Index] = inputs[i];
        }

        for (var n = 0; n < _graph.Nodes.Length; n++)
            Step(n);
        return [.. _graph.Outputs.Select(id => Bytes(id).ToArray())];
    }

    private void Step(int index)
    {
        var node = _graph.Nodes[index];
        var inputs = node.Inputs.Items.Select(id => new Tensor(_graph[id].Type, Bytes(id))).ToImmutableArray();
        var outputs = node
            .Outputs.Items.Select(id =>
            {
                var type = _graph[id].Type;
                var bytes = _memory[id.Index] = new byte[type.ByteSize];
                return (type, bytes.AsMemory());
            })
            .ToImmutableArray();
        node.Op.Evaluate(new EvaluationContext(inputs, outputs, new Place(_graph.Name, node.Label)));
        foreach (var id in node.Inputs)
        {
            if (_lastUse[id.Index] == index && _graph[id].Kind == ValueKind.Computed)
                _memory[id.Index] = null;
        }
    }

    private ReadOnlyMemory<byte> Bytes(ValueId id) => _graph[id].IsConstant ? _graph[id].Constant.Bytes : _memory[id.Index];
}
