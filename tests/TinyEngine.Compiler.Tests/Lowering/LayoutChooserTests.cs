using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Lowering;

/// <summary>Where rows are planar.</summary>
public class LayoutChooserTests
{
    [Fact]
    public void Rows_between_an_expansion_and_a_depthwise_layer_are_planar()
    {
        var (net, wide) = Expansion(20);
        Order(net.Output(net.Conv2D(net.DepthwiseConv2D(wide, WindowSpec.Square(3)), 8, 1)), wide).ShouldBe(ElementOrder.RowPlanar);
    }

    [Fact]
    public void Portable_kernels_leave_rows_channel_last()
    {
        var (net, wide) = Expansion(20);
        Order(net.Output(net.Conv2D(net.DepthwiseConv2D(wide, WindowSpec.Square(3)), 8, 1)), wide, Target.Host)
            .ShouldBe(ElementOrder.ChannelLast);
    }

    [Fact]
    public void A_reader_that_knows_channel_last_rows_only_decides()
    {
        var (net, wide) = Expansion(20);
        Order(net.Output(net.Add(wide, net.DepthwiseConv2D(wide, WindowSpec.Square(3)))), wide).ShouldBe(ElementOrder.ChannelLast);
    }

    [Fact]
    public void What_a_pointwise_reader_loses_is_weighed_against_what_a_depthwise_one_gains()
    {
        var (net, wide) = Expansion(20);
        net.Output(net.DepthwiseConv2D(wide, WindowSpec.Square(3))).Output(net.Conv2D(wide, 8, 1));
        Order(net, wide).ShouldBe(ElementOrder.RowPlanar);
    }

    [Fact]
    public void Rows_between_pointwise_layers_are_channel_last()
    {
        var (net, wide) = Expansion(20);
        Order(net.Output(net.Conv2D(wide, 8, 1)), wide).ShouldBe(ElementOrder.ChannelLast);
    }

    [Fact]
    public void What_the_caller_reads_is_channel_last()
    {
        var (net, wide) = Expansion(20);
        Order(net.Output(wide).Output(net.DepthwiseConv2D(wide, WindowSpec.Square(3))), wide).ShouldBe(ElementOrder.ChannelLast);
    }

    private static (NetworkBuilder Net, ValueId Wide) Expansion(int size)
    {
        var net = new NetworkBuilder("layouts", 1);
        return (net, net.Conv2D(net.Input(size, size, 8), 48, 1));
    }

    private static ElementOrder Order(NetworkBuilder net, ValueId id, Target? target = null) =>
        LayerScheduler.Build(net.Build(), target ?? Target.CortexM7, "layouts", new DiagnosticBag())!.LayoutOf(id).Order;
}
