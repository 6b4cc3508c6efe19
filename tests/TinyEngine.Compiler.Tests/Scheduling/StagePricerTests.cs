using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling;

public class StagePricerTests
{
    /// <summary>In a chain as in MobileNetV1 a projection could be the expansion of the next block; such a block must not stand in the way
    /// of others.</summary>
    [Fact]
    public void Narrow_blocks_share_no_step_and_hinder_no_other()
    {
        var net = new NetworkBuilder("separable", 1);
        var x = net.Conv2D(net.Input(24, 24, 2), 12, 1);
        for (var block = 0; block < 3; block++)
            x = net.Conv2D(net.DepthwiseConv2D(x, 3), 12, 1);
        var graph = net.Output(x).Build();
        var layers = LayerScheduler.Build(graph, Target.CortexM7, graph.Name, new DiagnosticBag())!;
        var flow = new NetworkFlow(layers, new KernelSelector(graph, Target.CortexM7));
        var prices = new StagePricer(flow, new StageCosts(flow, InstructionModel.Of(Target.CortexM7)))
            .Stages(0, recompute: true, long.MaxValue)
            .Where(price => price.End == graph.Nodes.Length)
            .ToList();
        prices.Max(price => price.Narrow.Count).ShouldBe(2);
        foreach (var price in prices)
            price.Narrow.Items.SelectMany(block => Enumerable.Range(block.Expand, 3)).ShouldBeUnique();
    }
}
