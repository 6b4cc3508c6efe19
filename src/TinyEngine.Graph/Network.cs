using System.Collections.Immutable;

namespace TinyEngine.Graph;

/// <summary>Identity of a value within one graph: its position in <see cref="Network.Values"/>.</summary>
/// <param name="Index">Position.</param>
public readonly record struct ValueId(int Index)
{
    /// <inheritdoc/>
    public override string ToString() => $"%{Index}";
}

/// <summary>What a value is.</summary>
internal enum ValueKind
{
    /// <summary>Result of a node.</summary>
    Computed,

    /// <summary>Supplied by the caller.</summary>
    Input,

    /// <summary>Known at compile time.</summary>
    Constant,

    /// <summary>State that survives between runs (a TFLite variable tensor).</summary>
    Variable,
}

/// <summary>A tensor of the graph.</summary>
public sealed record Value
{
    internal Value(ValueId id, string name, ValueKind kind, TensorType type, ReadOnlyMemory<byte> data) =>
        (Id, Name, Kind, Type, Data) = (id, name, kind, type, data);

    /// <summary>Identity.</summary>
    public ValueId Id { get; }

    /// <summary>Name in the file, or one made up; not necessarily unique.</summary>
    public string Name { get; }

    /// <summary>Element type, shape, quantization.</summary>
    public TensorType Type { get; internal init; }

    /// <summary>Bytes of a constant, inside the model file's memory, or those that a variable starts from; empty otherwise, also for a
    /// variable that starts from its zero point.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Whether the value is known at compile time.</summary>
    public bool IsConstant => Kind == ValueKind.Constant;

    /// <summary>What it is.</summary>
    internal ValueKind Kind { get; }

    /// <summary>Bytes of a variable before the first run.</summary>
    /// <exception cref="InvalidOperationException">The value is not a variable, or has a zero point that takes more than a
    /// byte.</exception>
    internal ReadOnlyMemory<byte> InitialBytes()
    {
        if (Kind != ValueKind.Variable)
            throw new InvalidOperationException($"'{Name}' is not a variable");
        if (!Data.IsEmpty)
            return Data;
        var bytes = new byte[Type.ByteSize];
        var zeroPoint = Type.Quant.ZeroPoint;
        if (Type.DType == DType.Int8)
            Array.Fill(bytes, unchecked((byte)zeroPoint));
        else if (zeroPoint != 0)
            throw new InvalidOperationException($"variable '{Name}' of {Type.DType} has a zero point");
        return bytes;
    }

    /// <summary>Whether it is a constant whose bytes are there, and not its type alone.</summary>
    internal bool IsKnown => IsConstant && Data.Length == Type.ByteSize;

    /// <summary>The constant with its bytes.</summary>
    /// <exception cref="InvalidOperationException">The value is not a constant, or nothing but its type is known.</exception>
    internal Tensor Constant =>
        IsKnown
            ? new Tensor(Type, Data)
            : throw new InvalidOperationException(IsConstant ? $"the bytes of '{Name}' are not known" : $"'{Name}' is not a constant");
}

/// <summary>One operator applied to values.</summary>
/// <param name="Op">Operator with attributes.</param>
/// <param name="Inputs">Operands.</param>
/// <param name="Outputs">Results.</param>
/// <param name="Name">Name for people: that of the first output.</param>
/// <param name="SourceIndex">Index of the operator in the file it came from; −1 when it was made by us.</param>
internal sealed record Node(Op Op, EquatableArray<ValueId> Inputs, EquatableArray<ValueId> Outputs, string Name, int SourceIndex)
{
    /// <summary>How messages call this node, for example <c>op 17 MEAN 'head/pool'</c>.</summary>
    public string Label => SourceIndex >= 0 ? $"op {SourceIndex} {Op.Name} '{ShownName}'" : $"{Op.Name} '{ShownName}'";

    /// <summary>The name as messages show it.</summary>
    public string ShownName => DisplayName.Of(Name);
}

/// <summary>
/// An immutable network: values, and nodes in an order in which they can run. Made by <see cref="GraphBuilder"/> or
/// <see cref="GraphEditor"/>, both of which validate it.
/// </summary>
public sealed class Network
{
    private readonly int[] _producers;
    private readonly ImmutableArray<int>[] _consumers;

    internal Network(
        string name,
        ImmutableArray<Value> values,
        ImmutableArray<Node> nodes,
        ImmutableArray<ValueId> inputs,
        ImmutableArray<ValueId> outputs
    )
    {
        (Name, Values, Nodes, Inputs, Outputs) = (name, values, nodes, inputs, outputs);
        _producers = new int[values.Length];
        Array.Fill(_producers, -1);
        var consumers = new List<int>[values.Length];
        for (var n = 0; n < nodes.Length; n++)
        {
            foreach (var output in nodes[n].Outputs)
                _producers[output.Index] = n;
            foreach (var input in nodes[n].Inputs)
            {
                var list = consumers[input.Index] ??= [];
                if (list.Count == 0 || list[^1] != n)
                    list.Add(n);
            }
        }

        _consumers = [.. consumers.Select(list => list is null ? ImmutableArray<int>.Empty : [.. list])];
    }

    /// <summary>Name of the network.</summary>
    public string Name { get; }

    /// <summary>All values, indexed by <see cref="ValueId"/>.</summary>
    public ImmutableArray<Value> Values { get; }

    /// <summary>Nodes; each reads only graph inputs, constants, variables and results of earlier nodes.</summary>
    internal ImmutableArray<Node> Nodes { get; }

