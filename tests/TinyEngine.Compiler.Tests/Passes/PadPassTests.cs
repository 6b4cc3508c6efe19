using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;
using static TinyEngine.Compiler.Tests.Passes.PassTester;

namespace TinyEngine.Compiler.Tests.Passes;

public class PadPassTests
{
    private static readonly Window2D Valid = new(new WindowAxis(3, 1, 1, 0, 0), new WindowAxis(3, 1, 1, 0, 0));
    private static readonly Pad Border = new([0, 1, 2, 0], [0, 1, 1, 0]);

    private static ValueId Padded(GraphBuilder b, ValueId x, Pad pad) => b.Node(pad, [x], b.TypeOf(x), "pad");

    [Fact]
    public void Pad_before_a_convolution_becomes_its_padding()
    {
        var graph = Build(Map, (b, x) =>
            Conv(b, Padded(b, x, Border), new Conv2D(Valid, Clamp.Full(DType.Int8)), 4, Int8([1, 6, 6, 4], 0.5f))
        );
        PassTester.Run(new FoldPadIntoConv(), graph).ShouldBe(["CONV_2D"]);
    }

    [Fact]
    public void Pad_before_a_depthwise_convolution_becomes_its_padding()
    {
        var graph = Build(Map, (b, x) =>
        {
            var w = b.Constant<sbyte>(
                "w",
                new TensorType(DType.Int8, [1, 3, 3, 3], QuantParams.PerTensor(0.05f, 0)),
                [.. Enumerable.Range(0, 27).Select(i => (sbyte)((i * 9) - 110))]
            );
            return b.Node(new DepthwiseConv2D(Valid, Clamp.Full(DType.Int8)), [Padded(b, x, Border), w], Int8([1, 6, 6, 3], 0.4f), "dw");
        });
        PassTester.Run(new FoldPadIntoConv(), graph).ShouldBe(["DEPTHWISE_CONV_2D"]);
    }

    [Fact]
    public void Pad_of_channels_stays()
    {
        var graph = Build(Map, (b, x) =>
            Conv(
                b,
                Padded(b, x, new Pad([0, 1, 1, 1], [0, 1, 1, 0])),
                new Conv2D(Valid, Clamp.Full(DType.Int8)),
                4,
                Int8([1, 6, 5, 4], 0.5f)
            )
        );
        PassTester.Run(new FoldPadIntoConv(), graph).ShouldBe(["PAD", "CONV_2D"]);
    }

    [Fact]
    public void Pad_with_another_reader_stays()
    {
        var graph = Build(Map, (b, x) =>
        {
            var padded = Padded(b, x, Border);
            var conv = Conv(b, padded, new Conv2D(Valid, Clamp.Full(DType.Int8)), 3, Int8([1, 6, 6, 3], 0.5f));
            b.Output(padded);
            return conv;
        });
        PassTester.Run(new FoldPadIntoConv(), graph).ShouldBe(["PAD", "CONV_2D"]);
    }

    [Fact]
    public void Pad_before_pooling_stays_because_pooling_ignores_padding()
    {
        var graph = Build(Map, (b, x) =>
            b.Node(new AveragePool2D(Valid, Clamp.Full(DType.Int8)), [Padded(b, x, Border)], Int8([1, 6, 6, 3]), "pool")
        );
        PassTester.Run(new FoldPadIntoConv(), graph).ShouldBe(["PAD", "AVERAGE_POOL_2D"]);
    }

    [Fact]
    public void Pad_that_changes_the_zero_point_stays()
    {
        var graph = Build(Map, (b, x) =>
        {
            var padded = b.Node(Border, [x], Int8([1, 8, 8, 3], zeroPoint: 4), "pad");
            return Conv(b, padded, new Conv2D(Valid, Clamp.Full(DType.Int8)), 4, Int8([1, 6, 6, 4], 0.5f));
        });
        PassTester.Run(new FoldPadIntoConv(), graph).ShouldBe(["PAD", "CONV_2D"]);
    }

    [Fact]
    public void Pads_in_a_row_are_joined()
    {
        var graph = Build(Map, (b, x) => Padded(b, Padded(b, Padded(b, x, Border), Border), new Pad([0, 0, 1, 1], [0, 3, 0, 0])));
        PassTester.Run(new MergePads(), graph).ShouldBe(["PAD"]);
    }

    [Fact]
    public void Pads_with_a_reader_between_stay()
    {
        var graph = Build(Map, (b, x) =>
        {
            var first = Padded(b, x, Border);
            b.Output(first);
            return Padded(b, first, Border);
        });
        PassTester.Run(new MergePads(), graph).ShouldBe(["PAD", "PAD"]);
    }

    [Fact]
    public void Pads_with_different_zero_points_stay()
    {
        var graph = Build(Map, (b, x) => b.Node(Border, [Padded(b, x, Border)], Int8([1, 10, 11, 3], zeroPoint: -7), "second"));
        PassTester.Run(new MergePads(), graph).ShouldBe(["PAD", "PAD"]);
    }
}
