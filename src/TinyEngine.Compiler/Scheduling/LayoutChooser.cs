using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>
/// Chooses the order of the elements of each value: channel-last, unless every reader likes row-planar rows better and the producer can write
/// them. What enters or leaves the network keeps the order that the caller knows.
/// </summary>
internal static class LayoutChooser
{
    public static ImmutableArray<RowLayout> Choose(Graph.Graph graph, KernelIsa isa) =>
        [.. graph.Values.Select(value => RowLayout.Dense(value.Type, OrderOf(graph, value, isa)))];

    private static ElementOrder OrderOf(Graph.Graph graph, Value value, KernelIsa isa)
    {
        if (value.Kind != ValueKind.Computed || graph.IsOutput(value.Id) || graph.Consumers(value.Id).IsEmpty)
            return ElementOrder.ChannelLast;
        var producer = graph.Nodes[graph.Producer(value.Id)];
        var canWrite = producer.Op is IChooseLayout writer && writer.CanWrite(ElementOrder.RowPlanar, graph.TypesOf(producer), isa);
        return canWrite && graph.Consumers(value.Id).All(c => Prefers(graph, graph.Nodes[c], value.Id, isa)) ? ElementOrder.RowPlanar : ElementOrder.ChannelLast;
    }

    private static bool Prefers(Graph.Graph graph, Node reader, ValueId id, KernelIsa isa)
    {
        if (reader.Op is not IChooseLayout chooser)
            return false;
        var types = graph.TypesOf(reader);
        for (var i = 0; i < reader.Inputs.Count; i++)
        {
            if (reader.Inputs[i] == id && chooser.PreferredInput(i, types, isa) != ElementOrder.RowPlanar)
                return false;
        }

        return true;
    }
}
