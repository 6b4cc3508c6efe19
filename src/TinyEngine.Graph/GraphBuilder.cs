using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Graph;

/// <summary>Builds a graph node by node, in running order; every node's types are inferred and checked as it is added.</summary>
/// <param name="name">Name of the network.</param>
internal sealed class GraphBuilder(string name)
{
    private readonly List<Value> _values = [];
    private readonly List<Node> _nodes = [];
    private readonly List<ValueId> _inputs = [];
    private readonly List<ValueId> _outputs = [];

    /// <summary>Type of a value that was added before.</summary>
    public TensorType TypeOf(ValueId id) => _values[id.Index].Type;

    /// <summary>Whether a value that was added before is a variable.</summary>
    public bool IsVariable(ValueId id) => _values[id.Index].Kind == ValueKind.Variable;

    /// <summary>The elements of a constant that was added before; null for other values.</summary>
    public Tensor? ConstantOf(ValueId id) =>
        _values[id.Index] is { Kind: ValueKind.Constant } value && value.Data.Length == value.Type.ByteSize
            ? new Tensor(value.Type, value.Data)
            : null;

    /// <summary>Adds a graph input.</summary>
    public ValueId Input(string name, TensorType type)
    {
        var id = Add(name, ValueKind.Input, type, default);
        _inputs.Add(id);
        return id;
    }

    /// <summary>Adds a constant whose bytes stay where they are.</summary>
    /// <exception cref="ArgumentException">The bytes do not have the size of the type.</exception>
    public ValueId Constant(string name, TensorType type, ReadOnlyMemory<byte> data)
    {
        if (data.Length != type.ByteSize)
            throw new ArgumentException($"'{name}' holds {data.Length} bytes, its type {type} needs {type.ByteSize}", nameof(data));
        return Add(name, ValueKind.Constant, type, data);
    }

    /// <summary>Adds a constant of which nothing but the type is known: a network of shapes can be planned and priced.</summary>
    public ValueId Constant(string name, TensorType type) => Add(name, ValueKind.Constant, type, default);

    /// <summary>Adds a constant from its elements.</summary>
    public ValueId Constant<T>(string name, TensorType type, ReadOnlySpan<T> elements)
        where T : unmanaged => Constant(name, type, (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes(elements).ToArray());

    /// <summary>Adds a variable tensor: state that survives between runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="initial">What it starts from; empty for its zero point.</param>
    /// <exception cref="ArgumentException">The bytes do not have the size of the type.</exception>
    public ValueId Variable(string name, TensorType type, ReadOnlyMemory<byte> initial = default)
    {
        if (!initial.IsEmpty && initial.Length != type.ByteSize)
            throw new ArgumentException(
                $"'{name}' starts from {initial.Length} bytes, its type {type} needs {type.ByteSize}",
                nameof(initial)
            );
        return Add(name, ValueKind.Variable, type, initial);
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">Operator.</param>
    /// <param name="inputs">Operands, added before.</param>
    /// <param name="output">Declared output: its data type and quantization count; its shape is inferred and must agree.</param>
    /// <param name="name">Name of the output.</param>
    /// <exception cref="ArgumentException">The operator refuses the operands; the message holds the diagnostics.</exception>
    public ValueId Node(Op op, ReadOnlySpan<ValueId> inputs, TensorType output, string? name = null) => Node(op, inputs, [output], name)[0];

    /// <summary>Adds a node with any number of outputs.</summary>
    /// <inheritdoc cref="Node(Op, ReadOnlySpan{ValueId}, TensorType, string)"/>
    public ImmutableArray<ValueId> Node(Op op, ReadOnlySpan<ValueId> inputs, ImmutableArray<TensorType> outputs, string? name = null)
    {
        var bag = new DiagnosticBag();
        name ??= $"{op.Name.ToLowerInvariant()}_{_nodes.Count}";
        var types = new TensorType[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            types[i] = TypeOf(inputs[i]);
        var inferred = op.Infer(types, new OpSite(new Place("", $"{op.Name} '{name}'"), outputs, bag));
        if (!inferred.Succeeded)
            throw new ArgumentException(string.Join('\n', bag.Items), nameof(op));
        return Add(new NodeDraft(op, [.. inputs], inferred.Types, OutputNames(name, inferred.Types.Length), -1));
    }

    /// <summary>Adds a node whose types were inferred and checked by the caller.</summary>
    internal ImmutableArray<ValueId> Add(NodeDraft draft)
    {
        var outputs = new ValueId[draft.Outputs.Length];
        for (var o = 0; o < outputs.Length; o++)
            outputs[o] = Add(draft.OutputNames[o], ValueKind.Computed, draft.Outputs[o], default);
        _nodes.Add(new Node(draft.Op, new EquatableArray<ValueId>(draft.Inputs), [.. outputs], draft.OutputNames[0], draft.SourceIndex));
        return [.. outputs];
    }

    private static ImmutableArray<string> OutputNames(string name, int count) =>
        [name, .. Enumerable.Range(1, count - 1).Select(o => $"{name}:{o}")];

    /// <summary>Declares a value as the next graph output.</summary>
    public GraphBuilder Output(ValueId id)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id.Index, _values.Count, nameof(id));
        _outputs.Add(id);
        return this;
    }

    /// <summary>The finished graph.</summary>
    /// <exception cref="InvalidOperationException">There is no output.</exception>
    public Network Build()
    {
        if (_outputs.Count == 0)
            throw new InvalidOperationException("a graph needs an output");
        return new Network(name, [.. _values], [.. _nodes], [.. _inputs], [.. _outputs]);
    }

    private ValueId Add(string valueName, ValueKind kind, TensorType type, ReadOnlyMemory<byte> data)
    {
        var id = new ValueId(_values.Count);
        _values.Add(new Value(id, valueName, kind, type, data));
        return id;
    }
}

/// <summary>A node that is not yet part of a graph.</summary>
/// <param name="Op">Operator.</param>
/// <param name="Inputs">Operands.</param>
/// <param name="Outputs">Types of the results.</param>
/// <param name="OutputNames">Names of the results; the first is the node's name too.</param>
/// <param name="SourceIndex">Index in the file; −1 when made by us.</param>
internal sealed record NodeDraft(
    Op Op,
    ImmutableArray<ValueId> Inputs,
    ImmutableArray<TensorType> Outputs,
    ImmutableArray<string> OutputNames,
    int SourceIndex
);
