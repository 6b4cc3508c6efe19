using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;
using static TinyEngine.Compiler.Tests.Passes.PassTester;

namespace TinyEngine.Compiler.Tests.Passes;

public class CenterPassTests
{
    private static Network Layer(int zeroPoint, params sbyte[] weights) => Build(Int8([2, 3]), (b, x) =>
        {
            var w = b.Constant<sbyte>("w", Int8([2, 3], 0.02f, zeroPoint), weights);
            var bias = b.Constant<int>("bias", new TensorType(DType.Int32, [2], QuantParams.None), [300, -200]);
            return b.Node(new GeneralFullyConnected(false, new Clamp(-100, 127)), [x, w, bias], Int8([1], 0.05f, -4), "layer");
        });

    private static string[] Operators(Network graph) =>
        [.. PassList.Run(new CenterWeights(), graph).Nodes.Select(node => node.Op.GetType().Name)];

    [Theory]
    [InlineData(-7)]
    [InlineData(20)]
    public void Weights_that_stay_int8_lose_their_zero_point(int zeroPoint)
    {
        var graph = Layer(zeroPoint, (sbyte)(zeroPoint + 107), (sbyte)(zeroPoint - 108), 0, 5, -9, 50);
        Operators(graph).ShouldBe([nameof(FullyConnected)]);
        PassTester.Run(new CenterWeights(), graph).ShouldBe(["FULLY_CONNECTED"]);
    }

    [Fact]
    public void Weights_too_far_from_the_zero_point_stay() =>
        Operators(Layer(20, -109, 1, 2, 3, 4, 5)).ShouldBe([nameof(GeneralFullyConnected)]);

    [Fact]
    public void Weights_that_are_an_input_stay()
    {
        var graph = Build(Int8([2, 3]), (b, x) =>
            b.Node(new GeneralFullyConnected(false, Clamp.Full(DType.Int8)), [x, b.Input("w", Int8([4, 3]))], Int8([1]), "layer")
        );
        PassTester.Run(new CenterWeights(), graph).ShouldBe(["FULLY_CONNECTED"]);
        Operators(graph).ShouldBe([nameof(GeneralFullyConnected)]);
    }
}
