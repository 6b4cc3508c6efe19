using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Choosing;

/// <summary>Effort is counted, so that a search that became slow is noticed on any machine.</summary>
public class SearchEffortTests
{
    [Fact]
    public void A_chain_of_300_operators_takes_few_simulated_rows_and_placements()
    {
        var net = new NetworkBuilder("chain", 1);
        var x = net.Conv2D(net.Input(32, 32, 3), 8, 3);
        for (var operators = 1; operators < 300; operators += 4)
            x = net.Add(x, net.Conv2D(net.DepthwiseConv2D(net.Conv2D(x, 16, 1), 3), 8, 1));
        var graph = net.Output(x).Build();
        graph.Nodes.Length.ShouldBeGreaterThan(300);
        var layers = LayerScheduler.Build(graph, Target.CortexM7, graph.Name, new DiagnosticBag())!;
        var streams = new StreamSearch(layers with { Interface = new InterfaceModes(InputMode.Stream) });
        streams.Explore(recompute: false, long.MaxValue).ShouldNotBeEmpty();
        var plain = streams.Effort;
        streams.Explore(recompute: true, long.MaxValue).ShouldNotBeEmpty();
        var all = streams.Effort;
        plain.Rows.ShouldBeLessThan(250_000); // a simulation for each stage instead of each first step takes 20 times as many
        plain.Placements.ShouldBeLessThan(500); // of buffers that live in one stage, without a plan
        all.Rows.ShouldBeLessThan(2_300_000);
        all.Placements.ShouldBeLessThan(700);
    }
}
