using System.Collections.Immutable;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>
/// Chooses the order of the elements of each value: channel-last, unless its producer can write row-planar rows, all its readers can read them, and the
/// fastest kernels of all of these are predicted to execute fewer instructions. What enters or leaves the network keeps the order that the caller knows.
/// </summary>
internal sealed class LayoutChooser
{
    private readonly Graph.Graph _graph;
    private readonly KernelIsa _isa;
    private readonly KernelGoal _goal;
    private readonly RowLayout[] _layouts;

    private LayoutChooser(Graph.Graph graph, KernelIsa isa, KernelGoal goal) =>
        (_graph, _isa, _goal, _layouts) = (graph, isa, goal, [.. graph.Values.Select(value => RowLayout.Dense(value.Type))]);

    public static ImmutableArray<RowLayout> Choose(Graph.Graph graph, KernelIsa isa, KernelGoal goal)
    {
        var chooser = new LayoutChooser(graph, isa, goal);
        // A choice sees those before it, in the order in which the network computes the values.
        foreach (var value in graph.Nodes.SelectMany(node => node.Outputs.Items).Where(chooser.CanBePlanar))
            chooser.Improve(value);
        return [.. chooser._layouts];
    }

    private bool CanBePlanar(ValueId id)
    {
        var value = _graph[id];
        return value.Kind == ValueKind.Computed && !_graph.IsOutput(id) && !_graph.Consumers(id).IsEmpty
            && _graph.Nodes[_graph.Producer(id)] is { Op: IChooseLayout writer } node && writer.CanWrite(ElementOrder.RowPlanar, _graph.TypesOf(node), _isa)
            && _graph.Consumers(id).All(consumer => CanRead(_graph.Nodes[consumer], id));
    }

    private bool CanRead(Node node, ValueId id) =>
        node.Op is IChooseLayout reader && node.Inputs.Index().All(input => input.Item != id || reader.CanRead(input.Index, ElementOrder.RowPlanar, _graph.TypesOf(node), _isa));

    private void Improve(ValueId id)
    {
        var last = Instructions(id);
        _layouts[id.Index] = RowLayout.Dense(_graph[id].Type, ElementOrder.RowPlanar);
        if (Instructions(id) >= last)
            _layouts[id.Index] = RowLayout.Dense(_graph[id].Type);
    }

    /// <summary>Of all nodes that write or read a value. Kernels that nothing can be put in the place of cost the same either way.</summary>
    private double Instructions(ValueId id) =>
        _graph.Consumers(id).Append(_graph.Producer(id)).Distinct().Select(node => _graph.Nodes[node]).Sum(node => node.Op is IOfferKernels op ? FastestKernel.Instructions(op, ContextOf(node)) : 0);

    private EmitContext ContextOf(Node node) => new(
        _graph.TypesOf(node), _graph.ConstantsOf(node), [.. node.Inputs.Select(id => _layouts[id.Index])], [.. node.Outputs.Select(id => _layouts[id.Index])], _isa) { Goal = _goal };
}
