using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;
using static TinyEngine.Compiler.Tests.Passes.PassTester;

namespace TinyEngine.Compiler.Tests.Passes;

public class DilatePassTests
{
    private static readonly WindowAxis One = new(1, 1, 1, 0, 0);
    private static readonly WindowAxis Valid = new(3, 1, 1, 0, 0);
    private static readonly TensorType Result = Int8([1], 0.5f, -4);

    /// <summary>A map in blocks, a convolution over them, and the map put together.</summary>
    private static Network Blocks(Window2D window, SpaceToBatch toBatch, BatchToSpace toSpace, Shape map, bool depthwise = false) =>
        Build(Int8(map), (b, x) =>
        {
            var blocks = b.Node(toBatch, [x], Int8([1]), "blocks");
            return b.Node(toSpace, [depthwise ? Depthwise(b, blocks, window) : Layer(b, blocks, window)], Result, "map");
        });

    private static ValueId Layer(GraphBuilder b, ValueId x, Window2D window)
    {
        var type = new TensorType(DType.Int8, [4, window.Y.Kernel, window.X.Kernel, 3], QuantParams.PerTensor(0.02f, 0));
        return b.Node(new Conv2D(window, Clamp.Full(DType.Int8)), [x, b.Constant<sbyte>("w", type, Weights(type))], Result, "conv");
    }

    private static ValueId Depthwise(GraphBuilder b, ValueId x, Window2D window)
    {
        var type = new TensorType(DType.Int8, [1, window.Y.Kernel, window.X.Kernel, 3], QuantParams.PerTensor(0.05f, 0));
        return b.Node(new DepthwiseConv2D(window, Clamp.Full(DType.Int8)), [x, b.Constant<sbyte>("w", type, Weights(type))], Result, "dw");
    }

