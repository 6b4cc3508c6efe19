using System.Collections.Immutable;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Graph;

/// <summary>Collects changes to a graph and applies them together; the result is a new, validated graph with dead nodes and values
/// gone.</summary>
/// <param name="graph">The graph to start from; it does not change.</param>
internal sealed class GraphEditor(Network graph)
{
    private readonly List<Value> _values = [.. graph.Values];
    private readonly Node?[] _nodes = [.. graph.Nodes];
    private readonly Dictionary<ValueId, ValueId> _forward = [];
    private readonly Dictionary<int, List<Node>> _inserted = [];

    private readonly HashSet<ValueId> _touchedValues = [];

    /// <summary>Whether anything was changed.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>Whether a change recorded here concerns a node or what stands right before it, so that patterns found in the unchanged
    /// graph no longer hold there.</summary>
    public bool Touches(NodeView view) => view.Node.Inputs.Any(Touches) || view.Node.Outputs.Any(_touchedValues.Contains);

    private bool Touches(ValueId input) =>
        _touchedValues.Contains(input)
        || (graph.Producer(input) is >= 0 and var producer && graph.Nodes[producer].Inputs.Any(_touchedValues.Contains));

    /// <summary>Adds a constant.</summary>
    public ValueId AddConstant(string name, TensorType type, ReadOnlyMemory<byte> data)
    {
        var id = new ValueId(_values.Count);
        _values.Add(new Value(id, name, ValueKind.Constant, type, data));
        HasChanges = true;
        return id;
    }

    /// <summary>Adds a variable.</summary>
    public ValueId AddVariable(string name, TensorType type, ReadOnlyMemory<byte> initial)
    {
        var id = new ValueId(_values.Count);
        _values.Add(new Value(id, name, ValueKind.Variable, type, initial));
        HasChanges = true;
        return id;
    }

    /// <summary>Adds a node with one output right before another.</summary>
    /// <param name="nodeIndex">The node that it comes before.</param>
    /// <param name="op">What it computes.</param>
    /// <param name="inputs">Operands.</param>
    /// <param name="output">Type of its output.</param>
    /// <param name="name">Name of its output.</param>
    /// <returns>Its output.</returns>
    public ValueId Insert(int nodeIndex, Op op, ReadOnlySpan<ValueId> inputs, TensorType output, string name)
    {
        var id = new ValueId(_values.Count);
        _values.Add(new Value(id, name, ValueKind.Computed, output, default));
        if (!_inserted.TryGetValue(nodeIndex, out var nodes))
            _inserted[nodeIndex] = nodes = [];
        nodes.Add(new Node(op, EquatableArray.Create(inputs), [id], name, graph.Nodes[nodeIndex].SourceIndex));
        HasChanges = true;
        return id;
    }

    /// <summary>Removes a node that nobody reads, though it touches state.</summary>
    public void Remove(int nodeIndex)
    {
        _touchedValues.UnionWith(graph.Nodes[nodeIndex].Inputs);
        _nodes[nodeIndex] = null;
        HasChanges = true;
    }

    /// <summary>Replaces a node; the outputs keep their identity.</summary>
    public void Replace(int nodeIndex, Op op, ReadOnlySpan<ValueId> inputs)
    {
        var old = graph.Nodes[nodeIndex];
        _nodes[nodeIndex] = old with { Op = op, Inputs = EquatableArray.Create(inputs) };
        _touchedValues.UnionWith(old.Outputs);
        _touchedValues.UnionWith(old.Inputs.Where(id => !graph[id].IsConstant));
        HasChanges = true;
    }

    /// <summary>Replaces a node and the type of its single output, which keeps its identity.</summary>
    public void Replace(int nodeIndex, Op op, ReadOnlySpan<ValueId> inputs, TensorType output)
    {
        Replace(nodeIndex, op, inputs);
        var id = graph.Nodes[nodeIndex].Outputs[0];
        _values[id.Index] = _values[id.Index] with { Type = output };
    }

    /// <summary>Makes every reader of one value, and the graph's outputs, use another instead.</summary>
    public void Forward(ValueId from, ValueId to)
    {
        _forward[from] = to;
        _touchedValues.Add(from);
        _touchedValues.Add(to);
        HasChanges = true;
    }

    /// <summary>Builds the new graph: forwards, drops nodes that nobody reads, infers every type again.</summary>
    /// <exception cref="InvalidOperationException">The edits made an invalid graph; that is a defect of the caller.</exception>
    public Network Apply()
    {
        var live = new bool[_values.Count];
        foreach (var output in graph.Outputs)
            live[Resolve(output).Index] = true;
        var nodes = new List<Node>();
        foreach (var node in AllNodes().Reverse().Where(node => node.Outputs.Any(o => live[o.Index]) || TouchesState(node)))
        {
            foreach (var input in node.Inputs)
                live[Resolve(input).Index] = true;
            nodes.Add(node);
        }

        nodes.Reverse();
        return Rebuild(nodes, live);
    }

    private IEnumerable<Node> AllNodes()
    {
        for (var n = 0; n < _nodes.Length; n++)
        {
            foreach (var inserted in _inserted.GetValueOrDefault(n, []))
                yield return inserted;
            if (_nodes[n] is { } node)
                yield return node;
        }
    }

    private bool TouchesState(Node node) => node.Inputs.Any(i => _values[i.Index].Kind == ValueKind.Variable);

    private Network Rebuild(List<Node> nodes, bool[] live)
    {
        var builder = new GraphBuilder(graph.Name);
        var map = new Dictionary<ValueId, ValueId>();
        foreach (var input in graph.Inputs)
            map[input] = builder.Input(_values[input.Index].Name, _values[input.Index].Type);
        foreach (var value in _values.Where(v => live[v.Id.Index]))
        {
            if (value.Kind == ValueKind.Constant)
                map[value.Id] = value.IsKnown
                    ? builder.Constant(value.Name, value.Type, value.Data)
                    : builder.Constant(value.Name, value.Type);
            else if (value.Kind == ValueKind.Variable)
                map[value.Id] = builder.Variable(value.Name, value.Type, value.Data);
        }

        foreach (var node in nodes)
        {
            ImmutableArray<ValueId> inputs = [.. node.Inputs.Select(i => map[Resolve(i)])];
            ImmutableArray<TensorType> declared = [.. node.Outputs.Select(o => _values[o.Index].Type)];
            var bag = new DiagnosticBag();
            var inferred = node.Op.Infer([.. inputs.Select(builder.TypeOf)], new OpSite(new Place("", node.Label), declared, bag));
            if (!inferred.Succeeded || !inferred.Types.SequenceEqual(declared))
                throw new InvalidOperationException($"an edit made {node.Label} invalid: {string.Join('\n', bag.Items)}");
            var outputs = builder.Add(
                new NodeDraft(node.Op, inputs, declared, [.. node.Outputs.Select(o => _values[o.Index].Name)], node.SourceIndex)
            );
            for (var o = 0; o < outputs.Length; o++)
                map[node.Outputs[o]] = outputs[o];
        }

        foreach (var output in graph.Outputs)
            builder.Output(map[Resolve(output)]);
        return builder.Build();
    }

    private ValueId Resolve(ValueId id)
    {
        while (_forward.TryGetValue(id, out var next))
            id = next;
        return id;
    }
}
