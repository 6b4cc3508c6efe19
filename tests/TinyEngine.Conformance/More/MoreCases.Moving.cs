using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <content>What moves elements, and what takes vectors.</content>
internal static partial class MoreCases
{
    private static IEnumerable<MoreCase> MovingCases()
    {
        var int32 = Plain(DType.Int32, 2, 3, 4);
        foreach (var type in new[] { Int8(0.05f, 3, 2, 3, 4), Int16(0.01f, 2, 3, 4), Plain(DType.Float32, 2, 3, 4), int32 })
        {
            var name = type.DType.Name();
            var reverse = new Reverse([1, 2]);
            yield return new("REVERSE_V2", name, 0, c => c.Output(reverse, type, c.Input(type)));
            if (type.DType != DType.Int16)
                yield return new("ZEROS_LIKE", name, 0, c => c.Output(new ZerosLike(), type, c.Input(type)));
            yield return new("BROADCAST_TO", name, 0, c =>
                c.Output(new BroadcastTo([2, 3, 4]), type, c.Input(type with { Shape = [3, 1] }))
            );
            yield return new("DYNAMIC_UPDATE_SLICE", name, 0, c =>
                c.Output(
                    new DynamicUpdateSlice(),
                    type,
                    c.Input(type),
                    c.Input(type with { Shape = [1, 2, 3] }),
                    c.Input(Plain(DType.Int32, 3), -2, 3)
                )
            );
        }

        foreach (var alpha in new[] { 0.1f, -0.3f })
        {
            var leaky = new LeakyRelu(alpha);
            yield return new("LEAKY_RELU", $"s16_{alpha}", 0, c => c.Output(leaky, Int16(0.0004f), c.Input(Int16(0.0003f, 2, 5, 7))));
            yield return new("LEAKY_RELU", $"s8_{alpha}", 0, c => c.Output(leaky, Int8(0.05f, 3), c.Input(Int8(0.07f, -3, 2, 5, 25))));
        }

        // Most boxes are far from each other, so that there are as many as asked for. A corner is a difference, and may be near 0.
        foreach (var background in new[] { 0, 1 })
            yield return new("TFLite_Detection_PostProcess", background == 0 ? "plain" : "with_background", 64, c =>
                c.Outputs(
                    new DetectionPostProcess(3, 4, 0.1f, 0.5f, [10, 10, 5, 5]),
                    [Plain(DType.Float32), Plain(DType.Float32), Plain(DType.Float32), Plain(DType.Float32)],
                    c.Input(Plain(DType.Float32, 1, 20, 4), -3, 3),
                    c.Input(Plain(DType.Float32, 1, 20, 4 + background), 0, 1),
                    c.Constant(Plain(DType.Float32, 20, 4), 0.2, 1)
                )
            );
        yield return new("SHAPE", "int8", 0, c => c.Output(new ShapeOf(), Plain(DType.Int32), c.Input(Int8(0.05f, 3, 2, 3, 4))));
        // The reference folds it: both shapes must be constants.
        foreach (var (name, shape) in new[] { ("same", new[] { 1, 4, 5 }), ("longer", [4, 1]) })
            yield return new("BROADCAST_ARGS", name, 0, c =>
            {
                var sizes = c.Node(
                    new BroadcastArgs(),
                    Plain(DType.Int32, 3),
                    c.Given<int>(Plain(DType.Int32, shape.Length), shape),
                    c.Given<int>(Plain(DType.Int32, 3), 3, 1, 5)
                );
                c.Output(new Binary(BinaryFunction.Add), Plain(DType.Int32), c.Input(Plain(DType.Int32, 3)), sizes);
            });
        yield return new("BROADCAST_TO", "wide", 0, c =>
            c.Output(new BroadcastTo([1, 4, 5, 6]), Int8(0.05f, 3), c.Input(Int8(0.05f, 3, 1, 1, 5, 6)))
        );
        yield return new("REVERSE_V2", "bool", 0, c => c.Output(new Reverse([1]), Plain(DType.Bool), c.Input(Plain(DType.Bool, 3, 5))));
        foreach (var data in new[] { Int8(0.05f, 3, 3, 4, 5), Plain(DType.Float32, 3, 4, 5) })
        {
            var name = data.DType.Name();
            yield return new("GATHER_ND", name, 0, c =>
                c.Output(new GatherNd(), data, c.Input(data), c.Input(Plain(DType.Int32, 2, 7, 2), 0, 3))
            );
            yield return new("GATHER_ND", $"{name}_elements", 0, c =>
                c.Output(new GatherNd(), data, c.Input(data), c.Input(Plain(DType.Int32, 7, 3), 0, 3))
            );
            yield return new("EMBEDDING_LOOKUP", name, 0, c =>
                c.Output(new EmbeddingLookup(), data, c.Input(Plain(DType.Int32, 6), 0, 3), c.Constant(data))
            );
            foreach (var (axis, exclusive, reverse) in new[] { (0, false, false), (1, true, false), (2, false, true), (1, true, true) })
                yield return new("CUMSUM", $"{name}_{axis}{(exclusive ? "_exclusive" : "")}{(reverse ? "_reverse" : "")}", 0, c =>
                    c.Output(new CumSum(axis, exclusive, reverse), data.DType == DType.Int8 ? Int8(0.2f, -5) : data, c.Input(data))
                );
        }

        yield return new("REDUCE_ALL", "rows", 0, c =>
            c.Output(new ReduceAll([1], false), Plain(DType.Bool), c.Input(Plain(DType.Bool, 8, 2, 3)))
        );
        yield return new("REDUCE_ALL", "kept", 0, c =>
            c.Output(new ReduceAll([0, 2], true), Plain(DType.Bool), c.Input(Plain(DType.Bool, 2, 9, 1)))
        );
        var real = Plain(DType.Float32, 3, 10);
        yield return new("SOFTMAX", "f32", 8, c => c.Output(new RealSoftmax(1.5f), real, c.Input(real)));
        yield return new("LOG_SOFTMAX", "f32", 8, c => c.Output(new LogSoftmax(), real, c.Input(real)));
        foreach (var scale in new[] { 0.05f, 0.4f, 0.002f })
            yield return new("LOG_SOFTMAX", $"s8_{scale}", 0, c =>
                c.Output(new LogSoftmax(), Int8(1f / 16, 127), c.Input(Int8(scale, 3, 4, 10)))
            );
        Window2D Window(int h, int w, int kernel, int stride, bool same) =>
            new(WindowAxis.Create(h, kernel, stride, 1, same), WindowAxis.Create(w, kernel, stride, 1, same));
        var map = Plain(DType.Float32, 2, 7, 6, 3);
        yield return new("L2_POOL_2D", "same", 2, c =>
            c.Output(new L2Pool2D(Window(7, 6, 3, 2, true), FusedActivation.None), map, c.Input(map))
        );
        yield return new("L2_POOL_2D", "valid", 2, c =>
            c.Output(new L2Pool2D(Window(7, 6, 2, 1, false), FusedActivation.Relu6), map, c.Input(map, -9, 9))
        );
    }
}
