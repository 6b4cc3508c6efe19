using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>TE2010 for sums that depend on weights, biases and sizes: the bounds are reached and never exceeded.</summary>
public class AccumulatorTests
{
    private const int ZeroPoint = -7; // of OperatorGraph's int8 values

    /// <summary>Two weights, 100 and −3: from 100·(−128 + 7) − 3·(127 + 7) to 100·(127 + 7) − 3·(−128 + 7).</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(int.MaxValue - 13763, null)]
    [InlineData(int.MaxValue - 13762, "2,147,483,648 for some inputs, its accumulator holds 2,147,483,647")]
    [InlineData(int.MinValue + 12502, null)]
    [InlineData(int.MinValue + 12501, "-2,147,483,649 for some inputs, its accumulator holds -2,147,483,648")]
    public void A_layer_is_refused_exactly_when_a_sum_can_leave_32_bits(int bias, string? reason)
    {
        var graph = Layer([100, unchecked((byte)-3)], bias);
        var (minimum, maximum) = Brute(bias);
        new NetworkProofs(graph).Layer(graph.Nodes[0])!.Accumulators.ShouldBe(new AccumulatorRange(minimum, maximum, int.MaxValue));

        var bag = new DiagnosticBag();
        var plan = Pipeline.Plan(graph, new CompileOptions("net"), "net.tflite", bag);
        var texts = bag.Items.Select(item => $"{item.Id}: {item.Message}");
        texts.ShouldBe(reason is null ? [] : [$"TE2010: a sum can reach {reason}"]);
        (plan is null).ShouldBe(reason is not null);
    }

    public static TheoryData<string, int, long> Sums =>
        new()
        {
            { "mean of int16", 65_535, 32_769L * 65_535 },
            { "mean of int16", 65_536, 32_769L * 65_536 },
            { "sum of int8", 1 << 20, 135L << 20 },
            { "average of int16", 65_536, 32_769L * 65_536 },
        };

    [Theory]
    [MemberData(nameof(Sums))]
    public void Sums_of_codes_are_bounded_by_their_number(string what, int count, long maximum)
    {
        var net = new OperatorGraph("sum");
        net.Output(
            what switch
            {
                "mean of int16" => net.Node(
                    new ReduceSum(SumKind.Mean, [1], false),
                    DType.Int16,
                    [1, 1],
                    net.Input(DType.Int16, 1, count, 1)
                ),
                "sum of int8" => net.Node(new ReduceSum(SumKind.Sum, [1], false), DType.Int8, [1, 1], net.Input(DType.Int8, 1, count, 1)),
                _ => net.Node(
                    new AveragePool2D(
                        new Window2D(WindowAxis.Create(1, 1, 1, 1, same: false), WindowAxis.Create(count, count, 1, 1, same: false)),
                        Clamp.Full(DType.Int16)
                    ),
                    DType.Int16,
                    [1, 1, 1, 1],
                    net.Input(DType.Int16, 1, 1, count, 1)
                ),
            }
        );
        var bag = new DiagnosticBag();
        var graph = net.Builder.Build();
        ((IBoundAccumulators)graph.Nodes[0].Op)
            .BoundAccumulators(graph.TypesOf(graph.Nodes[0]), graph.ConstantsOf(graph.Nodes[0]))
            .Maximum.ShouldBe(maximum);
        AccumulatorProof.Holds(new NetworkProofs(graph), "net.tflite", bag).ShouldBe(maximum <= int.MaxValue);
        bag.Items.Select(item => item.Id).ShouldBe(maximum > int.MaxValue ? ["TE2010"] : []);
    }

    [Fact]
    public void Channels_of_a_depthwise_layer_are_bounded_one_by_one()
    {
        var net = new OperatorGraph("depthwise");
        var window = new Window2D(WindowAxis.Create(2, 2, 1, 1, same: false), WindowAxis.Create(1, 1, 1, 1, same: false));
        var weights = net.Builder.Constant(
            "w",
            new TensorType(DType.Int8, [1, 2, 1, 2], QuantParams.PerTensor(0.01f, 0)),
            (ReadOnlyMemory<byte>)new byte[] { 10, 1, 20, 2 }
        );
        net.Output(
            net.Node(
                new DepthwiseConv2D(window, Clamp.Full(DType.Int8)),
                DType.Int8,
                [1, 1, 1, 2],
                net.Input(DType.Int8, 1, 2, 1, 2),
                weights
            )
        );
        var graph = net.Builder.Build();
        new NetworkProofs(graph).Layer(graph.Nodes[0])!.Accumulators!.Value.Maximum.ShouldBe(30 * (127 - ZeroPoint));
    }

    private static (long Minimum, long Maximum) Brute(int bias)
    {
        var (minimum, maximum) = (0L, 0L);
        foreach (var a in new[] { -128, 127 })
        {
            foreach (var b in new[] { -128, 127 })
            {
                var sum = (100L * (a - ZeroPoint)) - (3L * (b - ZeroPoint));
                minimum = Math.Min(minimum, Math.Min(sum, sum + bias));
                maximum = Math.Max(maximum, Math.Max(sum, sum + bias));
            }
        }

        return (minimum, maximum);
    }

    private static Network Layer(byte[] weights, int bias)
    {
        var net = new OperatorGraph("layer");
        var constant = net.Builder.Constant(
            "w",
            new TensorType(DType.Int8, [1, 2], QuantParams.PerTensor(0.01f, 0)),
            (ReadOnlyMemory<byte>)weights
        );
        var biases = net.Builder.Constant<int>("b", new TensorType(DType.Int32, [1], QuantParams.None), [bias]);
        net.Output(
            net.Node(new FullyConnected(false, Clamp.Full(DType.Int8)), DType.Int8, [1, 1], net.Input(DType.Int8, 1, 2), constant, biases)
        );
        return net.Builder.Build();
    }
}
