using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Makes schedules from partitions: settles layouts, rings and kernels.</summary>
/// <param name="flow">The network.</param>
/// <param name="selector">Gives kernels.</param>
internal sealed class ScheduleBuilder(NetworkFlow flow, KernelSelector selector)
{
    private readonly Dictionary<(int First, int End, EquatableArray<NarrowBlock> Narrow, bool Up), StageRun> _runs = [];

    /// <summary>Builds a schedule.</summary>
    /// <param name="name">Kind of schedule.</param>
    /// <param name="parts">Where it is cut; what is left out runs as single steps.</param>
    /// <param name="climbs">Whether the n-th stage runs from the bottom to the top; one that streams the input or delivers outputs never
    /// does.</param>
    public Schedule Build(string name, ImmutableArray<StagePrice> parts, Func<int, bool> climbs)
    {
        var (layouts, steps) = (flow.Layouts.ToArray(), flow.Steps.ToArray());
        var stages = ImmutableArray.CreateBuilder<Stage>();
        var hosts = ImmutableDictionary.CreateBuilder<ValueId, ValueId>();
        var slots = ImmutableDictionary.CreateBuilder<ValueId, RowSlots>();
        foreach (var part in parts.Where(part => part.IsStage))
        {
            var run = Run(part, climbs(stages.Count));
            stages.Add(run.Stage);
            foreach (var (value, layout) in run.Layouts)
                layouts[value.Index] = layout;
            foreach (var step in run.Steps)
                steps[step.Node] = step;
            hosts.AddRange(run.Hosts);
            slots.AddRange(run.Slots);
        }

        return new Schedule(name, flow.Graph, selector.Target, ImmutableCollectionsMarshal.AsImmutableArray(layouts), [.. steps])
        {
            Goal = selector.Goal,
            Interface = flow.Interface,
            Proofs = selector.Proofs,
            Stages = stages.ToImmutable(),
            Hosts = hosts.ToImmutable(),
            Slots = slots.ToImmutable(),
        };
    }

    /// <summary>A stage with its buffers. Plans that differ elsewhere share it.</summary>
    private StageRun Run(StagePrice part, bool climbs)
    {
        var input = flow.StreamedInput(part.First, part.End);
        var up = input is null && climbs && !Enumerable.Range(part.First, part.End - part.First).Any(flow.Delivers);
        var key = (part.First, part.End, part.Narrow, up);
        return _runs.TryGetValue(key, out var run) ? run : _runs[key] = Simulate(part, input, up);
    }

    private StageRun Simulate(StagePrice part, ValueId? input, bool up)
    {
        var events = ImmutableArray.CreateBuilder<RowEvent>();
        var variant = (up ? flow.Mirror() : flow).With(part.Narrow.Items);
        var shape = StageShape.Of(variant, part.First, part.End, input, Record)
            ?? throw new InvalidOperationException($"the steps {part.First} to {part.End} do not run row by row");
        var stage = new Stage(part.First, part.End, input, up, events.ToImmutable())
        {
            Narrow = part.Narrow.Items,
            ExtraMacs = part.Narrow.Items.Sum(flow.ExtraMacs),
        };
        return Settle(stage, shape);
        void Record(RowEvent occurrence) =>
            events.Add(up ? occurrence with { Row = variant.Flows[occurrence.Step]!.Events - 1 - occurrence.Row } : occurrence);
    }

    /// <summary>Settles layouts, and kernels where the layouts ask for others.</summary>
    private StageRun Settle(Stage stage, StageShape shape)
    {
        var layouts = new Dictionary<ValueId, RowLayout>();
        RowLayout LayoutOf(ValueId id) => layouts.TryGetValue(id, out var layout) ? layout : flow.Layouts[id.Index];
        foreach (var block in stage.Narrow)
        {
            layouts[flow.Graph.Nodes[block.Expand].Outputs[0]] = flow.TileLayout(block);
            layouts[flow.Graph.Nodes[block.Window].Outputs[0]] = flow.ChunkLayout(block);
        }

        foreach (var (value, rows) in shape.Rings)
            layouts[value] = LayoutOf(value).Ring(rows);
        var (hosts, slots) = (new Dictionary<ValueId, ValueId>(), new Dictionary<ValueId, RowSlots>());
        foreach (var (value, lodging) in shape.Lodgings)
        {
            hosts[value] = lodging.Host;
            if (lodging.TakesOver)
                slots[value] = stage.Climbs ? flow.MirrorSlots(value, lodging.Host, lodging.Slots) : lodging.Slots;
            layouts[value] = lodging.TakesOver ? LayoutOf(lodging.Host).Over(flow.Graph[value].Type) : LayoutOf(lodging.Host);
        }

        var steps = new List<Step>();
        for (var step = stage.First; step < stage.End; step++)
        {
            var node = flow.Graph.Nodes[step];
            if (stage.NarrowOf(step) is { } narrow)
                steps.Add(new Step(step, selector.SelectRows(node, LayoutOf, narrow.Columns)));
            else if (slots.Count > 0 && node.Inputs.Items.Concat(node.Outputs.Items).Any(slots.ContainsKey))
                steps.Add(new Step(step, selector.SelectRows(node, LayoutOf)));
            else if (node.Op is IEmitRows)
                steps.Add(new Step(step, flow.RowCalls[step]));
        }

        return new StageRun(stage, layouts, hosts, slots, steps);
    }

    /// <summary>What became of a part.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="Layouts">Layouts that differ from those of whole tensors.</param>
    /// <param name="Hosts">Values whose rows live in another value's buffer.</param>
    /// <param name="Slots">Slots of values whose rows are not simply in order.</param>
    /// <param name="Steps">Steps with other kernels than over whole tensors.</param>
    private sealed record StageRun(
        Stage Stage,
        Dictionary<ValueId, RowLayout> Layouts,
        Dictionary<ValueId, ValueId> Hosts,
        Dictionary<ValueId, RowSlots> Slots,
        List<Step> Steps
    );
}
