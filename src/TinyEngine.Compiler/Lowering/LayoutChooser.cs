using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Lowering;

/// <summary>
/// Chooses the order of the elements of each value: channel-last, unless its producer can write row-planar rows, all its readers can read
/// them, the readers' fastest kernels are predicted to execute fewer instructions then, and those of the producer hardly more. What enters
/// or leaves the network keeps the order that the caller knows.
/// </summary>
/// <remarks>A producer loses where it works on all rows of a channel-last map as on one. In a stage it cannot, and there a depthwise layer
/// may write over planar rows that it reads; so where both orders come to the same, rows are planar.</remarks>
internal sealed class LayoutChooser
{
    private readonly NetworkProofs _proofs;
    private readonly Network _graph;
    private readonly Target _target;
    private readonly KernelGoal _goal;
    private readonly RowLayout[] _layouts;

    private LayoutChooser(NetworkProofs proofs, Target target, KernelGoal goal)
    {
        (_proofs, _graph, _target, _goal) = (proofs, proofs.Graph, target, goal);
        _layouts = [.. _graph.Values.Select(value => RowLayout.Dense(value.Type))];
    }

    public static ImmutableArray<RowLayout> Choose(NetworkProofs proofs, Target target, KernelGoal goal)
    {
        var chooser = new LayoutChooser(proofs, target, goal);
        // A choice sees those before it, in the order in which the network computes the values.
        foreach (var value in proofs.Graph.Nodes.SelectMany(node => node.Outputs.Items).Where(chooser.CanBePlanar))
            chooser.Improve(value);
        return [.. chooser._layouts];
    }

    private bool CanBePlanar(ValueId id)
    {
        var value = _graph[id];
        return value.Kind == ValueKind.Computed
            && !_graph.IsOutput(id)
            && !_graph.Consumers(id).IsEmpty
            && _graph.Nodes[_graph.Producer(id)] is { Op: IChooseLayout writer } node
            && writer.CanWrite(ElementOrder.RowPlanar, _graph.TypesOf(node))
            && _graph.Consumers(id).All(consumer => CanRead(_graph.Nodes[consumer], id));
    }

    private bool CanRead(Node node, ValueId id) =>
        node.Op is IChooseLayout reader
        && node.Inputs.Index().All(input => input.Item != id || reader.CanRead(input.Index, ElementOrder.RowPlanar, _graph.TypesOf(node)));

    private void Improve(ValueId id)
    {
        var (readers, producer) = (_graph.Consumers(id).Distinct().ToList(), _graph.Producer(id));
        var last = (Readers: readers.Sum(Instructions), Producer: Instructions(producer));
        _layouts[id.Index] = RowLayout.Dense(_graph[id].Type, ElementOrder.RowPlanar);
        var planar = readers.Sum(Instructions);
        if (planar >= last.Readers || planar + Instructions(producer) > FastestKernel.Near * (last.Readers + last.Producer))
            _layouts[id.Index] = RowLayout.Dense(_graph[id].Type);
    }

    /// <summary>Of a node's fastest kernel. Those that nothing can be put in the place of cost the same either way.</summary>
    private double Instructions(int node) =>
        _graph.Nodes[node].Op is IOfferKernels op ? FastestKernel.Instructions(op, ContextOf(_graph.Nodes[node])) : 0;

    private EmitContext ContextOf(Node node) => EmitContext.Of(_proofs, node, id => _layouts[id.Index], _target) with { Goal = _goal };
}
