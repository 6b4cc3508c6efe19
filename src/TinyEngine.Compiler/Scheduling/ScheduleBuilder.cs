using System.Collections.Immutable;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Makes schedules from partitions: settles layouts, rings and kernels.</summary>
/// <param name="flow">The network.</param>
/// <param name="selector">Gives kernels.</param>
/// <param name="streamed">The network's input when its rows arrive one by one.</param>
internal sealed class ScheduleBuilder(NetworkFlow flow, KernelSelector selector, ValueId? streamed)
{
    private readonly StagePricer _pricer = new(flow, streamed);
    private readonly Dictionary<(int First, int End, EquatableArray<NarrowBlock> Narrow, bool Up), StageRun> _runs = [];

    /// <summary>Builds a schedule.</summary>
    /// <param name="name">Kind of schedule.</param>
    /// <param name="parts">Where it is cut; what is left out runs as single steps.</param>
    /// <param name="climbs">Whether the n-th stage runs from the bottom to the top; one that streams the input or delivers outputs never
    /// does.</param>
    public Schedule Build(string name, ImmutableArray<StagePrice> parts, Func<int, bool> climbs)
    {
        var layouts = flow.Layouts.ToArray();
        var stages = ImmutableArray.CreateBuilder<Stage>();
        var hosts = ImmutableDictionary.CreateBuilder<ValueId, ValueId>();
        var slots = ImmutableDictionary.CreateBuilder<ValueId, RowSlots>();
        var chunks = new Dictionary<int, int>();
        foreach (var part in parts.Where(part => part.IsStage))
        {
            var run = Run(part, climbs(stages.Count));
            stages.Add(run.Stage);
            foreach (var block in part.Narrow)
            {
                layouts[flow.Graph.Nodes[block.Expand].Outputs[0].Index] = flow.TileLayout(block);
                layouts[flow.Graph.Nodes[block.Window].Outputs[0].Index] = flow.ChunkLayout(block);
                for (var step = block.Expand; step <= block.Project; step++)
                    chunks[step] = block.Columns;
            }

            foreach (var (value, rows) in run.Shape.Rings)
                layouts[value.Index] = layouts[value.Index].Ring(rows);
            foreach (var (value, lodging) in run.Shape.Lodgings)
            {
                hosts[value] = lodging.Host;
                if (lodging.Slots != RowSlots.Own)
                    slots[value] = run.Stage.Climbs ? flow.MirrorSlots(value, lodging.Host, lodging.Slots) : lodging.Slots;
                layouts[value.Index] =
                    lodging.Slots == RowSlots.Own ? layouts[lodging.Host.Index] : layouts[lodging.Host.Index].Over(flow.Graph[value].Type);
            }
        }

        var changed = slots.Keys.ToHashSet();
        var steps = flow.Graph.Nodes.Select(
            (node, index) =>
                new Step(
                    index,
                    chunks.TryGetValue(index, out var columns) ? selector.Select(node, id => layouts[id.Index], columns)
                        : node.Inputs.Items.Concat(node.Outputs.Items).Any(changed.Contains)
                            ? selector.Select(node, id => layouts[id.Index])
                        : flow.Calls[index]
                )
        );
        return new Schedule(name, flow.Graph, selector.Target, [.. layouts], [.. steps])
        {
            Goal = selector.Goal,
            OutputMode = flow.OutputMode,
            Stages = stages.ToImmutable(),
            Hosts = hosts.ToImmutable(),
            Slots = slots.ToImmutable(),
        };
    }

    /// <summary>A stage with its buffers. Plans that differ elsewhere share it.</summary>
    private StageRun Run(StagePrice part, bool climbs)
    {
        var input = _pricer.Streams(part.First, part.End) ? streamed : null;
        var up = input is null && climbs && !Enumerable.Range(part.First, part.End - part.First).Any(flow.Delivers);
        var key = (part.First, part.End, part.Narrow, up);
        return _runs.TryGetValue(key, out var run) ? run : _runs[key] = Simulate(part, input, up);
    }

    private StageRun Simulate(StagePrice part, ValueId? input, bool up)
    {
        var events = ImmutableArray.CreateBuilder<RowEvent>();
        var variant = flow.With(part.Narrow.Items);
        var shape = StageShape.Of(up ? variant.Mirror() : variant, part.First, part.End, input, Record)
            ?? throw new InvalidOperationException($"the steps {part.First} to {part.End} do not run row by row");
        var stage = new Stage(part.First, part.End, input, up, events.ToImmutable())
        {
            Narrow = part.Narrow.Items,
            ExtraMacs = part.Narrow.Items.Sum(flow.ExtraMacs),
        };
        return new StageRun(stage, shape);
        void Record(RowEvent occurrence) =>
            events.Add(up ? occurrence with { Row = variant.Flows[occurrence.Step]!.Events - 1 - occurrence.Row } : occurrence);
    }

    /// <summary>What became of a part.</summary>
    private sealed record StageRun(Stage Stage, StageShape Shape);
}
