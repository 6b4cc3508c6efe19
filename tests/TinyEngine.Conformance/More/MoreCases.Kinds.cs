using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <content>Element types, and scales of activations, that the folders beside have no cases of.</content>
internal static partial class MoreCases
{
    private static IEnumerable<MoreCase> KindCases() => [.. ScaleKinds(), .. WideKinds(), .. PackedKinds()];

    /// <summary>Rectifiers between two scales, and LOGISTIC up to where the reference's products end.</summary>
    private static IEnumerable<MoreCase> ScaleKinds()
    {
        var (relu, relu6) = (new Relu(ReluKind.Relu), new Relu(ReluKind.Relu6));
        yield return new("RELU", "s8_scale", 0, c => c.Output(relu, Int8(0.03f, -128), c.Input(Int8(0.05f, 3, 2, 5, 25))));
        yield return new("RELU", "s16_scale", 0, c => c.Output(relu, Int16(0.0003f), c.Input(Int16(0.0005f, 2, 5, 25))));
        yield return new("RELU6", "s8_scale", 0, c => c.Output(relu6, Int8(0.0236f, -128), c.Input(Int8(0.09f, 3, 2, 5, 25))));
        yield return new("RELU6", "s8_zero_point", 0, c => c.Output(relu6, Int8(0.09f, -128), c.Input(Int8(0.09f, 40, 2, 5, 25))));
        yield return new("RELU6", "s16_scale", 0, c => c.Output(relu6, Int16(0.0002f), c.Input(Int16(0.0005f, 2, 5, 25))));
        foreach (var (name, scale, most) in new[] { ("s16_5.3", 5.3f, short.MaxValue), ("s16_16.9", 16.934124f, (short)10000) })
        {
            var type = Int16(scale, 40);
            short[] codes = [0, 1, -1, 2, -2, 3, -3, most, (short)-most, 700, -700];
            yield return new("LOGISTIC", name, 0, c =>
                c.Output(new Logistic(), Int16(1f / 32768), c.Chosen<short>(type, [.. Enumerable.Range(0, 40).Select(i => codes[i % 11])]))
            );
        }
    }

    /// <summary>Weights of 4 bits; an odd number of them in one case.</summary>
    private static IEnumerable<MoreCase> PackedKinds()
    {
        var (window, map) = (Square(5, 5, 3, 1, 1, true), Int8(0.05f, 3, 1, 5, 5, 3));
        yield return new("CONV_2D", "int4", 0, c =>
            c.Output(
                new Conv2D(window, FullInt8),
                Int8(0.4f, -5),
                c.Input(map),
                c.Nibbles(Int8(0.1f, 0, 5, 3, 3, 3)),
                c.Constant(Plain(DType.Int32, 5), -500, 500)
            )
        )
        {
            IsPacked = true,
        };
        yield return new("DEPTHWISE_CONV_2D", "int4", 0, c =>
            c.Output(
                new DepthwiseConv2D(window, FullInt8),
                Int8(0.2f, -5),
                c.Input(map),
                c.Nibbles(Int8(0.1f, 0, 1, 3, 3, 3)),
                c.Constant(Plain(DType.Int32, 3), -500, 500)
            )
        )
        {
            IsPacked = true,
        };
        yield return new("FULLY_CONNECTED", "int4", 0, c =>
            c.Output(
                new FullyConnected(false, FullInt8),
                Int8(0.3f, -5),
                c.Input(Int8(0.05f, 3, 2, 22)),
                c.Nibbles(Int8(0.1f, 0, 6, 22)),
                c.Constant(Plain(DType.Int32, 6), -500, 500)
            )
        )
        {
            IsPacked = true,
        };
    }

    private static IEnumerable<MoreCase> WideKinds()
    {
        var (map, row) = (Int16(0.0003f, 1, 4, 5, 6), Int16(0.0003f, 1, 1, 5, 1));
        foreach (var function in new[] { BinaryFunction.Minimum, BinaryFunction.Maximum })
        {
            var op = new Binary(function);
            yield return new(op.Name, "s16", 0, c => c.Output(op, map, c.Input(map), c.Input(map)));
            yield return new(op.Name, "s16_bcast", 0, c => c.Output(op, map, c.Input(map), c.Constant(row)));
        }

        var prelu = new Prelu();
        yield return new(prelu.Name, "s16", 0, c => c.Output(prelu, Int16(0.0002f), c.Input(map), c.Constant(Int8(0.01f, 0, 1, 1, 6))));
        yield return new(prelu.Name, "s16_whole", 0, c =>
            c.Output(prelu, Int16(0.0004f), c.Input(map), c.Constant(Int8(0.006f, -9, 4, 5, 6)))
        );
        yield return new(prelu.Name, "s16_computed_alpha", 0, c =>
            c.Output(prelu, Int16(0.0004f), c.Input(map), c.Input(Int8(0.006f, 0, 1, 5, 1)))
        );
        foreach (var (name, kernel, stride, same, bias) in new[] { ("k3_s2", 3, 2, true, true), ("k2_s3", 2, 3, false, false) })
        {
            var (height, width) = same ? (4 * stride, 5 * stride) : ((3 * stride) + kernel, (4 * stride) + kernel);
            yield return new("TRANSPOSE_CONV", $"s16_{name}", 0, c =>
                c.Output(
                    new TransposeConv(Square(height, width, kernel, stride, 1, same), height, width, FullInt16),
                    Int16(0.002f),
                    [
                        c.Input(map),
                        c.Constant(Int8(0.02f, 0, 4, kernel, kernel, 6)),
                        .. bias ? [c.Constant(Plain(DType.Int64, 4), -500000, 500000)] : Array.Empty<ValueId>(),
                    ]
                )
            );
        }
    }
}
