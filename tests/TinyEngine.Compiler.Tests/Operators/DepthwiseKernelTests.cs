using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Which depthwise kernel is chosen, and which rows it may overwrite.</summary>
public class DepthwiseKernelTests
{
    private const ElementOrder Planar = ElementOrder.RowPlanar,
        Last = ElementOrder.ChannelLast;

    [Theory]
    [InlineData(8, Planar, Planar, InstructionSet.Dsp, OverlapTolerance.PlanarRow)]
    [InlineData(8, Planar, Planar, InstructionSet.C99, OverlapTolerance.PlanarRow)]
    [InlineData(8, Planar, Last, InstructionSet.Dsp, OverlapTolerance.None)]
    [InlineData(8, Last, Planar, InstructionSet.Dsp, OverlapTolerance.None)]
    [InlineData(16, Planar, Planar, InstructionSet.Dsp, OverlapTolerance.None)]
    internal void Only_rows_of_channels_that_come_one_to_one_are_overwritten(
        int outChannels,
        ElementOrder input,
        ElementOrder output,
        InstructionSet isa,
        OverlapTolerance expected
    ) => Call(outChannels, input, output, isa).Overlap.ShouldBe(expected);

    [Fact]
    public void The_portable_kernel_needs_a_line_only_where_it_may_overwrite()
    {
        Call(8, Planar, Planar, InstructionSet.C99).Scratch.ShouldBe(new Scratch(16, "TE_DWCONV2D_S8_C99_SCRATCH_BYTES", 16));
        Call(8, Last, Last, InstructionSet.C99).Scratch.ShouldBeNull();
    }

    [Theory]
    [InlineData(3, 2, 1, 1, "te_dwconv2d_s8_inside__dsp")]
    [InlineData(7, 6, 2, 1, "te_dwconv2d_s8_inside__dsp")]
    [InlineData(3, 30, 1, 2, "te_dwconv2d_s8_inside__dsp")]
    [InlineData(3, 12, 1, 1, "te_dwconv2d_s8_k3x3_s1_p1__dsp")]
    [InlineData(7, 20, 1, 1, "te_dwconv2d_s8_k7x7_s1_p3__dsp")]
    public void Small_maps_and_dilation_compute_only_the_taps_inside(int kernel, int size, int stride, int dilation, string expected)
    {
        var net = new NetworkBuilder("depthwise", 1);
        var x = net.Conv2D(net.Input(size, size, 8), 48, 1);
        net.Output(net.Conv2D(net.DepthwiseConv2D(x, WindowSpec.Square(kernel, stride, dilation)), 8, 1));
        var schedule = LayerScheduler.Build(net.Build(), Target.CortexM7, "depthwise", new DiagnosticBag())!;
        schedule.Steps[1].Calls.ShouldHaveSingleItem().Kernel.ShouldBe(expected);
        schedule.LayoutOf(x).Order.ShouldBe(expected.Contains("inside") ? Last : Planar);
    }

    /// <summary>The predictions on which the choice rests, against instructions per multiply-accumulate that the kernels' own benchmark
    /// counts on the emulated Cortex-M7 (<c>eng/kernels.sh --bench</c>): maps that the model was not fitted to.</summary>
    [Theory]
    [InlineData(3, 1, 2, 672, 8.186, 2.674)]
    [InlineData(5, 1, 2, 448, 4.452, 0.973)]
    [InlineData(3, 1, 3, 240, 7.086, 3.221)]
    [InlineData(3, 2, 3, 336, 8.540, 2.708)]
    [InlineData(5, 1, 5, 480, 2.859, 2.189)]
    [InlineData(7, 1, 5, 480, 2.242, 1.519)]
    [InlineData(7, 2, 6, 120, 3.425, 1.830)]
    [InlineData(5, 2, 10, 192, 3.149, 2.823)]
    [InlineData(3, 1, 18, 144, 3.017, 4.261)]
    [InlineData(7, 1, 20, 96, 1.509, 2.839)]
    public void Predictions_for_maps_are_within_3_percent_of_measurements(
        int kernel,
        int stride,
        int size,
        int channels,
        double copied,
        double inside
    )
    {
        var window = WindowSpec.Square(kernel, stride).On([1, size, size, channels]);
        var macs = (double)channels * kernel * kernel * window.X.OutputSize(size) * window.Y.OutputSize(size);
        Predicted(channels, Planar, size, window, $"te_dwconv2d_s8_k{kernel}x{kernel}_s{stride}__dsp")
            .ShouldBe(copied * macs, 0.03 * copied * macs);
        Predicted(channels, Last, size, window, "te_dwconv2d_s8_inside__dsp").ShouldBe(inside * macs, 0.03 * inside * macs);
    }

