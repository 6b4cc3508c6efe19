using System.Collections.Immutable;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Graphs in which each operator stands alone, with random shapes, attributes and quantization. A seed says everything.</summary>
public static class RandomOperators
{
    private static readonly ImmutableArray<(string Name, Action<RandomOperands> Add)> Makers =
    [
        ("add", r => r.Binary(new AddSub(AddSubKind.Add, r.Clamp()), DType.Int8)),
        ("add_s16", r => r.Binary(new AddSub(AddSubKind.Add, Clamp.Full(DType.Int16)), DType.Int16)),
        ("sub", r => r.Binary(new AddSub(AddSubKind.Sub, r.Clamp()), DType.Int8)),
        ("mul", r => r.Binary(new Mul(r.Clamp()), DType.Int8)),
        ("mul_s16", r => r.Binary(new Mul(Clamp.Full(DType.Int16)), DType.Int16)),
        ("binary_f32", r => r.Plain(new Binary((BinaryFunction)r.Next(0, 7)), DType.Float32, DType.Float32, 2)),
        ("binary_s32", r => r.Plain(new Binary((BinaryFunction)r.Next(0, 3)), DType.Int32, DType.Int32, 2)),
        ("squared_difference", r => r.Binary(new Binary(BinaryFunction.SquaredDifference), DType.Int8)),
        ("comparison", r => r.Plain(new Comparison((Relation)r.Next(0, 6)), DType.Int32, DType.Bool, 2)),
        ("select", r =>
            r.AnyType(type =>
                r.Node(
                    new Select(),
                    type,
                    r.Input(RandomOperands.Plain(DType.Bool), 1, 3, 1, 5),
                    r.Input(type, 1, 3, 4, 5),
                    r.Input(type, 1, 3, 4, 1)
                )
            )
        ),
        ("cast", r => r.Plain(new Cast(), DType.Int16, DType.Float32, 1)),
        ("unary", r => r.Node(new Unary((UnaryFunction)r.Next(0, 12)), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("unary_f32", r => r.Plain(new Unary((UnaryFunction)r.Next(0, 15)), DType.Float32, DType.Float32, 1)),
        ("abs_s16", r => r.Node(new Unary(UnaryFunction.Abs), r.Output(DType.Int16), r.Map(DType.Int16))),
        ("add_n", r =>
            r.SameQuant(type =>
                r.Node(new AddN(), r.Output(DType.Int8), r.Input(type, 1, 3, 4, 5), r.Input(type, 1, 3, 4, 5), r.Input(type, 1, 3, 4, 5))
            )
        ),
        ("broadcast_to", r =>
            r.AnyType(type => r.Node(new BroadcastTo([1, 3, 4, 5]), type, r.Input(type, 3, r.Flip() ? 1 : 4, r.Flip() ? 1 : 5)))
        ),
        ("tile", r =>
            r.AnyType(type => r.Node(new Tile([1, r.Next(1, 3), r.Next(1, 3), 2]), type, r.Input(type, 1, r.Size(), 3, r.Next(1, 4))))
        ),
        ("reverse", r => r.AnyType(type => r.Node(new Reverse([r.Next(1, 3), 3]), type, r.Input(type, 1, r.Size(), r.Size(), 3)))),
        ("zeros_like", r => r.AnyType(type => r.Node(new ZerosLike(), type, r.Input(type, 1, 3, 4, 5)))),
        ("gather_nd", r =>
            r.AnyType(type => r.Node(new GatherNd(), type, r.Input(type, 3, 4, 5), r.Picks(6, [.. new[] { 3, 4, 5 }.Take(r.Next(1, 4))])))
        ),
        ("dynamic_update_slice", r =>
            r.AnyType(type =>
                r.Node(
                    new DynamicUpdateSlice(),
                    type,
                    r.Input(type, 3, 4, 5),
                    r.Input(type, 2, 1, r.Next(1, 6)),
                    r.Input(RandomOperands.Plain(DType.Int32), 3)
                )
            )
        ),
        ("embedding_lookup", r => r.AnyType(type => r.Node(new EmbeddingLookup(), type, r.Picks(4), r.Input(type, 5, 3)))),
        ("cumsum", r => r.Node(new CumSum(r.Next(0, 4), r.Flip(), r.Flip()), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("cumsum_f32", r => r.Plain(new CumSum(r.Next(0, 4), r.Flip(), r.Flip()), DType.Float32, DType.Float32, 1)),
        ("real_softmax", r => r.Plain(new RealSoftmax(1), DType.Float32, DType.Float32, 1)),
        ("log_softmax", r => r.Node(new LogSoftmax(), RandomOperands.Fixed(DType.Int8, 1f / 16, 127), r.Map(DType.Int8))),
        ("reduce_all", r => r.Plain(new ReduceAll(r.Axes(), r.Flip()), DType.Bool, DType.Bool, 1)),
        ("l2_pool", r =>
            r.Plain(
                new L2Pool2D(new Window2D(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(1, 2, 1, 0, 0)), FusedActivation.None),
                DType.Float32,
                DType.Float32,
                1
            )
        ),
        ("leaky_relu_s16", r => r.Node(new LeakyRelu(r.Flip() ? 0.1f : -0.3f), r.Output(DType.Int16), r.Map(DType.Int16))),
        ("prelu_s16", r =>
            r.Node(new Prelu(), r.Output(DType.Int16), r.Input(r.Type(DType.Int16), 1, 4, 3, 5), r.Input(r.Type(DType.Int8), 1, 1, 1, 5))
        ),
        ("logistic_steep", r =>
            r.Node(
                new Logistic(),
                RandomOperands.Fixed(DType.Int16, 1f / 32768, 0),
                r.Input(RandomOperands.Fixed(DType.Int16, 9.5f, 0), 1, r.Size(), r.Size(), 5)
            )
        ),
        ("detection", r =>
            r.Nodes(
                new DetectionPostProcess(3, 4, 0, 0.5f, [10, 10, 5, 5]),
                RandomOperands.Plain(DType.Float32),
                4,
                r.Reals(1, 6, 4),
                r.Input(RandomOperands.Plain(DType.Float32), 1, 6, 5),
                r.Reals(6, 4)
            )
        ),
        ("shape", r => r.AnyType(type => r.Node(new ShapeOf(), RandomOperands.Plain(DType.Int32), r.Input(type, 1, r.Size(), 4)))),
        ("broadcast_args", r =>
            r.Node(
                new BroadcastArgs(),
                RandomOperands.Plain(DType.Int32),
                r.Input(RandomOperands.Plain(DType.Int32), r.Next(1, 4)),
                r.Input(RandomOperands.Plain(DType.Int32), 3)
            )
        ),
        ("signal", r => r.Plain(new Signal(SignalKind.FilterBankLog, [1600, r.Next(0, 4)]), DType.UInt32, DType.Int16, 1, 10)),
        ("minmax", r =>
            r.SameQuant(type => r.Node(new MinMax(r.Flip()), type, r.Input(type, 1, 3, r.Size(), 5), r.Input(type, 1, 3, 1, 5)))
        ),
        ("conv", r => r.Convolution(DType.Int8, 1)),
        ("conv_1x1", r => r.Convolution(DType.Int8, 1, kernel: 1)),
        ("conv_grouped", r => r.Convolution(DType.Int8, 3)),
        ("conv_s16", r => r.Convolution(DType.Int16, 1)),
        ("dwconv", r => r.Depthwise(DType.Int8)),
        ("dwconv_s16", r => r.Depthwise(DType.Int16)),
        ("transpose_conv", r => r.TransposeConv(DType.Int8)),
        ("transpose_conv_s16", r => r.TransposeConv(DType.Int16)),
        ("fully_connected", r => r.FullyConnected(DType.Int8, rows: 1)),
        ("fully_connected_rows", r => r.FullyConnected(DType.Int8, rows: 5)),
        ("fully_connected_s16", r => r.FullyConnected(DType.Int16, rows: 2)),
        ("fully_connected_any", r => r.FullyConnectedAny()),
        ("batch_matmul", r => r.BatchMatMul()),
        ("svdf", r => r.Svdf()),
        ("lstm", r => r.Lstm()),
        ("average_pool", r => r.Pool(DType.Int8, (window, clamp) => new AveragePool2D(window, clamp))),
        ("average_pool_s16", r => r.Pool(DType.Int16, (window, clamp) => new AveragePool2D(window, clamp))),
        ("max_pool", r => r.Pool(DType.Int8, (window, clamp) => new MaxPool2D(window, clamp))),
        ("mean", r => r.Node(new ReduceSum(SumKind.Mean, r.Axes(), r.Flip()), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("mean_s16", r => r.Node(new ReduceSum(SumKind.Mean, r.Axes(), r.Flip()), r.Output(DType.Int16), r.Map(DType.Int16))),
        ("sum", r => r.Node(new ReduceSum(SumKind.Sum, r.Axes(), r.Flip()), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("reduce", r =>
            r.SameQuant(type =>
                r.Node(new ReduceMinMax(r.Flip(), r.Axes(), r.Flip()), type, r.Input(type, 1, r.Size(), r.Size(), r.Size()))
            )
        ),
        ("arg", r => r.Node(new ArgMinMax(r.Flip(), r.Next(1, 4)), new TensorType(DType.Int32, [1], QuantParams.None), r.Map(DType.Int8))),
        ("quantize", r => r.Node(new Quantize(), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("quantize_widen", r => r.Node(new Quantize(), r.Output(DType.Int16), r.Map(DType.Int8))),
        ("quantize_narrow", r => r.Node(new Quantize(), r.Output(DType.Int8), r.Map(DType.Int16))),
        ("dequantize", r => r.Node(new Dequantize(), new TensorType(DType.Float32, [1], QuantParams.None), r.Map(DType.Int8))),
        ("relu", r => r.Node(new Relu((ReluKind)r.Next(0, 3)), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("leaky_relu", r => r.Node(new LeakyRelu(r.Flip() ? 0.1f : 2.5f), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("prelu", r =>
            r.Node(new Prelu(), r.Output(DType.Int8), r.Input(r.Type(DType.Int8), 1, 4, 3, 5), r.Input(r.Type(DType.Int8), 1, 1, 1, 5))
        ),
        ("elu", r => r.Node(new Elu(), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("hard_swish", r => r.Node(new HardSwish(), r.Output(DType.Int8), r.Map(DType.Int8))),
        ("logistic", r => r.Node(new Logistic(), RandomOperands.Fixed(DType.Int8, 1f / 256, -128), r.Map(DType.Int8))),
        ("logistic_s16", r => r.Node(new Logistic(), RandomOperands.Fixed(DType.Int16, 1f / 32768, 0), r.Map(DType.Int16))),
        ("tanh", r => r.Node(new Tanh(), RandomOperands.Fixed(DType.Int8, 1f / 128, 0), r.Map(DType.Int8))),
        ("tanh_s16", r => r.Node(new Tanh(), RandomOperands.Fixed(DType.Int16, 1f / 32768, 0), r.Map(DType.Int16))),
        ("softmax", r => r.Node(new Softmax(r.Flip() ? 1 : 0.3f), RandomOperands.Fixed(DType.Int8, 1f / 256, -128), r.Map(DType.Int8))),
        ("softmax_widen", r => r.Node(new Softmax(1), RandomOperands.Fixed(DType.Int16, 1f / 65536, -32768), r.Map(DType.Int8))),
        ("softmax_s16", r => r.Node(new Softmax(1), RandomOperands.Fixed(DType.Int16, 1f / 32768, 0), r.Map(DType.Int16))),
        ("l2_normalization", r => r.Node(new L2Normalization(), RandomOperands.Fixed(DType.Int8, 1f / 128, 0), r.Map(DType.Int8))),
        ("pad", r =>
            r.AnyType(type =>
                r.Node(
                    new Pad([0, r.Next(0, 3), r.Next(0, 3), 0], [0, r.Next(0, 3), 1, r.Next(0, 2)]),
                    type,
                    r.Input(type, 1, r.Size(), r.Size(), 3)
                )
            )
        ),
        ("mirror_pad", r =>
            r.AnyType(type => r.Node(new MirrorPad([0, 1, 2, 0], [0, r.Next(0, 3), 1, 1], r.Flip()), type, r.Input(type, 1, 4, 5, 3)))
        ),
        ("transpose", r => r.AnyType(type => r.Node(new Transpose([.. r.Permutation(4)]), type, r.Input(type, 2, r.Size(), r.Size(), 3)))),
        ("concatenation", r =>
            r.AnyType(type => r.Node(new Concatenation(r.Next(1, 4)), type, r.Input(type, 1, 3, 4, 5), r.Input(type, 1, 3, 4, 5)))
        ),
        ("slice", r => r.AnyType(type => r.Node(new Slice([0, 1, r.Next(0, 3), 1], [1, 2, 3, 2]), type, r.Input(type, 1, 4, 6, 3)))),
        ("strided_slice", r =>
            r.AnyType(type =>
                r.Node(new StridedSlice([0, 5, r.Next(0, 3), 1], [1, -2, 2, 1], [1, 3, 2, 2], []), type, r.Input(type, 1, 6, 6, 3))
            )
        ),
        ("padv2", r => r.AnyType(type =>
                r.Node(
                    new PadV2(
                        [0, r.Next(0, 3), 1, r.Next(0, 2)],
                        [0, 1, r.Next(0, 3), 0],
                        r.Next(0, 3) switch
                        {
                            0 => -128,
                            1 => 127,
                            _ => r.Next(-128, 128),
                        }
                    ),
                    type,
                    r.Input(type, 1, r.Size(), r.Size(), 3)
                )
            )),
        ("split", r => r.AnyType(type => r.Nodes(new Split(r.Next(1, 4), [2, 1, 3]), type, 3, r.Input(type, 1, 6, 6, 6)))),
        ("pack", r => r.AnyType(type => r.Node(new Pack(r.Next(0, 4)), type, r.Input(type, 3, 2, 4), r.Input(type, 3, 2, 4)))),
        ("unpack", r => r.AnyType(type => r.Nodes(new Unpack(r.Next(0, 4)), type, 3, r.Input(type, 3, 3, 3, 3)))),
        ("gather", r => r.AnyType(type => r.Gather(type))),
        ("space_to_batch", r =>
            r.SameQuant(type =>
                r.Node(new SpaceToBatch([2, 3], [1, r.Next(0, 3)], [1, 0]), type, r.Input(type, 1, r.Next(1, 3) * 2, 6, r.Size()))
            )
        ),
        ("batch_to_space", r =>
            r.AnyType(type => r.Node(new BatchToSpace([2, 3], [r.Next(0, 2), 1], [0, 2]), type, r.Input(type, 6, r.Size(), 3, r.Size())))
        ),
        ("reshape", r => r.AnyType(type => r.Node(new Reshape([6, 4]), type, r.Input(type, 1, 2, 3, 4)))),
        ("expand_dims", r => r.AnyType(type => r.Node(new ExpandDims(r.Next(0, 4)), type, r.Input(type, 2, 3, 4)))),
        ("squeeze", r => r.AnyType(type => r.Node(new Squeeze([0, 2]), type, r.Input(type, 1, 3, 1, 4)))),
        ("space_to_depth", r =>
            r.AnyType(type => r.Node(new SpaceDepth(SpaceDepthKind.SpaceToDepth, 2), type, r.Input(type, 1, 4, 6, r.Size())))
        ),
        ("depth_to_space", r =>
            r.AnyType(type => r.Node(new SpaceDepth(SpaceDepthKind.DepthToSpace, 2), type, r.Input(type, 1, r.Size(), r.Size(), 8)))
        ),
        ("resize_bilinear", r =>
            r.SameQuant(type =>
                r.Node(new ResizeBilinear(r.Next(1, 12), r.Next(1, 12), r.Flip(), false), type, r.Input(type, 1, r.Size(), r.Size(), 3))
            )
        ),
        ("resize_nearest", r =>
            r.SameQuant(type =>
                r.Node(
                    new ResizeNearestNeighbor(r.Next(1, 12), r.Next(1, 12), false, r.Flip()),
                    type,
                    r.Input(type, 1, r.Size(), r.Size(), 3)
                )
            )
        ),
        ("update_variable", r => r.SameQuant(r.UpdateVariable)),
        ("real_sum", r => r.Plain(new RealSum((SumKind)r.Next(0, 2), r.Axes(), r.Flip()), DType.Float32, DType.Float32, 1)),
        ("arg_f32", r => r.Plain(new ArgMinMax(r.Flip(), r.Next(0, 4)), DType.Float32, DType.Int32, 1)),
    ];

    /// <summary>A graph of operators with memory.</summary>
    public static Network BuildRecurrent(int seed)
    {
        var builder = new GraphBuilder($"recurrent{seed}");
        for (var copy = 0; copy < 4; copy++)
        {
            foreach (var (index, maker) in Makers.Where(maker => maker.Name is "svdf" or "lstm" or "update_variable").Index())
                maker.Add(new RandomOperands(builder, SeedOf(maker.Add, (seed * 1000) + (10 * copy) + index), $"{maker.Name}{copy}"));
        }

        return builder.Build();
    }

    /// <summary>A graph of every operator. Picks that the operator refuses, or whose sums could overflow, are drawn again.</summary>
    public static Network Build(int seed)
    {
        var builder = new GraphBuilder($"random{seed}");
        foreach (var (index, maker) in Makers.Index())
            maker.Add(new RandomOperands(builder, SeedOf(maker.Add, (seed * 1000) + index), maker.Name));
        return builder.Build();
    }

    private static int SeedOf(Action<RandomOperands> add, int start)
    {
        const int Attempts = 200;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var seed = start + (attempt * 1_000_003);
            try
            {
                var trial = new GraphBuilder("trial");
                add(new RandomOperands(trial, seed, "trial"));
                if (AccumulatorProof.Holds(new NetworkProofs(trial.Build()), "trial", new DiagnosticBag()))
                    return seed;
            }
            catch (ArgumentException)
            {
                // the operator's own checks refuse this pick
            }
        }

        throw new InvalidOperationException($"no valid pick for seed {start}");
    }
}
