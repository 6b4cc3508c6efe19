using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Ordering;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Support;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling.Ordering;

public class OperatorOrderTests
{
    public static TheoryData<string> Branchy => ["inception", "u-net", "cell"];

    /// <summary>The optimum is found by planning every order that there is.</summary>
    [Theory]
    [MemberData(nameof(Branchy))]
    public void Layers_need_no_more_than_in_the_best_of_all_orders(string kind)
    {
        var graph = Network(kind);
        var layers = Layers(graph);
        var orders = AllOrders(graph);
        orders.Count.ShouldBeGreaterThan(4);
        var best = orders.Min(order => MemoryPlanner.Plan(layers.Reordered(order)).ArenaBytes);
        var plan = new PlanSearch(layers).Find(ScheduleKind.Layers).Plan;
        plan.ArenaBytes.ShouldBe(best);
        plan.ArenaBytes.ShouldBeLessThan(MemoryPlanner.Plan(layers).ArenaBytes);
        PlanValidator.FindMistake(plan).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Branchy))]
    public void Streams_need_no_more_than_in_the_models_order(string kind)
    {
        var layers = Layers(Network(kind));
        var plans = OperatorOrder
            .Candidates(layers)
            .Select(order => new OrderedPlans(order).Rows(recompute: false).Min(point => point.Plan.ArenaBytes))
            .ToList();
        plans.Count.ShouldBe(2);
        new PlanSearch(layers).Find(ScheduleKind.Stream).Plan.ArenaBytes.ShouldBeLessThanOrEqualTo(plans.Max());
    }

    [Theory]
    [MemberData(nameof(Branchy))]
    public void Inputs_and_outputs_keep_their_order(string kind)
    {
        var graph = Network(kind);
        var found = OperatorOrder.Candidates(Layers(graph))[1].Graph;
        found.Inputs.ShouldBe(graph.Inputs);
        found.Outputs.ShouldBe(graph.Outputs);
        found.Nodes.Select(node => node.Name).ShouldNotBe(graph.Nodes.Select(node => node.Name));
        found.Nodes.Select(node => node.Name).Order().ShouldBe(graph.Nodes.Select(node => node.Name).Order());
    }

    [Fact]
    public void A_chain_with_residuals_keeps_its_order()
    {
        var net = new NetworkBuilder("chain", 3);
        var x = net.Conv2D(net.Input(12, 12, 3), 8, 3);
        for (var block = 0; block < 3; block++)
            x = net.Add(x, net.Conv2D(net.DepthwiseConv2D(x, 3), 8, 1));
        OperatorOrder.Candidates(Layers(net.Output(x).Build())).Length.ShouldBe(1);
    }

    /// <summary>The second branch first would be smaller by estimate only where something is gained: equal branches stay as they
    /// are.</summary>
    [Fact]
    public void Equal_branches_keep_their_order()
    {
        var net = new NetworkBuilder("equal", 3);
        var x = net.Input(8, 8, 4);
        var sum = net.Add(net.Conv2D(x, 4, 3), net.Conv2D(x, 4, 3));
        OperatorOrder.Candidates(Layers(net.Output(sum).Build())).Length.ShouldBe(1);
    }

    [Fact]
    public void Any_order_gives_the_same_bytes()
    {
        var changed = 0;
        for (var seed = 900; changed < 20; seed++)
        {
            var graph = RandomNetwork.Build(seed);
            var random = new Random(seed);
            var order = RandomOrder(graph, random);
            if (order.SequenceEqual(Enumerable.Range(0, order.Length)))
                continue;
            changed++;
            var plan = RandomPlan.Build(graph.Reordered(order), seed, null, InputMode.Arena, InputMode.Stream);
            PlanValidator.FindMistake(plan).ShouldBeNull($"seed {seed}");
            byte[][] inputs = [.. graph.Inputs.Select(id => SyntheticInput.Bytes(graph[id].Type, (ulong)seed))];
            var expected = new Interpreter.Interpreter(graph).Run(inputs);
            var actual = RowSimulator.Run(plan, inputs);
            for (var o = 0; o < actual.Length; o++)
                actual[o].AsSpan().SequenceEqual(expected[o]).ShouldBeTrue($"seed {seed}, output {o}");
        }
    }

    [Fact]
    public void An_order_in_which_a_node_has_no_operands_yet_is_refused()
    {
        var net = new NetworkBuilder("two", 1);
        var graph = net.Output(net.Conv2D(net.Conv2D(net.Input(4, 4, 2), 2, 1), 2, 1)).Build();
        Should.Throw<ArgumentException>(() => graph.Reordered([1, 0]));
        Should.Throw<ArgumentException>(() => graph.Reordered([0, 0]));
    }

    private static Network Network(string kind)
    {
        var net = new NetworkBuilder(kind, 7);
        switch (kind)
        {
            case "inception":
                // All wide convolutions first, as an exporter may write them.
                var x = net.Input(12, 12, 8);
                var wide = Enumerable.Range(0, 3).Select(branch => net.Conv2D(x, 32 + (8 * branch), 1)).ToList();
                return net.Output(net.Concat(3, [.. wide.Select(value => net.Conv2D(value, 4, 3))])).Build();
            case "u-net":
                // What crosses to the decoder is thinned only where it is needed.
                var top = net.Conv2D(net.Input(16, 16, 3), 24, 3);
                var middle = net.Conv2D(net.MaxPool2D(top, WindowSpec.Square(2, stride: 2, same: false)), 48, 3);
                var deep = net.ResizeNearest(net.Conv2D(middle, 4, 1), 16, 16);
                return net.Output(net.Conv2D(net.Concat(3, net.Conv2D(top, 4, 1), deep), 8, 3)).Build();
            default:
                var input = net.Conv2D(net.Input(12, 12, 4), 16, 1);
                var a = net.Conv2D(input, 40, 1);
                var b = net.MaxPool2D(input, 3);
                var c = net.Conv2D(input, 48, 1);
                var left = net.Add(net.Conv2D(a, 6, 3), net.Conv2D(b, 6, 1));
                return net.Output(net.Concat(3, left, net.Conv2D(c, 6, 3))).Build();
        }
    }

    private static Schedule Layers(Network graph) => LayerScheduler.Build(graph, Target.CortexM7, graph.Name, new DiagnosticBag())!;

    private static List<ImmutableArray<int>> AllOrders(Network graph)
    {
        var orders = new List<ImmutableArray<int>>();
        Extend([]);
        return orders;

        void Extend(ImmutableArray<int> order)
        {
            if (order.Length == graph.Nodes.Length)
                orders.Add(order);
            foreach (var node in Ready(graph, order))
                Extend(order.Add(node));
        }
    }

    private static ImmutableArray<int> RandomOrder(Network graph, Random random)
    {
        var order = ImmutableArray<int>.Empty;
        while (order.Length < graph.Nodes.Length)
        {
            var ready = Ready(graph, order).ToList();
            order = order.Add(ready[random.Next(ready.Count)]);
        }

        return order;
    }

    private static IEnumerable<int> Ready(Network graph, ImmutableArray<int> order) =>
        Enumerable.Range(0, graph.Nodes.Length).Where(node => !order.Contains(node) && graph.Predecessors(node).All(order.Contains));
}