    private static sbyte[] Weights(TensorType type) => [.. Enumerable.Range(0, type.ByteSize).Select(i => (sbyte)((i * 37 % 251) - 125))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_around_a_convolution_become_its_dilation(bool depthwise)
    {
        var graph = Blocks(
            new Window2D(Valid, Valid),
            new SpaceToBatch([2, 3], [2, 3], [2, 4]),
            new BatchToSpace([2, 3], [0, 0], [0, 1]),
            [1, 6, 5, 3],
            depthwise
        );
        var conv = (IWindowed)PassList.Run(new DilateConvolution(), graph).Nodes.ShouldHaveSingleItem().Op;
        conv.Window.ToString().ShouldBe("3x3 stride 1x1 dilation 2x3 pad 2,2 3,3");
        PassTester.Run(new DilateConvolution(), graph).ShouldBe([depthwise ? "DEPTHWISE_CONV_2D" : "CONV_2D"]);
    }

    [Fact]
    public void Padding_of_the_convolution_is_that_of_blocks()
    {
        var padded = new WindowAxis(3, 1, 2, 1, 2);
        var graph = Blocks(
            new Window2D(padded, Valid),
            new SpaceToBatch([3, 1], [0, 1], [0, 1]),
            new BatchToSpace([3, 1], [1, 0], [2, 1]),
            [2, 12, 5, 3]
        );
        var conv = (IWindowed)PassList.Run(new DilateConvolution(), graph).Nodes.ShouldHaveSingleItem().Op;
        conv.Window.ToString().ShouldBe("3x3 stride 1x1 dilation 6x1 pad 2,4 1,0");
        PassTester.Run(new DilateConvolution(), graph).ShouldBe(["CONV_2D"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Time_is_reshaped_around_the_convolution(int axis)
    {
        var graph = Build(Int8([1, 21, 3]), (b, x) =>
        {
            var blocks = b.Node(new SpaceToBatch([4], [8], [3]), [x], Int8([1]), "blocks");
            var wide = b.Node(new ExpandDims(axis), [blocks], Int8([1]), "wide");
            var sums = Layer(b, wide, axis == 1 ? new Window2D(One, Valid) : new Window2D(Valid, One));
            var narrow = b.Node(new Squeeze([axis]), [sums], Result, "narrow");
            return b.Node(new BatchToSpace([4], [0], [3]), [narrow], Result, "map");
        });
        PassTester.Run(new DilateConvolution(), graph).ShouldBe(["RESHAPE", "CONV_2D", "RESHAPE"]);
        var conv = (IWindowed)PassList.Run(new DilateConvolution(), graph).Nodes[1].Op;
        (axis == 1 ? conv.Window.X : conv.Window.Y).ShouldBe(new WindowAxis(3, 1, 4, 8, 0));
    }

    [Fact]
    public void Random_blocks_keep_every_byte()
    {
        var random = new Random(5);
        var rewritten = 0;
        for (var round = 0; round < 60; round++)
        {
            int[] block = [random.Next(1, 4), random.Next(1, 4)];
            int[] sizes = [random.Next(6, 12), random.Next(6, 12)];
            int[] before = [random.Next(0, 5), random.Next(0, 5)];
            int[] after = [.. Enumerable.Range(0, 2).Select(i => Fit(sizes[i] + before[i], block[i]) + (block[i] * random.Next(0, 2)))];
            int[] crop = [random.Next(0, 3), random.Next(0, 3)];
            var axis = new WindowAxis(random.Next(1, 3), 1, random.Next(1, 3), random.Next(0, 2), random.Next(0, 2));
            var graph = Blocks(
                new Window2D(axis, axis),
                new SpaceToBatch([.. block], [.. before], [.. after]),
                new BatchToSpace([.. block], [.. crop], [random.Next(0, 2), 0]),
                [random.Next(1, 3), sizes[0], sizes[1], 3],
                random.Next(2) == 0
            );
            rewritten += PassTester.Run(new DilateConvolution(), graph).Length == 1 ? 1 : 0;
        }

        rewritten.ShouldBeGreaterThan(20);
        rewritten.ShouldBeLessThan(60, "some crops take more than the padding gave");
        static int Fit(int size, int block) => (block - (size % block)) % block;
    }

    [Fact]
    public void Crops_beyond_the_padding_keep_the_blocks() =>
        Unchanged(new SpaceToBatch([2, 2], [0, 0], [0, 1]), new BatchToSpace([2, 2], [1, 0], [0, 0]), Valid);

    [Fact]
    public void Strides_within_blocks_keep_them() =>
        Unchanged(new SpaceToBatch([2, 2], [2, 2], [2, 3]), new BatchToSpace([2, 2], [0, 0], [0, 0]), Valid with { Stride = 2 });

    [Fact]
    public void Other_blocks_behind_the_convolution_keep_both() =>
        Unchanged(new SpaceToBatch([2, 3], [2, 3], [2, 4]), new BatchToSpace([3, 2], [0, 0], [0, 1]), Valid);

    [Fact]
    public void Blocks_with_another_reader_stay()
    {
        var graph = Build(Map, (b, x) =>
        {
            var blocks = b.Node(new SpaceToBatch([2, 1], [2, 0], [2, 0]), [x], Int8([1]), "blocks");
            b.Output(blocks);
            return b.Node(new BatchToSpace([2, 1], [0, 0], [0, 0]), [Layer(b, blocks, new Window2D(Valid, Valid))], Result, "map");
        });
        PassTester.Run(new DilateConvolution(), graph).ShouldBe(["SPACE_TO_BATCH_ND", "CONV_2D", "BATCH_TO_SPACE_ND"]);
    }

    private static void Unchanged(SpaceToBatch toBatch, BatchToSpace toSpace, WindowAxis axis) =>
        PassTester
            .Run(new DilateConvolution(), Blocks(new Window2D(axis, axis), toBatch, toSpace, [1, 6, 5, 3]))
            .ShouldBe(["SPACE_TO_BATCH_ND", "CONV_2D", "BATCH_TO_SPACE_ND"]);
}
