using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Planning;

/// <summary>A kind of mistake that a planner could make.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Inject">Makes it in a right plan of row stages, in every place where it can be made; most but not all results are
/// wrong.</param>
internal sealed record PlanMistake(string Name, Func<MemoryPlan, IEnumerable<MemoryPlan>> Inject)
{
    /// <summary>All kinds.</summary>
    public static readonly ImmutableArray<PlanMistake> All =
    [
        new("a ring one slot too small", plan =>
            Rings(plan).Where(id => plan.Schedule.LayoutOf(id).Rows > 1).Select(id => ShrinkRing(plan, id))
        ),
        new("a row too early", plan => Reorder(plan, (events, i) => i > 0 ? events.RemoveAt(i).Insert(i - 1, events[i]) : null)),
        new("a row too late", plan => Reorder(plan, (events, i) => events.RemoveAt(i).Add(events[i]))),
        new("a row left out", plan => Reorder(plan, (events, i) => events.RemoveAt(i))),
        new("a row computed twice", plan => Reorder(plan, (events, i) => events.Insert(i, events[i]))),
        new("a row of another stage", plan => Reorder(plan, (events, i) => events.Insert(i, new RowEvent(plan.Schedule.Steps.Length, 0)))),
        new("a step of a narrow block by itself", plan =>
            plan.Schedule.Stages.SelectMany(stage =>
                stage.Narrow.Select(block =>
                    With(plan, stage, stage with { Events = stage.Events.Insert(0, new RowEvent(block.Expand, 0)) })
                )
            )
        ),
        new("a ring over live rows of the stage's input", plan => Pairs(plan, Rings(plan), Entering)),
        new("a ring over another ring", plan => Pairs(plan, Rings(plan), stage => Rings(plan).Where(id => Inside(plan, stage, id)))),
        new("an output over live rows of the stage's input", plan => Pairs(plan, Leaving(plan), Entering)),
        new("a ring over a value that lives across the stage", plan => Pairs(plan, Rings(plan), stage => Across(plan, stage))),
        new("an output over a value that lives across the stage", plan => Pairs(plan, Leaving(plan), stage => Across(plan, stage))),
        new("a scratch over a ring", plan =>
            Rings(plan).SelectMany(id => StepsBeside(plan, id, accumulates: false).Select(s => MoveScratch(plan, s, id)))
        ),
        new("sums over a ring", plan =>
            Rings(plan).SelectMany(id => StepsBeside(plan, id, accumulates: true).Select(s => MoveScratch(plan, s, id)))
        ),
        new("row counters over a ring", plan =>
            Rings(plan)
                .SelectMany(id =>
                    plan.Schedule.Stages.Index()
                        .Where(stage => Inside(plan, stage.Item, id))
                        .Select(stage =>
                            plan with
                            {
                                CounterOffsets = plan.CounterOffsets.SetItem(stage.Index, plan.Offsets[id.Index]!.Value),
                            }
                        )
                )
        ),
        new("the number of rows that arrived over a ring", plan =>
            plan.ArrivalOffset is null ? [] : Rings(plan).Select(id => plan with { ArrivalOffset = plan.Offsets[id.Index] })
        ),
        new("a lodger in the wrong slot", plan =>
            plan.Schedule.Hosts.Keys.Select(id =>
                MoveSlots(plan, id, plan.Schedule.SlotsOf(id) is var slots ? slots with { Offset = slots.Offset + 1 } : default)
            )
        ),
        new("a lodger beside its host", plan =>
            plan.Schedule.Hosts.Keys.Where(id => plan.Offsets[id.Index] is not null)
                .Select(id => Move(plan, id, plan.Offsets[id.Index]!.Value + MemoryPlan.Alignment))
        ),
        new("a narrow tile over the block's input", plan =>
            Blocks(plan)
                .Where(block => plan.Offsets[Input(plan, block.Expand).Index] is not null)
                .Select(block => Move(plan, Output(plan, block.Expand), plan.Offsets[Input(plan, block.Expand).Index]!.Value))
        ),
        new("a narrow tile a column too narrow", plan =>
            Blocks(plan)
                .Where(block => FillsItsTile(plan, block))
                .Select(block => Output(plan, block.Expand))
                .Select(id =>
                    Resize(
                        plan,
                        id,
                        plan.Schedule.LayoutOf(id) is { Order: ElementOrder.ChannelLast } layout
                            ? layout with
                            {
                                RowStride = layout.RowStride - layout.PixelStride,
                            }
                            : Narrower(plan.Schedule.LayoutOf(id))
                    )
                )
        ),
        new("a narrow tile a row too low", plan =>
            Blocks(plan)
                .Select(block => Output(plan, block.Expand))
                .Where(id => plan.Schedule.LayoutOf(id).Rows > 1)
                .Select(id => ShrinkRing(plan, id))
        ),
        new("a buffer outside the arena", plan => Rings(plan).Select(id => Move(plan, id, plan.ArenaBytes - 1))),
        new("a streamed row overwritten before it was read", plan =>
            plan.Schedule.Stages.Where(stage => stage.StreamedInput is { } id && plan.Schedule.LayoutOf(id).Rows > 1)
                .Select(stage => ShrinkRing(plan, stage.StreamedInput!.Value))
        ),
        new("rows that arrive out of order", plan =>
            Reorder(plan, (events, i) =>
                events[i].Step == RowEvent.Arrival && events[i].Row > 0 ? events.SetItem(i, events[i] with { Row = 0 }) : null
            )
        ),
        new("a climbing stage downwards", plan =>
            plan.Schedule.Stages.Where(stage => stage.Climbs)
                .Select(stage =>
                    With(
                        plan,
                        stage,
                        stage with
                        {
                            Events =
                            [
                                .. stage.Events.Select(e => e with { Row = stage.Events.Count(other => other.Step == e.Step) - 1 - e.Row }),
                            ],
                        }
                    )
                )
        ),
        new("a scattered row over another", plan =>
            Scattered(plan)
                .SelectMany(id =>
                    Scattered(plan)
                        .Where(other => other != id)
                        .Select(other =>
                            MoveRow(plan, id, plan.Schedule.RowsOf(id) / 2, plan.RowOffsets[other][plan.Schedule.RowsOf(other) / 2])
                        )
                )
        ),
        new("a scattered row over a row of the same value", plan =>
            Scattered(plan).Where(id => plan.Schedule.RowsOf(id) > 1).Select(id => MoveRow(plan, id, 1, plan.RowOffsets[id][0]))
        ),
        new("a scattered row over a whole value", plan =>
            Pairs(plan, Scattered(plan), Entering, MoveFirstRow)
                .Concat(Pairs(plan, Scattered(plan), stage => Across(plan, stage), MoveFirstRow))
        ),
        new("a scattered lodger beside its host", plan =>
            Scattered(plan)
                .Where(plan.Schedule.Hosts.ContainsKey)
                .Select(id =>
                    plan with
                    {
                        RowOffsets = plan.RowOffsets.SetItem(
                            id,
                            [.. plan.RowOffsets[id].Select(offset => Math.Max(0, offset - MemoryPlan.Alignment))]
                        ),
                    }
                )
        ),
        new("a scattered row outside the arena", plan => Scattered(plan).Select(id => MoveRow(plan, id, 0, plan.ArenaBytes - 1))),
        new("scattered rows without a table", plan => Scattered(plan).Select(id => plan with { RowOffsets = plan.RowOffsets.Remove(id) })),
        new("row counters over a scattered row", plan =>
            Scattered(plan)
                .SelectMany(id =>
                    plan.Schedule.Stages.Index()
                        .Where(stage => Inside(plan, stage.Item, id))
                        .Select(stage => plan with { CounterOffsets = plan.CounterOffsets.SetItem(stage.Index, plan.RowOffsets[id][0]) })
                )
        ),
        new("an output delivered from the bottom to the top", plan =>
            Delivering(plan)
                .Where(stage => !stage.Climbs && stage.StreamedInput is null)
                .Select(stage =>
                    With(
                        plan,
                        stage,
                        stage with
                        {
                            Climbs = true,
                            Events =
                            [
                                .. stage.Events.Select(e => e with { Row = stage.Events.Count(other => other.Step == e.Step) - 1 - e.Row }),
                            ],
                        }
                    )
                )
        ),
        new("a scratch over a delivered row", plan =>
            Delivered(plan)
                .SelectMany(id =>
                    Enumerable
                        .Range(0, plan.ScratchOffsets.Length)
                        .Where(s =>
                            s == plan.Schedule.Graph.Producer(id)
                            && plan.ScratchOffsets[s] is not null
                            && !plan.Schedule.Steps[s].Accumulates
                        )
                        .Select(s => plan with { ScratchOffsets = plan.ScratchOffsets.SetItem(s, RowPlace(plan, id)) })
                )
        ),
        new("row counters over a delivered row", plan =>
            Delivered(plan)
                .SelectMany(id =>
                    plan.Schedule.Stages.Index()
                        .Where(stage => Inside(plan, stage.Item, id))
                        .Select(stage => plan with { CounterOffsets = plan.CounterOffsets.SetItem(stage.Index, RowPlace(plan, id)) })
                )
        ),
        new("a delivered row over what it is made from", plan =>
            Delivered(plan)
                .Where(id => !plan.Schedule.Hosts.ContainsKey(id))
                .SelectMany(id =>
                    Operands(plan, id)
                        .Where(other => other != id && !plan.Schedule.Hosts.ContainsKey(other))
                        .Select(other =>
                            plan.RowOffsets.ContainsKey(id)
                                ? MoveFirstRow(plan, id, RowPlace(plan, other))
                                : Move(plan, id, RowPlace(plan, other))
                        )
                )
        ),
        new("a delivered row laid out otherwise", plan =>
            Delivered(plan)
                .Select(id =>
                    plan.Schedule.LayoutOf(id) is var layout
                        ? Resize(
                            plan,
                            id,
                            layout with
                            {
                                Order = ElementOrder.RowPlanar,
                                PixelStride = layout.ElementBytes,
                                ChannelStride = layout.RowStride / layout.PixelStride * layout.ElementBytes,
                            }
                        )
                        : plan
                )
        ),
        new("a stage that climbs by mistake", plan =>
            plan.Schedule.Stages.Select(stage => With(plan, stage, stage with { Climbs = !stage.Climbs }))
        ),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<NarrowBlock> Blocks(MemoryPlan plan) => plan.Schedule.Stages.SelectMany(stage => stage.Narrow);

    private static ValueId Input(MemoryPlan plan, int step) => plan.Schedule.NodeOf(plan.Schedule.Steps[step]).Inputs[0];

    private static ValueId Output(MemoryPlan plan, int step) => plan.Schedule.NodeOf(plan.Schedule.Steps[step]).Outputs[0];

    /// <summary>Whether some columns lie so far from the borders that they need every column of the tile.</summary>
    private static bool FillsItsTile(MemoryPlan plan, NarrowBlock block)
    {
        var (x, width) = (
            ((IWindowed)plan.Schedule.NodeOf(plan.Schedule.Steps[block.Window]).Op).Window.X,
            plan.Schedule.Graph[Output(plan, block.Expand)].Type.Shape[2]
        );
        var columns = plan.Schedule.Graph[Output(plan, block.Window)].Type.Shape[2];
        return Enumerable
            .Range(0, columns / block.Columns)
            .Select(chunk => x.InputRange(new RowRange(chunk * block.Columns, (chunk + 1) * block.Columns)))
            .Any(range => range.Start >= 0 && range.End <= width);
    }

    private static bool Inside(MemoryPlan plan, Stage stage, ValueId id) =>
        id == stage.StreamedInput || stage.Contains(plan.Schedule.Graph.Producer(id));

    /// <summary>Values with a ring of their own, tiles not among them.</summary>
    private static IEnumerable<ValueId> Rings(MemoryPlan plan) =>
        plan
            .Schedule.Graph.Values.Select(value => value.Id)
            .Where(id =>
                plan.Schedule.IsRing(id)
                && plan.Offsets[id.Index] is not null
                && !plan.Schedule.Hosts.ContainsKey(id)
                && !plan.Schedule.Hosts.ContainsValue(id)
                && !Blocks(plan).Any(block => id == Output(plan, block.Expand) || id == Output(plan, block.Window))
            );

    private static IEnumerable<ValueId> Scattered(MemoryPlan plan) => plan.RowOffsets.Keys.OrderBy(id => id.Index);

    /// <summary>Outputs whose rows the caller gets from a stage as they are made.</summary>
    private static IEnumerable<ValueId> Delivered(MemoryPlan plan) =>
        plan.Schedule.Graph.Outputs.Where(id =>
            plan.Schedule.Delivers(id) && plan.Schedule.StageOf(plan.Schedule.Graph.Producer(id)) is not null
        );

    private static IEnumerable<Stage> Delivering(MemoryPlan plan) =>
        plan.Schedule.Stages.Where(stage => Delivered(plan).Any(id => Inside(plan, stage, id)));

    /// <summary>What the step that makes a value reads from the arena.</summary>
    private static IEnumerable<ValueId> Operands(MemoryPlan plan, ValueId id) =>
        plan
            .Schedule.NodeOf(plan.Schedule.Steps[plan.Schedule.Graph.Producer(id)])
            .Inputs.Where(input => plan.Offsets[input.Index] is not null || plan.RowOffsets.ContainsKey(input));

    private static int RowPlace(MemoryPlan plan, ValueId id) =>
        plan.RowOffsets.TryGetValue(id, out var rows) ? rows[0] : plan.Offsets[id.Index]!.Value;

    private static MemoryPlan MoveRow(MemoryPlan plan, ValueId id, int row, int offset) =>
        plan with
        {
            RowOffsets = plan.RowOffsets.SetItem(id, plan.RowOffsets[id].SetItem(row, offset)),
        };

    private static MemoryPlan MoveFirstRow(MemoryPlan plan, ValueId id, int offset) => MoveRow(plan, id, 0, offset);

    /// <summary>Whole values that a stage writes.</summary>
    private static IEnumerable<ValueId> Leaving(MemoryPlan plan) =>
        plan
            .Schedule.Stages.SelectMany(stage => Enumerable.Range(stage.First, stage.Count).Select(step => Output(plan, step)))
            .Where(id =>
                plan.Offsets[id.Index] is not null
                && !plan.Schedule.IsRing(id)
                && !plan.Schedule.Hosts.ContainsKey(id)
                && !plan.Schedule.Hosts.ContainsValue(id)
            );

    private static Func<Stage, IEnumerable<ValueId>> Whole(MemoryPlan plan, Func<Stage, ValueId, bool> condition) =>
        stage =>
            plan.Schedule.Graph.Values.Where(value =>
                    !value.IsConstant
                    && plan.Offsets[value.Id.Index] is not null
                    && !Inside(plan, stage, value.Id)
                    && condition(stage, value.Id)
                )
                .Select(value => value.Id);

    private static IEnumerable<ValueId> Entering(MemoryPlan plan, Stage stage) =>
        Whole(plan, (s, id) => plan.Schedule.Graph.Consumers(id).Any(s.Contains))(stage);

    private static IEnumerable<ValueId> Across(MemoryPlan plan, Stage stage) =>
        Whole(plan, (s, id) =>
            plan.Schedule.Graph.Producer(id) < s.First
            && plan.Schedule.Graph.Consumers(id) is [.., var last]
            && last >= s.End
            && !plan.Schedule.Graph.Consumers(id).Any(s.Contains)
        )(stage);

    private static IEnumerable<MemoryPlan> Pairs(
        MemoryPlan plan,
        IEnumerable<ValueId> moved,
        Func<MemoryPlan, Stage, IEnumerable<ValueId>> onto,
        Func<MemoryPlan, ValueId, int, MemoryPlan>? move = null
    ) => Pairs(plan, moved, stage => onto(plan, stage), move);

    /// <summary>Each of some values of a stage, moved to the place of another.</summary>
    private static IEnumerable<MemoryPlan> Pairs(
        MemoryPlan plan,
        IEnumerable<ValueId> moved,
        Func<Stage, IEnumerable<ValueId>> onto,
        Func<MemoryPlan, ValueId, int, MemoryPlan>? move = null
    ) =>
        from id in moved
        from stage in plan.Schedule.Stages
        where Inside(plan, stage, id)
        from other in onto(stage)
        where other != id
        select (move ?? Move)(plan, id, plan.Offsets[other.Index]!.Value);

    private static IEnumerable<int> StepsBeside(MemoryPlan plan, ValueId ring, bool accumulates) =>
        plan
            .Schedule.Stages.Where(stage => Inside(plan, stage, ring))
            .SelectMany(stage => Enumerable.Range(stage.First, stage.Count))
            .Where(s => plan.ScratchOffsets[s] is not null && plan.Schedule.Steps[s].Accumulates == accumulates);

    private static MemoryPlan MoveScratch(MemoryPlan plan, int step, ValueId onto) =>
        plan with
        {
            ScratchOffsets = plan.ScratchOffsets.SetItem(step, plan.Offsets[onto.Index]),
        };

    private static MemoryPlan Move(MemoryPlan plan, ValueId id, int offset) =>
        plan with
        {
            Offsets = plan.Offsets.SetItem(id.Index, offset),
        };

    private static MemoryPlan Resize(MemoryPlan plan, ValueId id, RowLayout layout) =>
        plan with
        {
            Schedule = plan.Schedule with { Layouts = plan.Schedule.Layouts.SetItem(id.Index, layout) },
        };

    private static MemoryPlan ShrinkRing(MemoryPlan plan, ValueId id) =>
        Resize(plan, id, plan.Schedule.LayoutOf(id).Ring(plan.Schedule.LayoutOf(id).Rows - 1));

    private static RowLayout Narrower(RowLayout planar) =>
        planar with
        {
            ChannelStride = planar.ChannelStride - planar.PixelStride,
            RowStride = planar.RowStride / planar.ChannelStride * (planar.ChannelStride - planar.PixelStride),
        };

    private static MemoryPlan MoveSlots(MemoryPlan plan, ValueId id, RowSlots slots) =>
        plan with
        {
            Schedule = plan.Schedule with { Slots = plan.Schedule.Slots.SetItem(id, slots) },
        };

    private static MemoryPlan With(MemoryPlan plan, Stage old, Stage changed) =>
        plan with
        {
            Schedule = plan.Schedule with { Stages = plan.Schedule.Stages.Replace(old, changed) },
        };

    /// <summary>Changes the events of a stage at some places, spread over all.</summary>
    private static IEnumerable<MemoryPlan> Reorder(MemoryPlan plan, Func<ImmutableArray<RowEvent>, int, ImmutableArray<RowEvent>?> change)
    {
        foreach (var stage in plan.Schedule.Stages)
        {
            for (var i = 0; i < stage.Events.Length; i += 1 + (stage.Events.Length / 6))
            {
                if (change(stage.Events, i) is { } events)
                    yield return With(plan, stage, stage with { Events = events });
            }
        }
    }
}
