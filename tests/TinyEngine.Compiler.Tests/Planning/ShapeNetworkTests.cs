using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Planning;

/// <summary>Networks of which shapes are known, and no weights: they are planned and priced like those with weights.</summary>
public class ShapeNetworkTests
{
    [Theory]
    [InlineData(ScheduleKind.Layers)]
    [InlineData(ScheduleKind.Stream)]
    public void Shapes_are_enough_for_the_price_of_a_MobileNetV2(ScheduleKind kind)
    {
        var network = MobileNetV2();
        var shapes = network.WithoutWeights();
        shapes.Values.Count(value => value.IsConstant && !value.IsKnown).ShouldBe(shapes.Values.Count(value => value.IsConstant));
        var options = new CompileOptions("net") { Schedule = kind };

        var price = Price(shapes, options);

        price.ShouldBe(Price(network, options));
        price.ArenaBytes.ShouldBeGreaterThan(0);
        price.ConstantBytes.ShouldBeGreaterThan(network.Values.Where(value => value.IsConstant).Sum(value => value.Type.ByteSize) / 2);
    }

    [Fact]
    public void The_bytes_of_constants_are_those_of_the_generated_code()
    {
        var plan = Plan(MobileNetV2(), new CompileOptions("net"));
        var sources = Pipeline.Emit(plan, new CompileOptions("net"));
        NetworkPrice.Of(plan).ConstantBytes.ShouldBe(sources.WeightBytes + sources.TableBytes);
    }

    [Fact]
    public void Shapes_are_not_enough_to_write_C()
    {
        var plan = Plan(MobileNetV2().WithoutWeights(), new CompileOptions("net"));
        Should
            .Throw<InvalidOperationException>(() => Pipeline.Emit(plan, new CompileOptions("net")))
            .Message.ShouldContain("are not known");
    }

    private static Network MobileNetV2()
    {
        var net = new NetworkBuilder("mobilenet", 1);
        var x = net.Conv2D(net.Input(64, 64, 3), 16, WindowSpec.Square(3, 2));
        foreach (var (filters, kernel, stride) in new[] { (8, 3, 1), (16, 3, 2), (16, 3, 1), (24, 5, 2), (24, 7, 1), (40, 3, 2) })
            x = net.InvertedBottleneck(x, 4, filters, kernel, stride);
        return net.Output(net.FullyConnected(net.Flatten(net.GlobalMean(net.Conv2D(x, 80, 1), keepDims: true)), 10)).Build();
    }

    private static NetworkPrice Price(Network network, CompileOptions options)
    {
        var bag = new DiagnosticBag();
        return Pipeline.Price(network, options, bag).ShouldNotBeNull(string.Join('\n', bag.Items));
    }

    private static MemoryPlan Plan(Network network, CompileOptions options)
    {
        var bag = new DiagnosticBag();
        return Pipeline.Plan(network, options, network.Name, bag).ShouldNotBeNull(string.Join('\n', bag.Items));
    }
}