    [Theory]
    [InlineData(3, 5, 480, 3.007)]
    [InlineData(3, 6, 96, 2.825)]
    [InlineData(5, 6, 96, 1.979)]
    [InlineData(7, 7, 96, 1.669)]
    [InlineData(3, 9, 144, 2.605)]
    [InlineData(5, 10, 192, 1.778)]
    [InlineData(7, 10, 192, 1.490)]
    [InlineData(3, 18, 144, 2.327)]
    [InlineData(5, 20, 96, 1.630)]
    [InlineData(7, 20, 96, 1.328)]
    public void Predictions_for_padded_rows_are_within_3_percent_of_measurements(int kernel, int size, int channels, double measured)
    {
        var macs = (double)channels * kernel * kernel * size * size;
        Predicted(
                channels,
                Planar,
                size,
                WindowSpec.Square(kernel).On([1, size, size, channels]),
                $"te_dwconv2d_s8_k{kernel}x{kernel}_s1_p{kernel / 2}__dsp"
            )
            .ShouldBe(measured * macs, 0.03 * measured * macs);
    }

    [Theory]
    [InlineData(Planar, 16, 3, null, "te_dwconv2d_s8_k3x3_s1_p1__dsp")]
    [InlineData(Planar, 5, 3, null, "te_dwconv2d_s8_k3x3_s1_p1__dsp")]
    [InlineData(Planar, 4, 3, null, "te_dwconv2d_s8_k3x3_s1__dsp")]
    [InlineData(Planar, 6, 5, null, "te_dwconv2d_s8_k5x5_s1_p2__dsp")]
    [InlineData(Planar, 7, 7, null, "te_dwconv2d_s8_k7x7_s1_p3__dsp")]
    [InlineData(Planar, 6, 7, null, "te_dwconv2d_s8_k7x7_s1__dsp")]
    [InlineData(Planar, 16, 3, 4, "te_dwconv2d_s8_k3x3_s1__dsp")]
    [InlineData(Last, 16, 3, null, "te_dwconv2d_s8_k3x3_s1__dsp")]
    internal void Whole_planar_rows_with_even_padding_have_kernels_of_their_own(
        ElementOrder input,
        int size,
        int kernel,
        int? chunk,
        string expected
    )
    {
        var (op, _, context) = Context(8, 8, input, Last, InstructionSet.Dsp, size, WindowSpec.Square(kernel));
        op.SelectKernels(context with { ChunkColumns = chunk }).ShouldHaveSingleItem().Kernel.ShouldBe(expected);
    }

    /// <summary>Stride 2: measured rows of a wide map, as instructions per multiply-accumulate.</summary>
    [Theory]
    [InlineData(3, 0, 44, 2.534)]
    [InlineData(3, 1, 44, 2.559)]
    [InlineData(3, 1, 42, 2.585)]
    [InlineData(5, 1, 44, 1.877)]
    [InlineData(5, 2, 44, 1.868)]
    [InlineData(5, 2, 40, 1.889)]
    [InlineData(7, 2, 44, 1.606)]
    [InlineData(7, 3, 44, 1.639)]
    [InlineData(7, 3, 40, 1.643)]
    public void Predictions_for_padded_rows_of_stride_2_are_within_3_percent_of_measurements(
        int kernel,
        int padBefore,
        int width,
        double measured
    )
    {
        var axis = new WindowAxis(kernel, 2, 1, padBefore, kernel - 2 - padBefore);
        var (kernelName, macs) = (
            $"te_dwconv2d_s8_k{kernel}x{kernel}_s2_p{padBefore}{kernel - 2 - padBefore}__dsp",
            48.0 * kernel * kernel * axis.OutputSize(width)
        );
        (Predicted(48, Planar, width, new Window2D(axis, axis), kernelName) / axis.OutputSize(width)).ShouldBe(
            measured * macs,
            0.03 * measured * macs
        );
    }

