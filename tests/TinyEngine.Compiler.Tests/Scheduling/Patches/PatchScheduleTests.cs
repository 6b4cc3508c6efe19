using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>The <c>patches</c> schedule: which heads it takes, what each patch computes, and that its plans are right.</summary>
public class PatchScheduleTests
{
    private const int RandomNetworks = 60;

    public static TheoryData<string> Names => [.. TestNetworks.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_split_is_planned_or_refused_with_a_reason(string name)
    {
        var graph = Pipeline.Optimize(TestNetworks.All.Single(network => network.Name == name).Build());
        var planned = 0;
        foreach (var (split, n) in Cuts(graph))
        {
            if (CheckPlan(graph, split, n, n == 2 ? InputMode.External : InputMode.Arena) is not null)
                planned++;
        }

        (planned > 0).ShouldBe(name is not ("fully_connected" or "sequence"));
    }

    [Fact]
    public void Random_networks_are_planned_and_have_every_feature()
    {
        var counts = new Dictionary<string, int>();
        void Count(string feature, bool present) => counts[feature] = counts.GetValueOrDefault(feature) + (present ? 1 : 0);
        for (var seed = 0; seed < RandomNetworks; seed++)
        {
            var graph = Pipeline.Optimize(PatchNetworks.Build(seed));
            foreach (var (split, n) in Cuts(graph))
            {
                if (CheckPlan(graph, split, n, InputMode.Arena)?.Schedule.Patches is not { } stage)
                    continue;
                Count("several patches", n > 1);
                Count("several maps kept", n > 1 && stage.Kept.Count > 1);
                Count(
                    "an output of the network in the head",
                    n > 1 && graph.Nodes.Take(split - 1).Any(node => graph.IsOutput(node.Outputs[0]))
                );
                Count(
                    "two inputs from the head",
                    n > 1 && graph.Nodes.Take(split).Any(node => node.Inputs.Count(id => graph.Producer(id) >= 0) > 1)
                );
                Count("a patch that computes nothing of a map", stage.Regions.Any(patch => patch.Any(region => region.IsEmpty)));
                Count("dilation", graph.Nodes.Take(split).Any(node => node.Op is IWindowed { Window.X.Dilation: > 1 }));
                Count("stride 3", graph.Nodes.Take(split).Any(node => node.Op is IWindowed { Window.X.Stride: 3 }));
            }
        }

        foreach (var (feature, count) in counts)
            count.ShouldBeGreaterThanOrEqualTo(20, feature);
    }

    [Fact]
    public void Patches_compute_their_halo_twice_and_nothing_else()
    {
        var net = new NetworkBuilder("two", 1);
        var first = net.Conv2D(net.Input(8, 8, 3), 4, 1);
        net.Output(net.Conv2D(first, 2, 3));
        var schedule = Plan(net.Build(), 2, 2).Schedule;
        schedule
            .Patches!.Regions.Select(patch => patch[0].ToString())
            .ShouldBe(["[0, 5) x [0, 5)", "[0, 5) x [3, 8)", "[3, 8) x [0, 5)", "[3, 8) x [3, 8)"]);
        schedule
            .Patches.Regions.Select(patch => patch[1].ToString())
            .ShouldBe(["[0, 4) x [0, 4)", "[0, 4) x [4, 8)", "[4, 8) x [0, 4)", "[4, 8) x [4, 8)"]);
        schedule.ExtraMacs.ShouldBe(((4 * 25) - 64) * 3 * 4);
        schedule.LayoutOf(first).ByteSize.ShouldBe(5 * 5 * 4);
    }

    [Fact]
    public void A_residual_across_the_split_is_kept_whole()
    {
        var net = new NetworkBuilder("residual", 1);
        var x = net.Conv2D(net.Input(8, 8, 3), 4, 1);
        var y = net.Conv2D(net.DepthwiseConv2D(x, 3), 4, 1, FusedActivation.None);
        net.Output(net.Add(x, y));
        Plan(net.Build(), 2, 2).Schedule.Patches!.Kept.ShouldBe([x, net.Build().Nodes[1].Outputs[0]], ignoreOrder: true);
        Plan(net.Build(), 4, 2).Schedule.Patches!.Kept.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 2, "TE3001: split 0 lies outside the network, which has 4 operators")]
    [InlineData(-3, 2, "TE3001: split -3 lies outside the network, which has 4 operators")]
    [InlineData(5, 2, "TE3001: split 5 lies outside the network, which has 4 operators")]
    [InlineData(2, 9, "TE3002: the 8x8x6 map at split 2 cannot be cut into 9 x 9 patches")]
    [InlineData(2, 0, "TE3002: the 8x8x6 map at split 2 cannot be cut into 0 x 0 patches")]
    [InlineData(2, 2000000000, "TE3002: the 8x8x6 map at split 2 cannot be cut into 2000000000 x 2000000000 patches")]
    [InlineData(3, 2, "TE3004: MEAN cannot run patch by patch")]
    public void Nonsense_is_refused(int split, int n, string message)
    {
        var bag = new DiagnosticBag();
        Pipeline.Plan(Chain(), Options(split, n, InputMode.Arena), "net.tflite", bag).ShouldBeNull();
        var error = bag.Items.ShouldHaveSingleItem();
        $"{error.Id}: {error.Message}".ShouldBe(message);
        error.Why.ShouldNotBeNullOrEmpty();
        error.Try.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void An_operator_that_cannot_run_in_patches_names_the_last_split_that_can()
    {
        var bag = new DiagnosticBag();
        Pipeline.Plan(Chain(), Options(4, 2, InputMode.Arena), "net.tflite", bag).ShouldBeNull();
        bag.Items.Select(item => item.Try).Distinct().ShouldBe(["split before it: use a split of 2 at most"]);
        Plan(Chain(), 2, 2).ShouldNotBeNull();
    }

    [Fact]
    public void A_halo_that_is_missing_is_found()
    {
        var plan = Plan(Chain(), 2, 2);
        var stage = plan.Schedule.Patches!;
        var patch = stage.Regions[3];
        foreach (var wrong in new[] { new PatchRegion(new(4, 8), patch[0].Columns), new PatchRegion(patch[0].Rows, new(4, 8)), default })
            Mistake(plan, stage with { Regions = stage.Regions.SetItem(3, patch.SetItem(0, wrong)) }).ShouldNotBeNull(wrong.ToString());
        Mistake(plan, stage).ShouldBeNull();
    }

    [Fact]
    public void A_tile_of_the_map_that_is_missing_is_found()
    {
        var plan = Plan(Chain(), 2, 2);
        var stage = plan.Schedule.Patches!;
        Mistake(plan, stage with { Regions = stage.Regions.RemoveAt(2) }).ShouldNotBeNull();
        Mistake(plan, stage with { Regions = stage.Regions.SetItem(0, stage.Regions[0].SetItem(1, new PatchRegion(new(0, 3), new(0, 4)))) })
            .ShouldNotBeNull();
    }

    [Fact]
    public void A_region_beyond_the_map_or_its_tile_is_found()
    {
        var plan = Plan(Chain(), 2, 2);
        var stage = plan.Schedule.Patches!;
        foreach (
            var wrong in new[]
            {
                new PatchRegion(new(3, 9), new(3, 8)),
                new PatchRegion(new(-1, 5), new(0, 5)),
                new PatchRegion(new(0, 8), new(0, 8)),
            }
        )
            Mistake(plan, stage with { Regions = stage.Regions.SetItem(0, stage.Regions[0].SetItem(0, wrong)) })
                .ShouldNotBeNull(wrong.ToString());
    }

    [Fact]
    public void A_tile_over_what_another_patch_still_needs_is_found()
    {
        var graph = Chain();
        var plan = Plan(graph, 2, 2);
        var tile = graph.Nodes[0].Outputs[0];
        foreach (var needed in new[] { graph.Inputs[0], graph.Nodes[1].Outputs[0] })
        {
            var wrong = plan with
            {
                Offsets = plan.Offsets.SetItem(tile.Index, plan.Offsets[needed.Index]),
                ArenaBytes = plan.ArenaBytes * 2,
            };
            PlanValidator.FindMistake(wrong).ShouldNotBeNull(graph[needed].Name);
        }
    }

    [Fact]
    public void A_scratch_over_a_tile_is_found()
    {
        var graph = Chain();
        var plan = Plan(graph, 2, 2);
        var step = Enumerable.Range(0, 2).Last(s => plan.ScratchOffsets[s] is not null);
        var read = plan.Offsets[graph.Nodes[step].Inputs[0].Index];
        PlanValidator.FindMistake(plan with { ScratchOffsets = plan.ScratchOffsets.SetItem(step, read) }).ShouldNotBeNull();
    }

    /// <summary>Two convolutions, a mean, a product.</summary>
    private static Network Chain()
    {
        var net = new NetworkBuilder("chain", 1);
        var x = net.Conv2D(net.Conv2D(net.Input(8, 8, 3), 5, 1), 6, 3);
        net.Output(net.FullyConnected(net.GlobalMean(x), 4));
        return net.Build();
    }

    private static string? Mistake(MemoryPlan plan, PatchStage stage) =>
        PlanValidator.FindMistake(plan with { Schedule = plan.Schedule with { Patches = stage } });

    private static IEnumerable<(int Split, int N)> Cuts(Network graph) =>
        Enumerable.Range(1, PatchScheduler.OperatorCount(graph)).SelectMany(split => new[] { 1, 2, 3 }.Select(n => (split, n)));

    private static CompileOptions Options(int split, int n, InputMode mode) =>
        new("net")
        {
            Target = Target.CortexM7,
            Interface = new InterfaceModes(mode),
            Schedule = ScheduleKind.Patches,
            Patch = new PatchChoice(split, n),
        };

    private static MemoryPlan Plan(Network graph, int split, int n) =>
        Pipeline.Plan(graph, Options(split, n, InputMode.Arena), graph.Name, new DiagnosticBag()).ShouldNotBeNull();

    /// <summary>Plans, which replays the plan, and compares regions with those of the planner for lists of layers.</summary>
    private static MemoryPlan? CheckPlan(Network graph, int split, int n, InputMode mode)
    {
        var bag = new DiagnosticBag();
        if (Pipeline.Plan(graph, Options(split, n, mode), graph.Name, bag) is not { } plan)
        {
            bag.Items.Select(item => item.Id).ShouldBeSubsetOf(["TE3001", "TE3002", "TE3004"]);
            return null;
        }

        var stage = plan.Schedule.Patches!;
        if (GridOf(graph, stage) is not { } grid)
            return plan;
        foreach (var (patch, expected) in stage.Regions.Zip(grid.Patches))
        {
            foreach (var (region, least, step) in patch.Zip(expected.Computed, Enumerable.Range(0, stage.End)))
            {
                var context = $"{graph.Name} split {split} n {n} step {step}";
                if (
                    graph.Nodes.Take(stage.End).All(node => node.Op is not IWindowed { Window: { Y.Dilation: > 1 } or { X.Dilation: > 1 } })
                )
                    region.ShouldBe(least, context);
                else
                    region.Union(least).ShouldBe(region, context);
            }
        }

        return plan;
    }

    /// <summary>The head as a list of layers, with a reader behind the split for each map that is kept; null where operands are
    /// broadcast.</summary>
    private static PatchGrid? GridOf(Network graph, PatchStage stage)
    {
        MapSize Map(ValueId id) =>
            graph[id].Type.Shape.ToNhwc() is var (_, height, width, channels) ? new MapSize(height, width, channels) : default;
        var layers = new List<PatchLayer>();
        for (var step = 0; step < stage.End; step++)
        {
            var node = graph.Nodes[step];
            var read = node.Inputs.Where(id => !graph[id].IsConstant).ToList();
            if (read.Any(id => !Map(id).HasSidesOf(graph.Producer(id) < 0 ? Map(graph.Inputs[0]) : Map(read[0]))))
                return null;
            layers.Add(
                new PatchLayer(node.Op.Name, Map(read[0]), Map(node.Outputs[0]), (node.Op as IWindowed)?.Window)
                {
                    Sources = [.. read.Select(graph.Producer)],
                }
            );
        }

        layers.AddRange(
            stage
                .Kept.Select(graph.Producer)
                .OrderByDescending(step => step == stage.End - 1)
                .Select(step => new PatchLayer("READ", layers[step].Output, layers[step].Output) { Sources = [step] })
        );
        return PatchPlanner.GetPatchGrid(layers, stage.End, stage.PatchCount, Place.None, new DiagnosticBag()).ShouldNotBeNull();
    }
}
