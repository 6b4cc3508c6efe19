using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using static TinyEngine.Compiler.Tests.Passes.PassTester;

namespace TinyEngine.Compiler.Tests.Passes;

public class FullyConnectedPassTests
{
    private static readonly Window2D Whole = Window(6, 5);

    private static Window2D Window(int height, int width, int padding = 0) =>
        new(new WindowAxis(height, 1, 1, padding, padding), new WindowAxis(width, 1, 1, 0, 0));

    [Theory]
    [InlineData(0.02f)]
    [InlineData(0.0233f)]
    [InlineData(0.01777f)]
    [InlineData(0.03141f)]
    public void Convolution_over_the_whole_map_becomes_a_matrix_product(float scale)
    {
        var graph = Covering(new Conv2D(Whole, Clamp.Full(DType.Int8)), [7, 6, 5, 3], scale);
        PassTester.Run(new ConvToFullyConnected(), graph).ShouldBe(["FULLY_CONNECTED", "RESHAPE"]);
    }

    [Fact]
    public void Windows_that_leave_something_out_or_hang_over_stay()
    {
        PassTester
            .Run(new ConvToFullyConnected(), Covering(new Conv2D(Window(5, 5), Clamp.Full(DType.Int8)), [7, 5, 5, 3], 0.02f))
            .ShouldBe(["CONV_2D"]);
        PassTester
            .Run(new ConvToFullyConnected(), Covering(new Conv2D(Window(6, 5, padding: 1), Clamp.Full(DType.Int8)), [7, 6, 5, 3], 0.02f))
            .ShouldBe(["CONV_2D"]);
    }

    [Fact]
    public void Groups_stay()
    {
        var graph = Covering(new Conv2D(Whole, Clamp.Full(DType.Int8)), [6, 6, 5, 1], 0.02f);
        PassTester.Run(new ConvToFullyConnected(), graph).ShouldBe(["CONV_2D"]);
    }

    [Fact]
    public void Networks_that_end_in_a_covering_convolution_need_no_scratch_for_windows()
    {
        var net = new NetworkBuilder("covering", 5);
        var graph = net.Output(net.Conv2D(net.Input(14, 13, 3), 4, new WindowSpec(14, 13, Same: false))).Build();
        var options = new CompileOptions("net");
        ArenaBytes(graph).ShouldBe(7128);
        ArenaBytes(Pipeline.Optimize(graph)).ShouldBeLessThanOrEqualTo(1000);

        int ArenaBytes(Network network) => Pipeline.Plan(network, options, "net", new DiagnosticBag()).ShouldNotBeNull().ArenaBytes;
    }

    [Fact]
    public void Matrix_product_reads_the_map_that_a_reshape_flattens()
    {
        var graph = Build(Map, (b, x) => Product(b, b.Node(new Reshape([1, 90]), [x], Int8([1, 90]), "flat"), 90));
        PassTester.Run(new FlattenIntoFullyConnected(), graph).ShouldBe(["FULLY_CONNECTED"]);
    }

    [Fact]
    public void Several_vectors_stay_a_reshape()
    {
        var graph = Build(Map, (b, x) => Product(b, b.Node(new Reshape([2, 45]), [x], Int8([2, 45]), "two"), 45));
        PassTester.Run(new FlattenIntoFullyConnected(), graph).ShouldBe(["RESHAPE", "FULLY_CONNECTED"]);
    }

    [Fact]
    public void Reshape_that_relabels_the_scale_stays()
    {
        var graph = Build(Map, (b, x) => Product(b, b.Node(new Reshape([1, 90]), [x], Int8([1, 90], 0.2f), "flat"), 90));
        PassTester.Run(new FlattenIntoFullyConnected(), graph).ShouldBe(["RESHAPE", "FULLY_CONNECTED"]);
    }

    private static Network Covering(Conv2D conv, Shape weights, float scale) => Build(Map, (b, x) =>
        {
            var w = b.Constant("w", new TensorType(DType.Int8, weights, QuantParams.PerTensor(scale, 0)), Codes(weights.ElementCount));
            return b.Node(conv, [x, w], Int8(default, 0.7f, -4), "conv");
        });

    private static ValueId Product(GraphBuilder b, ValueId x, int depth)
    {
        var w = b.Constant("w", new TensorType(DType.Int8, [4, depth], QuantParams.PerTensor(0.02f, 0)), Codes(4 * depth));
        return b.Node(new FullyConnected(KeepDims: false, Clamp.Full(DType.Int8)), [x, w], Int8(default, 0.5f), "product");
    }

    private static sbyte[] Codes(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))];
    }
}
