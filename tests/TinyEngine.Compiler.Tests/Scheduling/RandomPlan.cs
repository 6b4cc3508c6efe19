using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling;

/// <summary>Plans of random legal schedules: cuts anywhere, any stage climbing, any block narrow, any number of columns, rows in rings or
/// scattered, any input mode, outputs whole or row by row.</summary>
internal static class RandomPlan
{
    /// <summary>Plans a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="seed">Decides everything.</param>
    /// <param name="target">What the code is for; null for any.</param>
    /// <param name="modes">Input modes to choose from.</param>
    public static MemoryPlan Build(Network graph, int seed, Target? target, params ReadOnlySpan<InputMode> modes) =>
        Build(graph, seed, target, new Random(seed + 1).Next(2) == 0, modes);

    /// <summary>Plans a network with rows in rings or scattered.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="seed">Decides everything else.</param>
    /// <param name="target">What the code is for; null for any.</param>
    /// <param name="scattered">Whether rows have a place of their own each.</param>
    /// <param name="modes">Input modes to choose from.</param>
    public static MemoryPlan Build(Network graph, int seed, Target? target, bool scattered, params ReadOnlySpan<InputMode> modes)
    {
        var random = new Random(seed);
        var mode = modes[random.Next(modes.Length)];
        if (mode == InputMode.Stream && PlanSearch.WhyNotByRows(graph) is not null)
            mode = InputMode.Arena;
        var bag = new DiagnosticBag();
        var layers = LayerScheduler.Build(graph, target ?? (random.Next(4) == 0 ? Target.Host : Target.CortexM7), graph.Name, bag)
            ?? throw new InvalidOperationException(string.Join('\n', bag.Items));
        var outputs = new Random(seed + 2).Next(2) == 0 ? OutputMode.Arena : OutputMode.Rows;
        layers = layers with { Interface = new InterfaceModes(mode, outputs) };
        var selector = new KernelSelector(graph, layers.Target);
        var flow = new NetworkFlow(layers, selector);
        var parts = Cut(flow, random);
        var climbs = parts.Select(_ => random.Next(2) == 0).ToArray();
        var schedule = new ScheduleBuilder(flow, selector).Build("random", parts, stage => climbs[stage]);
        return MemoryPlanner.Plan(scattered ? ScatteredRows.In(schedule) : schedule);
    }

    private static ImmutableArray<StagePrice> Cut(NetworkFlow flow, Random random)
    {
        var parts = ImmutableArray.CreateBuilder<StagePrice>();
        var longest = random.Next(2, 20);
        for (var first = 0; first < flow.Count; )
        {
            var room = 0;
            while (room < longest && first + room < flow.Count && flow.Flows[first + room] is not null)
                room++;
            var end = first + (random.Next(3) == 0 ? room : random.Next(0, room + 1));
            var isStage = end - first >= 2 || (end > first && (flow.StreamedInput(first, end) is not null || flow.Delivers(first)));
            if (!isStage)
                end = first + 1;
            parts.Add(new StagePrice(first, end, isStage, 0, 0) { Narrow = isStage ? new(Narrow(flow, first, end, random)) : [] });
            first = end;
        }

        return parts.ToImmutable();
    }

    private static ImmutableArray<NarrowBlock> Narrow(NetworkFlow flow, int first, int end, Random random)
    {
        var blocks = ImmutableArray.CreateBuilder<NarrowBlock>();
        for (var expand = first; expand + 2 < end; expand++)
        {
            if (!flow.CanBeNarrow(expand) || random.Next(2) == 0)
                continue;
            var width = flow.Graph[flow.Graph.Nodes[expand + 1].Outputs[0]].Type.Shape[2];
            blocks.Add(new NarrowBlock(expand, random.Next(1, width + 1)));
            expand += 2;
        }

        return blocks.ToImmutable();
    }
}
