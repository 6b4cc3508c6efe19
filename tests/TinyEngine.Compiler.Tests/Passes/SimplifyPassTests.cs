using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;
using static TinyEngine.Compiler.Tests.Passes.PassTester;

namespace TinyEngine.Compiler.Tests.Passes;

public class SimplifyPassTests
{
    private static readonly Clamp All = Clamp.Full(DType.Int8);
    private static readonly Window2D Pointwise = new(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(1, 1, 1, 0, 0));
    private static readonly TensorType Real = new(DType.Float32, [1, 6, 5, 3], QuantParams.None);

    [Fact]
    public void Operators_that_change_nothing_go()
    {
        var graph = Build(Map, (b, x) =>
        {
            var y = b.Node(new Pad([0, 0, 0, 0], [0, 0, 0, 0]), [x], Map, "pad");
            y = b.Node(new Reshape([1, 6, 5, 3]), [y], Map, "reshape");
            y = b.Node(new Quantize(), [y], Map, "quantize");
            y = b.Node(new Transpose([0, 1, 2, 3]), [y], Map, "transpose");
            return b.Node(new Logistic(), [y], Int8([1, 6, 5, 3], 1f / 256, -128), "out");
        });
        PassTester.Run(new DropNoOps(), graph).ShouldBe(["LOGISTIC"]);
    }

    [Fact]
    public void Operators_that_change_something_stay()
    {
        var graph = Build(Map, (b, x) =>
        {
            var y = b.Node(new Pad([0, 0, 0, 0], [0, 0, 1, 0]), [x], Map, "pad");
            y = b.Node(new Reshape([1, 6, 3, 6]), [y], Map, "reshape");
            y = b.Node(new Quantize(), [y], Int8([1, 6, 3, 6], zeroPoint: 4), "quantize");
            y = b.Node(new Transpose([0, 2, 1, 3]), [y], b.TypeOf(y), "transpose");
            return b.Node(new Logistic(), [y], Int8([1, 3, 6, 6], 1f / 256, -128), "out");
        });
        PassTester.Run(new DropNoOps(), graph).ShouldBe(["PAD", "RESHAPE", "QUANTIZE", "TRANSPOSE", "LOGISTIC"]);
    }

    [Fact]
    public void Reshape_that_relabels_the_scale_stays()
    {
        var graph = Build(Map, (b, x) =>
            b.Node(
                new Logistic(),
                [b.Node(new Reshape([1, 6, 5, 3]), [x], Int8([1, 6, 5, 3], 0.2f), "reshape")],
                Int8([1, 6, 5, 3], 1f / 256, -128),
                "out"
            )
        );
        PassTester.Run(new DropNoOps(), graph).ShouldBe(["RESHAPE", "LOGISTIC"]);
    }

    [Theory]
    [InlineData(ReluKind.Relu)]
    [InlineData(ReluKind.Relu6)]
    [InlineData(ReluKind.ReluN1To1)]
    internal void Activation_is_folded_into_the_operator_before(ReluKind kind)
    {
        var type = Int8([1, 6, 5, 4], 0.06f, -20);
        var graph = Build(Map, (b, x) =>
            b.Node(new Relu(kind), [Conv(b, x, new Conv2D(Pointwise, All), 4, type, kernel: 1)], type, "relu")
        );
        PassTester.Run(new FoldActivation(), graph).ShouldBe(["CONV_2D"]);
    }

    [Fact]
    public void Activation_that_rescales_stays()
    {
        var graph = Build(Map, (b, x) =>
            b.Node(
                new Relu(ReluKind.Relu),
                [Conv(b, x, new Conv2D(Pointwise, All), 4, Int8([1, 6, 5, 4], 0.06f), kernel: 1)],
                Int8([1, 6, 5, 4], 0.05f),
                "relu"
            )
        );
        PassTester.Run(new FoldActivation(), graph).ShouldBe(["CONV_2D", "RELU"]);
    }

