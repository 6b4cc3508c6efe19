using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>What the search for stages asks about a network over and over: flows, producers, consumers, lifetimes. Steps are the nodes in order.</summary>
internal sealed class NetworkFlow
{
    private readonly ImmutableArray<int> _births;
    private readonly ImmutableArray<int> _deaths;
    private readonly ImmutableArray<ValueId> _roots;

    /// <summary>Looks at a schedule of whole tensors.</summary>
    /// <param name="layers">The schedule.</param>
    /// <param name="selector">Gives kernel calls for other layouts.</param>
    public NetworkFlow(Schedule layers, KernelSelector selector)
    {
        var graph = layers.Graph;
        (Graph, Layouts) = (graph, layers.Layouts);
        var calls = layers.Steps.Select(step => step.Calls).ToImmutableArray();
        Calls = calls;
        InPlaceWindows = [.. graph.Nodes.Select(node => InPlaceWindow(node, selector))];
        Flows = [.. graph.Nodes.Select((node, index) => RowFlow.Of(graph, node, calls[index]))];
        Rows = [.. graph.Values.Select(value => RowLayout.Dense(value.Type).Rows)];
        RowBytes = [.. graph.Values.Select(value => RowLayout.Dense(value.Type).RowStride)];
        var roots = graph.Values.Select(value => value.Id).ToArray();
        foreach (var node in graph.Nodes.Where((_, index) => calls[index].IsEmpty))
            roots[node.Outputs[0].Index] = roots[node.Inputs[0].Index];
        _roots = [.. roots];
        var (births, deaths) = (new int[roots.Length], new int[roots.Length]);
        foreach (var value in graph.Values)
        {
            var root = roots[value.Id.Index].Index;
            births[root] = graph.Producer(new ValueId(root));
            var death = graph.IsOutput(value.Id) || value.Kind == ValueKind.Variable ? graph.Nodes.Length : graph.Consumers(value.Id).Append(-1).Max();
            deaths[root] = Math.Max(deaths[root], death);
        }

        (_births, _deaths) = ([.. births], [.. deaths]);
    }

    /// <summary>The network.</summary>
    public Graph.Graph Graph { get; }

    /// <summary>Layout of each value as a whole tensor.</summary>
    public ImmutableArray<RowLayout> Layouts { get; }

    /// <summary>For steps that can write a row over the oldest row of their window: which row that is, by the row written. Both are row-planar.</summary>
    public ImmutableArray<RowSlots?> InPlaceWindows { get; }

    /// <summary>Kernel calls of each step.</summary>
    public ImmutableArray<ImmutableArray<KernelCall>> Calls { get; }

    /// <summary>The flow of each step; null for those that need whole tensors.</summary>
    public ImmutableArray<RowFlow?> Flows { get; }

    /// <summary>Rows of each value.</summary>
    public ImmutableArray<int> Rows { get; }

    /// <summary>Bytes of a row of each value.</summary>
    public ImmutableArray<int> RowBytes { get; }

    /// <summary>Number of steps.</summary>
    public int Count => Calls.Length;

    /// <summary>The value whose buffer a value shares because an operator only renames it.</summary>
    public ValueId RootOf(ValueId id) => _roots[id.Index];

    /// <summary>The step that writes a value's buffer first; −1 for what the caller provides.</summary>
    public int BirthOf(ValueId id) => _births[RootOf(id).Index];

    /// <summary>The last step that reads a value's buffer; the number of steps when it must live on after them.</summary>
    public int DeathOf(ValueId id) => _deaths[RootOf(id).Index];

    /// <summary>Bytes of a value.</summary>
    public int BytesOf(ValueId id) => Rows[id.Index] * RowBytes[id.Index];

    /// <summary>Values that own memory of the arena.</summary>
    public IEnumerable<ValueId> Roots => Graph.Values.Where(value => !value.IsConstant && RootOf(value.Id) == value.Id).Select(value => value.Id);

    private RowSlots? InPlaceWindow(Node node, KernelSelector selector)
    {
        if (node.Outputs.Count != 1 || node.Op is not IChooseLayout op || Layouts[node.Inputs[0].Index].Order != ElementOrder.RowPlanar)
            return null;
        var (types, output) = (Graph.TypesOf(node), node.Outputs[0]);
        if (!op.CanWrite(ElementOrder.RowPlanar, types, selector.Isa) || !Graph.Consumers(output).All(consumer => ReadsPlanar(Graph.Nodes[consumer], output, selector.Isa)))
            return null;
        if (Layouts[output.Index].RowStride > Layouts[node.Inputs[0].Index].RowStride)
            return null;
        var over = Layouts[node.Inputs[0].Index].Over(Graph[output].Type);
        return selector.Select(node, id => id == output ? over : Layouts[id.Index]) is [RowCall { Overlap: OverlapTolerance.PlanarRow } call]
            && call.Sources.All(source => source.Operand == 0 && source.Index.Table.Count == 0)
            && call.Sources.MinBy(source => source.Index.Offset).Index is { Stride: > 0 } oldest
                ? new RowSlots(oldest.Stride, oldest.Offset)
                : null;
    }

    private bool ReadsPlanar(Node reader, ValueId value, KernelIsa isa) =>
        reader.Op is IChooseLayout chooser
        && reader.Inputs.Index().All(input => input.Item != value || chooser.CanRead(input.Index, ElementOrder.RowPlanar, Graph.TypesOf(reader), isa));
}
