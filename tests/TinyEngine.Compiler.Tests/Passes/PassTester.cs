using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Passes;

/// <summary>Runs one pass on a graph and checks what every pass promises: the outputs keep their bytes.</summary>
internal static class PassTester
{
    public static readonly TensorType Map = Int8([1, 6, 5, 3]);

    public static TensorType Int8(Shape shape, float scale = 0.1f, int zeroPoint = 3) =>
        new(DType.Int8, shape, QuantParams.PerTensor(scale, zeroPoint));

    /// <summary>Builds a graph with one input and one output.</summary>
    public static Network Build(TensorType input, Func<GraphBuilder, ValueId, ValueId> body)
    {
        var builder = new GraphBuilder("test");
        var x = builder.Input("x", input);
        return builder.Output(body(builder, x)).Build();
    }

    /// <summary>A convolution with random weights.</summary>
    public static ValueId Conv(GraphBuilder b, ValueId x, Op op, int outChannels, TensorType output, int kernel = 3)
    {
        var depth = b.TypeOf(x).Shape[3];
        var random = new Random(7);
        var weights = new sbyte[outChannels * kernel * kernel * depth];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (sbyte)random.Next(-127, 128);
        var w = b.Constant<sbyte>(
            "w",
            new TensorType(DType.Int8, [outChannels, kernel, kernel, depth], QuantParams.PerTensor(0.02f, 0)),
            weights
        );
        return b.Node(op, [x, w], output, "conv");
    }

    /// <summary>The operators left after the pass; fails when an output changed.</summary>
    public static string[] Run(IPass pass, Network graph)
    {
        var after = PassList.Run(pass, graph);
        var random = new Random(11);
        for (var sample = 0; sample < 3; sample++)
        {
            var inputs = graph
                .Inputs.Select(id =>
                {
                    var bytes = new byte[graph[id].Type.ByteSize];
                    random.NextBytes(bytes);
                    return bytes;
                })
                .ToArray();
            var expected = new Interpreter.Interpreter(graph).Run(inputs);
            var actual = new Interpreter.Interpreter(after).Run(inputs);
            for (var o = 0; o < expected.Length; o++)
                actual[o].ShouldBe(expected[o]);
        }

        after.Outputs.Select(id => after[id].Name).ShouldBe(graph.Outputs.Select(id => graph[id].Name), "outputs keep their names");
        return [.. after.Nodes.Select(node => node.Op.Name)];
    }
}
