using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <content>Forms of layers with weights and of pooling that the folders beside have no cases of.</content>
internal static partial class MoreCases
{
    private static Clamp FullInt8 => Clamp.Full(DType.Int8);
    private static Clamp FullInt16 => Clamp.Full(DType.Int16);

    private static IEnumerable<MoreCase> FormCases() => [.. BatchCases(), .. BlockCases(), .. WeightCases(), .. LeastBiasCases()];

    /// <summary>Several maps at once.</summary>
    private static IEnumerable<MoreCase> BatchCases()
    {
        (string Name, int Kernel, int Stride, int Dilation, bool Same)[] windows =
        [
            ("k1", 1, 1, 1, true),
            ("k1_s2", 1, 2, 1, false),
            ("k3_same", 3, 1, 1, true),
            ("k3_s2_same", 3, 2, 1, true),
            ("k3_d2_same", 3, 1, 2, true),
            ("k5_valid", 5, 1, 1, false),
        ];
        foreach (var (name, kernel, stride, dilation, same) in windows)
        {
            var window = Square(9, 7, kernel, stride, dilation, same);
            int[] ofm = [3, window.Y.OutputSize(9), window.X.OutputSize(7)];
            yield return new("CONV_2D", $"batch_{name}", 0, c =>
                c.Output(
                    new Conv2D(window, FullInt8),
                    Int8(0.6f, -5),
                    c.Input(Int8(0.05f, 3, 3, 9, 7, 4)),
                    c.Constant(Int8(0.02f, 0, 6, kernel, kernel, 4)),
                    c.Constant(Plain(DType.Int32, 6), -5000, 5000)
                )
            );
            yield return new("DEPTHWISE_CONV_2D", $"batch_{name}", 0, c =>
                c.Output(
                    new DepthwiseConv2D(window, FullInt8),
                    Int8(0.2f, -5),
                    c.Input(Int8(0.05f, 3, 3, 9, 7, 6)),
                    c.Constant(Int8(0.02f, 0, 1, kernel, kernel, 6)),
                    c.Constant(Plain(DType.Int32, 6), -5000, 5000)
                )
            );
            if (dilation > 1)
                continue;
            var map = Int8(0.05f, 3, 3, 9, 7, 5);
            var small = map with { Shape = [.. ofm, 5] };
            yield return new("MAX_POOL_2D", $"batch_{name}", 0, c => c.Output(new MaxPool2D(window, FullInt8), small, c.Input(map)));
            yield return new("AVERAGE_POOL_2D", $"batch_{name}", 0, c =>
                c.Output(new AveragePool2D(window, FullInt8), small, c.Input(map))
            );
            var (height, width) = same ? (9 * stride, 7 * stride) : (((9 - 1) * stride) + kernel, ((7 - 1) * stride) + kernel);
            yield return new("TRANSPOSE_CONV", $"batch_{name}", 0, c =>
                c.Output(
                    new TransposeConv(Square(height, width, kernel, stride, 1, same), height, width, FullInt8),
                    Int8(0.6f, -5),
                    c.Input(map),
                    c.Constant(Int8(0.02f, 0, 4, kernel, kernel, 5)),
                    c.Constant(Plain(DType.Int32, 4), -5000, 5000)
                )
            );
        }

        var wide = Square(6, 5, 3, 2, 1, true);
        var input = Int16(0.0003f, 2, 6, 5, 3);
        var half = input with { Shape = [2, 3, 3, 3] };
        yield return new("CONV_2D", "batch_s16", 0, c =>
            c.Output(new Conv2D(wide, FullInt16), Int16(0.002f), c.Input(input), c.Constant(Int8(0.02f, 0, 4, 3, 3, 3)))
        );
        yield return new("DEPTHWISE_CONV_2D", "batch_s16", 0, c =>
            c.Output(new DepthwiseConv2D(wide, FullInt16), Int16(0.002f), c.Input(input), c.Constant(Int8(0.02f, 0, 1, 3, 3, 3)))
        );
        yield return new("MAX_POOL_2D", "batch_s16", 0, c => c.Output(new MaxPool2D(wide, FullInt16), half, c.Input(input)));
        yield return new("AVERAGE_POOL_2D", "batch_s16", 0, c => c.Output(new AveragePool2D(wide, FullInt16), half, c.Input(input)));
        var cover = new Window2D(new WindowAxis(6, 6, 1, 0, 0), new WindowAxis(5, 5, 1, 0, 0));
        var whole = Int8(0.05f, 3, 2, 6, 5, 3);
        yield return new("AVERAGE_POOL_2D", "batch_whole_map", 0, c =>
            c.Output(new AveragePool2D(cover, FullInt8), whole with { Shape = [2, 1, 1, 3] }, c.Input(whole))
        );
    }

