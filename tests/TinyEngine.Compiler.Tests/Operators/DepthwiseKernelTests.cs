using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Which rows the chosen depthwise kernel may overwrite.</summary>
public class DepthwiseKernelTests
{
    private const ElementOrder Planar = ElementOrder.RowPlanar, Last = ElementOrder.ChannelLast;

    [Theory]
    [InlineData(8, Planar, Planar, KernelIsa.Dsp, OverlapTolerance.PlanarRow)]
    [InlineData(8, Planar, Planar, KernelIsa.C99, OverlapTolerance.PlanarRow)]
    [InlineData(8, Planar, Last, KernelIsa.Dsp, OverlapTolerance.None)]
    [InlineData(8, Last, Planar, KernelIsa.Dsp, OverlapTolerance.None)]
    [InlineData(16, Planar, Planar, KernelIsa.Dsp, OverlapTolerance.None)]
    public void Only_rows_of_channels_that_come_one_to_one_are_overwritten(int outChannels, ElementOrder input, ElementOrder output, KernelIsa isa, OverlapTolerance expected) =>
        Call(outChannels, input, output, isa).Overlap.ShouldBe(expected);

    [Fact]
    public void The_portable_kernel_needs_a_line_only_where_it_may_overwrite()
    {
        Call(8, Planar, Planar, KernelIsa.C99).Scratch.ShouldBe(new Scratch(6, "TE_DWCONV2D_S8_C99_SCRATCH_BYTES(6)"));
        Call(8, Last, Last, KernelIsa.C99).Scratch.ShouldBeNull();
    }

    private static KernelCall Call(int outChannels, ElementOrder input, ElementOrder output, KernelIsa isa)
    {
        var net = new OperatorGraph("depthwise");
        var window = WindowSpec.Square(3).On([1, 6, 6, 8]);
        net.Output(net.Node(new DepthwiseConv2D(window, Clamp.Full(DType.Int8)), DType.Int8, [1, 6, 6, outChannels], net.Input(DType.Int8, 1, 6, 6, 8), net.Weights(1, 3, 3, outChannels)));
        var graph = net.Builder.Build();
        var types = graph.TypesOf(graph.Nodes[0]);
        var context = new EmitContext(
            types,
            [null, graph[graph.Nodes[0].Inputs[1]].Constant],
            [RowLayout.Dense(types.Inputs[0], input), RowLayout.Dense(types.Inputs[1])],
            [RowLayout.Dense(types.Outputs[0], output)],
            isa);
        return ((DepthwiseConv2D)graph.Nodes[0].Op).SelectKernels(context).ShouldHaveSingleItem();
    }
}
