using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Makes a schedule from a partition: settles layouts, rings and kernels.</summary>
internal static class ScheduleBuilder
{
    /// <summary>Builds a schedule.</summary>
    /// <param name="name">Kind of schedule.</param>
    /// <param name="flow">The network.</param>
    /// <param name="selector">Gives kernels.</param>
    /// <param name="partition">Where it is cut.</param>
    /// <param name="streamed">The network's input when its rows arrive one by one.</param>
    /// <param name="external">Whether inputs take no room in the arena.</param>
    public static Schedule Build(string name, NetworkFlow flow, KernelSelector selector, Partition partition, ValueId? streamed, bool external)
    {
        var layouts = flow.Layouts.ToArray();
        var stages = ImmutableArray.CreateBuilder<Stage>();
        var hosts = ImmutableDictionary.CreateBuilder<ValueId, ValueId>();
        var slots = ImmutableDictionary.CreateBuilder<ValueId, RowSlots>();
        var pricer = new StagePricer(flow, streamed, external);
        foreach (var part in partition.Parts.Where(part => part.IsStage))
        {
            var events = ImmutableArray.CreateBuilder<RowEvent>();
            var input = pricer.Streams(part.First, part.End) ? streamed : null;
            var shape = StageShape.Of(flow, part.First, part.End, input, events.Add)
                ?? throw new InvalidOperationException($"the steps {part.First} to {part.End} do not run row by row");
            stages.Add(new Stage(part.First, part.End, input, events.ToImmutable()));
            foreach (var (value, rows) in shape.Rings)
                layouts[value.Index] = layouts[value.Index].Ring(rows);
            foreach (var (value, lodging) in shape.Lodgings)
            {
                hosts[value] = lodging.Host;
                if (lodging.Slots != RowSlots.Own)
                    slots[value] = lodging.Slots;
                layouts[value.Index] = lodging.Slots == RowSlots.Own ? layouts[lodging.Host.Index] : layouts[lodging.Host.Index].Over(flow.Graph[value].Type);
            }
        }

        var changed = slots.Keys.ToHashSet();
        var steps = flow.Graph.Nodes.Select((node, index) => new Step(
            index,
            node.Inputs.Items.Concat(node.Outputs.Items).Any(changed.Contains) ? selector.Select(node, id => layouts[id.Index]) : flow.Calls[index]));
        return new Schedule(name, flow.Graph, selector.Isa, [.. layouts], [.. steps])
        {
            Stages = stages.ToImmutable(),
            Hosts = hosts.ToImmutable(),
            Slots = slots.ToImmutable(),
        };
    }
}