    [Theory]
    [InlineData(16, 3, 0, 1, "_p01")]
    [InlineData(16, 3, 1, 1, "_p10")]
    [InlineData(16, 5, 1, 2, "_p12")]
    [InlineData(16, 5, 2, 2, "_p21")]
    [InlineData(16, 7, 2, 3, "_p23")]
    [InlineData(16, 7, 3, 2, "_p32")]
    [InlineData(10, 3, 0, 1, "_p01")]
    [InlineData(8, 3, 0, 1, "")]
    [InlineData(15, 3, 1, 1, "")]
    [InlineData(16, 5, 0, 3, "")]
    [InlineData(16, 7, 2, 2, "")]
    public void Planar_rows_of_stride_2_with_an_even_number_of_columns_have_kernels_of_their_own(
        int width,
        int kernel,
        int padBefore,
        int padAfter,
        string expected
    )
    {
        var axis = new WindowAxis(kernel, 2, 1, padBefore, padAfter);
        var (op, _, context) = Context(8, 8, Planar, Last, InstructionSet.Dsp, width, new Window2D(axis, axis));
        op.SelectKernels(context).ShouldHaveSingleItem().Kernel.ShouldBe($"te_dwconv2d_s8_k{kernel}x{kernel}_s2{expected}__dsp");
    }

    private static double Predicted(int channels, ElementOrder input, int size, Window2D window, string kernel)
    {
        var (op, types, context) = Context(channels, channels, input, Last, InstructionSet.Dsp, size, window);
        return InstructionModel
            .Of(Target.CortexM7)
            .Sum(StepWork.OfWhole(types, [op.OfferKernels(context).Single(offer => offer.Kernel == kernel)]));
    }

    private static KernelCall Call(int outChannels, ElementOrder input, ElementOrder output, InstructionSet isa)
    {
        var (op, _, context) = Context(8, outChannels, input, output, isa, 16, 3);
        return op.SelectKernels(context).ShouldHaveSingleItem();
    }

    private static (DepthwiseConv2D Op, OpTypes Types, EmitContext Context) Context(
        int inChannels,
        int outChannels,
        ElementOrder input,
        ElementOrder output,
        InstructionSet isa,
        int size,
        WindowSpec spec
    ) => Context(inChannels, outChannels, input, output, isa, size, spec.On([1, size, size, inChannels]));

    private static (DepthwiseConv2D Op, OpTypes Types, EmitContext Context) Context(
        int inChannels,
        int outChannels,
        ElementOrder input,
        ElementOrder output,
        InstructionSet isa,
        int size,
        Window2D window
    )
    {
        var net = new OperatorGraph("depthwise");
        var taps = window.Y.Kernel;
        net.Output(
            net.Node(
                new DepthwiseConv2D(window, Clamp.Full(DType.Int8)),
                DType.Int8,
                [1, window.Y.OutputSize(size), window.X.OutputSize(size), outChannels],
                net.Input(DType.Int8, 1, size, size, inChannels),
                net.Weights(1, taps, taps, outChannels)
            )
        );
        var graph = net.Builder.Build();
        var types = graph.TypesOf(graph.Nodes[0]);
        RowLayout LayoutOf(ValueId id) =>
            RowLayout.Dense(
                graph[id].Type,
                id == graph.Nodes[0].Inputs[0] ? input
                    : graph.IsOutput(id) ? output
                    : Last
            );
        var context = EmitContext.Of(new NetworkProofs(graph), graph.Nodes[0], LayoutOf, Target.CortexM7.UpTo(isa));
        return ((DepthwiseConv2D)graph.Nodes[0].Op, types, context);
    }
}