    /// <summary>Dilation as older converters write it: a convolution over a batch of blocks.</summary>
    private static IEnumerable<MoreCase> BlockCases()
    {
        var valid = Square(3, 3, 3, 1, 1, false);
        var map = Int8(0.05f, 0, 1, 9, 8, 4); // the reference pads with 0, whatever the zero point
        foreach (var isDepthwise in new[] { false, true })
        {
            Op layer = isDepthwise ? new DepthwiseConv2D(valid, FullInt8) : new Conv2D(valid, FullInt8);
            int[] weights = isDepthwise ? [1, 3, 3, 4] : [4, 3, 3, 4];
            yield return new("SPACE_TO_BATCH_ND", isDepthwise ? "around_depthwise" : "around_conv", 0, c =>
            {
                var blocks = c.Node(new SpaceToBatch([2, 3], [2, 3], [3, 4]), map, c.Input(map));
                var sums = c.Node(layer, Int8(0.4f, -5), blocks, c.Constant(Int8(0.02f, 0, weights)));
                c.Output(new BatchToSpace([2, 3], [0, 0], [1, 1]), Int8(0.4f, -5), sums);
            });
        }

        var time = Int8(0.05f, 0, 1, 21, 4);
        var row = new Window2D(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(3, 1, 1, 0, 0));
        yield return new("SPACE_TO_BATCH_ND", "around_conv_1d", 0, c =>
        {
            var blocks = c.Node(new SpaceToBatch([4], [8], [3]), time, c.Input(time));
            var columns = c.Node(new ExpandDims(1), time, blocks);
            var sums = c.Node(new Conv2D(row, FullInt8), Int8(0.4f, -5), columns, c.Constant(Int8(0.02f, 0, 5, 1, 3, 4)));
            c.Output(new BatchToSpace([4], [0], [3]), Int8(0.4f, -5), c.Node(new Squeeze([1]), Int8(0.4f, -5), sums));
        });
    }

    /// <summary>Weights that are an input, and weights with a zero point.</summary>
    private static IEnumerable<MoreCase> WeightCases()
    {
        var (plain, kept) = (new GeneralFullyConnected(false, FullInt8), new GeneralFullyConnected(true, new Clamp(-5, 127)));
        var (vectors, output) = (Int8(0.05f, 3, 2, 3, 20), Int8(0.2f, -5));
        var bias = Plain(DType.Int32, 7);
        yield return new("FULLY_CONNECTED", "weights_are_input", 0, c =>
            c.Output(plain, output, c.Input(vectors), c.Input(Int8(0.03f, 0, 7, 20)))
        );
        yield return new("FULLY_CONNECTED", "weights_are_input_kept", 0, c =>
            c.Output(kept, output, c.Input(vectors), c.Input(Int8(0.03f, 9, 7, 20)), c.Constant(bias, -5000, 5000))
        );
        foreach (var zeroPoint in new[] { -7, 100 })
            yield return new("FULLY_CONNECTED", $"weights_around_{zeroPoint}", 0, c =>
                c.Output(plain, output, c.Input(vectors), c.Constant(Int8(0.03f, zeroPoint, 7, 20)), c.Constant(bias, -5000, 5000))
            );
        sbyte[] codes = [.. Enumerable.Range(0, 140).Select(i => (sbyte)((i * 53 % 240) - 120))];
        yield return new("FULLY_CONNECTED", "weights_near_zero", 0, c =>
            c.Output(plain, output, c.Input(vectors), c.Given(Int8(0.03f, -7, 7, 20), codes), c.Constant(bias, -5000, 5000))
        );
    }

    /// <summary>A bias of −2^31, which no sum can be taken from: over weights of 0, and over positive ones of an input from 0 up.</summary>
    private static IEnumerable<MoreCase> LeastBiasCases()
    {
        const int Depth = 9 * 266;
        int[] bias = [int.MinValue, int.MinValue, int.MaxValue, 100];
        sbyte[] signs = [0, 1, -1, 1];
        sbyte[] rows = [.. Enumerable.Range(0, 4 * Depth).Select(i => (sbyte)(signs[i / Depth] * (i % 128)))];
        sbyte[] taps = [.. Enumerable.Range(0, 4 * 9).Select(i => (sbyte)(signs[i % 4] * (i % 128)))];
        // Sums near −2^31 become codes far from the ends of int8.
        foreach (var sign in new[] { 1, -1 })
        {
            var scale = sign * 3e-8f;
            var name = sign > 0 ? "least_bias" : "least_bias_negated";
            EquatableArray<float> scales = [scale, scale * 0.9f, scale, sign * 1e-3f];
            var type = Plain(DType.Int32, 4);
            TensorType Weights(int axis, params ReadOnlySpan<int> shape) =>
                new(DType.Int8, Shape.Create(shape), new QuantParams(scales, [0, 0, 0, 0], axis));
            yield return new("FULLY_CONNECTED", name, 0, c =>
                c.Output(
                    new FullyConnected(false, FullInt8),
                    Int8(0.7f, -5),
                    c.Input(Int8(1f, -128, 2, Depth)),
                    c.Given(Weights(0, 4, Depth), rows),
                    c.Given<int>(type, bias)
                )
            );
            yield return new("CONV_2D", name, 0, c =>
                c.Output(
                    new Conv2D(Square(5, 6, 3, 1, 1, false), FullInt8),
                    Int8(0.7f, -5),
                    c.Input(Int8(1f, -128, 1, 5, 6, Depth / 9)),
                    c.Given(Weights(0, 4, 3, 3, Depth / 9), rows),
                    c.Given<int>(type, bias)
                )
            );
            yield return new("DEPTHWISE_CONV_2D", name, 0, c =>
                c.Output(
                    new DepthwiseConv2D(Square(5, 6, 3, 1, 1, true), FullInt8),
                    Int8(0.7f, -5),
                    c.Input(Int8(1f, -128, 1, 5, 6, 4)),
                    c.Given(Weights(3, 1, 3, 3, 4), taps),
                    c.Given<int>(type, bias)
                )
            );
        }
    }

    private static Window2D Square(int height, int width, int kernel, int stride, int dilation, bool same) =>
        new(WindowAxis.Create(height, kernel, stride, dilation, same), WindowAxis.Create(width, kernel, stride, dilation, same));
}