    /// <summary>Values that the caller supplies, in the file's order.</summary>
    public ImmutableArray<ValueId> Inputs { get; }

    /// <summary>Values that the caller receives, in the file's order.</summary>
    public ImmutableArray<ValueId> Outputs { get; }

    /// <summary>The value of an id.</summary>
    public Value this[ValueId id] => Values[id.Index];

    /// <summary>Index of the node that computes a value; −1 for inputs, constants and variables.</summary>
    internal int Producer(ValueId id) => _producers[id.Index];

    /// <summary>Indices of the nodes that read a value, ascending, each once.</summary>
    internal ImmutableArray<int> Consumers(ValueId id) => _consumers[id.Index];

    /// <summary>Whether a value leaves the graph.</summary>
    internal bool IsOutput(ValueId id) => Outputs.Contains(id);

    /// <summary>Types around a node.</summary>
    internal OpTypes TypesOf(Node node) => new([.. node.Inputs.Select(i => this[i].Type)], [.. node.Outputs.Select(o => this[o].Type)]);

    /// <summary>Indices of the nodes that must run before a node, whatever the order: those whose results it reads, and those before it
    /// that use the same variable.</summary>
    internal ImmutableArray<int> Predecessors(int node) =>
        [
            .. Nodes[node]
                .Inputs.SelectMany(id => this[id].Kind == ValueKind.Variable ? Consumers(id).Where(user => user < node) : [Producer(id)])
                .Where(earlier => earlier >= 0)
                .Distinct()
                .Order(),
        ];

    /// <summary>The same network with its nodes in another order. Values keep their identity; inputs and outputs keep their
    /// order.</summary>
    /// <param name="order">For each position the index of the node that comes there.</param>
    /// <exception cref="ArgumentException">The order is no permutation, or a node would come before one that it needs.</exception>
    internal Network Reordered(ImmutableArray<int> order)
    {
        var positions = new int[Nodes.Length];
        Array.Fill(positions, -1);
        for (var position = 0; position < order.Length; position++)
            positions[order[position]] = position;
        if (order.Length != Nodes.Length || positions.Contains(-1))
            throw new ArgumentException("the order does not name each node once", nameof(order));
        if (order.Index().Any(node => Predecessors(node.Item).Any(earlier => positions[earlier] > node.Index)))
            throw new ArgumentException("a node would come before one that it needs", nameof(order));
        return new Network(Name, Values, [.. order.Select(node => Nodes[node])], Inputs, Outputs);
    }

    /// <summary>For each input of a node its value when it is a constant whose bytes are known.</summary>
    internal ImmutableArray<Tensor?> ConstantsOf(Node node) =>
        [.. node.Inputs.Select(id => this[id].IsKnown ? this[id].Constant : (Tensor?)null)];

    /// <summary>The same network without the bytes of weights and biases: shapes are enough to plan and to price it.</summary>
    internal Network WithoutWeights()
    {
        bool IsWeight(Value value) =>
            value.IsConstant
            && !IsOutput(value.Id)
            && Consumers(value.Id).All(node => Nodes[node].Op is IScaleChannels && Nodes[node].Inputs[0] != value.Id);
        ImmutableArray<Value> values =
        [
            .. Values.Select(value => IsWeight(value) ? new Value(value.Id, value.Name, value.Kind, value.Type, default) : value),
        ];
        return new Network(Name, values, Nodes, Inputs, Outputs);
    }

    /// <inheritdoc cref="Op.WhyWholeTensors(OpTypes)"/>
    internal string? WhyWholeTensors(Node node) => node.Op.WhyWholeTensors(TypesOf(node), ConstantsOf(node));

    /// <summary>Multiply-accumulates of one run.</summary>
    public long CountMacs() => Nodes.Sum(node => (node.Op as ICountMacs)?.CountMacs(TypesOf(node)) ?? 0);
}

/// <summary>A node together with its graph, so that patterns can walk.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Index">Position in <see cref="Network.Nodes"/>.</param>
internal readonly record struct NodeView(Network Graph, int Index)
{
    /// <summary>The node.</summary>
    public Node Node => Graph.Nodes[Index];

    /// <summary>Its operator.</summary>
    public Op Op => Node.Op;

    /// <summary>Its operands.</summary>
    public ImmutableArray<ValueView> Inputs
    {
        get
        {
            var graph = Graph;
            return [.. Node.Inputs.Select(id => new ValueView(graph, id))];
        }
    }

    /// <summary>Its first result.</summary>
    public ValueView Output => new(Graph, Node.Outputs[0]);
}

/// <summary>A value together with its graph, so that patterns can walk.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Id">Identity.</param>
internal readonly record struct ValueView(Network Graph, ValueId Id)
{
    /// <summary>The value.</summary>
    public Value Value => Graph[Id];

    /// <summary>Its type.</summary>
    public TensorType Type => Value.Type;

    /// <summary>The node that computes it, if any.</summary>
    public NodeView? Producer => Graph.Producer(Id) is var index && index >= 0 ? new NodeView(Graph, index) : null;

    /// <summary>Whether exactly one node reads it, once, and it does not leave the graph.</summary>
    public bool HasOneUse
    {
        get
        {
            var id = Id;
            return !Graph.IsOutput(id) && Graph.Consumers(id) is [var only] && Graph.Nodes[only].Inputs.Count(i => i == id) == 1;
        }
    }
}