    [Fact]
    public void Activation_with_a_second_reader_before_it_stays()
    {
        var type = Int8([1, 6, 5, 4], 0.06f);
        var graph = Build(Map, (b, x) =>
        {
            var conv = Conv(b, x, new Conv2D(Pointwise, All), 4, type, kernel: 1);
            return b.Node(
                new AddSub(AddSubKind.Add, All),
                [b.Node(new Relu(ReluKind.Relu), [conv], type, "relu"), conv],
                Int8([1, 6, 5, 4], 0.1f),
                "add"
            );
        });
        PassTester.Run(new FoldActivation(), graph).ShouldBe(["CONV_2D", "RELU", "ADD"]);
    }

    [Fact]
    public void Conversions_that_cancel_go()
    {
        var graph = Build(Map, (b, x) =>
            b.Node(
                new Relu(ReluKind.Relu),
                [b.Node(new Quantize(), [b.Node(new Dequantize(), [x], Real, "real")], Map, "code")],
                Map,
                "out"
            )
        );
        PassTester.Run(new DropRequantizePairs(), graph).ShouldBe(["RELU"]);
    }

    [Fact]
    public void Conversions_to_another_scale_stay()
    {
        var other = Int8([1, 6, 5, 3], 0.11f);
        var graph = Build(Map, (b, x) =>
            b.Node(
                new Relu(ReluKind.Relu),
                [b.Node(new Quantize(), [b.Node(new Dequantize(), [x], Real, "real")], other, "code")],
                other,
                "out"
            )
        );
        PassTester.Run(new DropRequantizePairs(), graph).ShouldBe(["DEQUANTIZE", "QUANTIZE", "RELU"]);
    }

    [Fact]
    public void Conversions_through_a_coarser_scale_lose_codes_and_stay()
    {
        var graph = Build(Map, (b, x) =>
            b.Node(
                new Relu(ReluKind.Relu),
                [b.Node(new Quantize(), [b.Node(new Quantize(), [x], Int8([1, 6, 5, 3], 0.2f), "coarse")], Map, "fine")],
                Map,
                "out"
            )
        );
        PassTester.Run(new DropRequantizePairs(), graph).ShouldBe(["QUANTIZE", "QUANTIZE", "RELU"]);
    }

    [Fact]
    public void Constants_are_computed()
    {
        var graph = Build(Map, (b, x) =>
        {
            var c = b.Constant<sbyte>("c", Int8([3]), [1, -5, 100]);
            return b.Node(
                new AddSub(AddSubKind.Add, All),
                [x, b.Node(new Relu(ReluKind.Relu), [c], Int8([3]), "relu")],
                Int8([1, 6, 5, 3], 0.2f),
                "add"
            );
        });
        PassTester.Run(new FoldConstants(), graph).ShouldBe(["ADD"]);
    }

    [Fact]
    public void What_depends_on_an_input_is_not_computed()
    {
        var graph = Build(Int8([3]), (b, x) =>
            b.Node(new AddSub(AddSubKind.Add, All), [x, b.Constant<sbyte>("c", Int8([3]), [1, -5, 100])], Int8([3], 0.2f), "add")
        );
        PassTester.Run(new FoldConstants(), graph).ShouldBe(["ADD"]);
    }

    [Fact]
    public void Constants_that_leave_the_network_keep_their_operator()
    {
        var graph = Build(Int8([3]), (b, x) =>
        {
            b.Output(b.Node(new Relu(ReluKind.Relu), [b.Constant<sbyte>("c", Int8([3]), [1, -5, 100])], Int8([3]), "constant"));
            return b.Node(new Relu(ReluKind.Relu), [x], Int8([3]), "out");
        });
        PassTester.Run(new FoldConstants(), graph).ShouldBe(["RELU", "RELU"]);
    }

    [Fact]
    public void A_long_chain_is_simplified_in_few_sweeps()
    {
        var graph = Build(Map, (b, x) =>
        {
            var y = x;
            for (var i = 0; i < 2000; i++)
                y = b.Node(new Pad([0, 0, 0, 0], [0, 0, 0, 0]), [y], Map, "pad");
            return b.Node(new Relu(ReluKind.Relu), [y], Map, "out");
        });
        PassList.RunAll(graph).Nodes.Length.ShouldBe(1);
    }
}
