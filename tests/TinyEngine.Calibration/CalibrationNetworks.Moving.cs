using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <content>Operators that move elements.</content>
internal static partial class CalibrationNetworks
{
    private static readonly DType[] Movable = [DType.Int8, DType.Int16, DType.Int32];

    /// <summary>Copies from row to row and of whole tensors: slices, transpositions, blocks, borders.</summary>
    private static Network Copies()
    {
        var (net, random) = StartOperators("copies");
        for (var branch = 0; branch < 48; branch++)
        {
            var type = Movable[branch % 3];
            var (height, width, channels) = (
                random.Between(3, 8),
                random.Between(4, 16),
                random.Between(0, 1) == 0 ? 4 * random.Between(1, 8) : random.Between(1, 40)
            );
            var x = net.Input(type, 1, height, width, channels);
            switch (branch / 3 % 4)
            {
                case 0:
                    net.Output(
                        net.Node(
                            new Slice(
                                [0, random.Between(0, 1), random.Between(0, 1), random.Between(0, channels - 1) / 2],
                                [1, height - 1, width - 1, (channels + 1) / 2]
                            ),
                            type,
                            default,
                            x
                        )
                    );
                    break;
                case 1:
                    net.Output(
                        net.Node(
                            new StridedSlice(
                                [0, height - 1, random.Between(0, 1), 0],
                                [1, -1, 2, random.Between(1, 2)],
                                [1, height, width / 2, (channels + 1) / 2],
                                []
                            ),
                            type,
                            default,
                            x
                        )
                    );
                    break;
                case 2:
                    net.Output(net.Node(new Transpose([0, 1, 3, 2]), type, default, x))
                        .Output(net.Node(new Transpose([0, 3, 1, 2]), type, default, x));
                    break;
                default:
                    net.Output(net.Node(new Concatenation(1), type, default, x, net.Input(type, 1, random.Between(1, 5), width, channels)));
                    break;
            }
        }

        for (var branch = 0; branch < 24; branch++)
        {
            var type = Movable[branch % 2];
            var (block, channels) = (random.Between(2, 3), random.Between(1, 12));
            int[] shape = [1, block * random.Between(1, 4), block * random.Between(1, 5), block * block * channels];
            var x = net.Input(type, shape);
            net.Output(
                branch % 4 < 2
                    ? net.Node(new SpaceDepth(SpaceDepthKind.SpaceToDepth, block), type, default, x)
                    : net.Node(new SpaceDepth(SpaceDepthKind.DepthToSpace, block), type, default, x)
            );
            net.Output(net.Node(new Transpose([2, 0, 1]), type, default, net.Input(type, [.. shape[1..3], channels])));
            foreach (
                var part in net.Builder.Node(
                    new Split(2 + (branch % 2), [1, shape[2 + (branch % 2)] - 1]),
                    [x],
                    [OperatorGraph.Type(type), OperatorGraph.Type(type)]
                )
            )
                net.Output(part);
            net.Output(net.Node(new SpaceToBatch([block, block], [0, 0], [0, 0]), type, default, x));
        }

        for (var branch = 0; branch < 18; branch++)
        {
            var type = Movable[branch % 3];
            int[] shape = [random.Between(2, 4), random.Between(3, 6), random.Between(3, 12), random.Between(2, 24)];
            var x = net.Input(type, shape);
            net.Output(net.Node(new Slice([1, 0, 1, 0], [shape[0] - 1, shape[1], shape[2] - 1, shape[3]]), type, default, x))
                .Output(net.Node(new Pack(0), type, default, x, x));
        }

        return net.Builder.Build();
    }

    /// <summary>Borders of any value around rows and around whole tensors.</summary>
    private static Network Borders()
    {
        var (net, random) = StartOperators("borders");
        for (var branch = 0; branch < 54; branch++)
        {
            var type = Movable[branch % 3];
            var n = branch < 24 ? 1 : random.Between(2, 3);
            var x = net.Input(type, n, random.Between(2, 6), random.Between(3, 12), random.Between(1, 20));
            net.Output(
                net.Node(
                    new PadV2(
                        [0, random.Between(0, 2), random.Between(0, 3), 1 + random.Between(0, 2)],
                        [0, random.Between(0, 2), random.Between(0, 3), random.Between(0, 3)],
                        5
                    ),
                    type,
                    default,
                    x
                )
            );
        }

        return net.Builder.Build();
    }

    private static Network Joins()
    {
        var (net, random) = StartOperators("joins");
        for (var branch = 0; branch < 30; branch++)
        {
            var (height, width) = (random.Between(1, 6), random.Between(3, 16));
            int Channels() => branch % 2 == 0 ? 4 * random.Between(3, 16) : random.Between(1, 40);
            var channels = Channels();
            net.Output(
                branch % 5 == 4
                    ? net.Node(
                        new Concatenation(2),
                        DType.Int8,
                        default,
                        net.Input(DType.Int8, 1, height, width, channels),
                        net.Input(DType.Int8, 1, height, random.Between(1, 9), channels)
                    )
                    : net.Node(
                        new Concatenation(3),
                        DType.Int8,
                        default,
                        net.Input(DType.Int8, 1, height, width, channels),
                        net.Input(DType.Int8, 1, height, width, Channels())
                    )
            );
        }

        return net.Builder.Build();
    }

    private static Network Picks()
    {
        var (net, random) = StartOperators("picks");
        for (var branch = 0; branch < 24; branch++)
        {
            var type = Movable[branch % 2];
            int[] shape = [1, random.Between(2, 6), random.Between(3, 12), random.Between(2, 40)];
            var axis = 2 + (branch / 2 % 2);
            int[] picks = [.. Enumerable.Range(0, random.Between(3, 16)).Select(_ => random.Between(0, shape[axis] - 1))];
            net.Output(
                net.Node(
                    new Gather(axis, 0),
                    type,
                    default,
                    net.Input(type, shape),
                    net.Builder.Constant<int>($"picks{branch}", new TensorType(DType.Int32, [picks.Length], QuantParams.None), picks)
                )
            );

            var indices = net.Input(new TensorType(DType.Int32, [random.Between(3, 16)], QuantParams.None));
            net.Output(net.Node(new Gather(1 + (branch % 3), 0), type, default, net.Input(type, shape), indices));
        }

        return net.Builder.Build();
    }

    private static Network Mirrors()
    {
        var (net, random) = StartOperators("mirrors");
        for (var branch = 0; branch < 24; branch++)
        {
            int[] shape = [1, random.Between(2, 6), random.Between(4, 12), random.Between(3, 16)];
            var isDeep = branch % 3 == 0;
            net.Output(
                net.Node(
                    new MirrorPad(
                        [0, random.Between(0, 1), random.Between(0, 3), isDeep ? random.Between(0, 2) : 0],
                        [0, random.Between(0, 1), random.Between(0, 3), isDeep ? random.Between(0, 2) : 0],
                        branch % 2 == 0
                    ),
                    DType.Int8,
                    default,
                    net.Input(DType.Int8, shape)
                )
            );
        }

        for (var branch = 0; branch < 12; branch++)
            net.Output(
                net.Node(
                    new PadV2([0, 1, random.Between(0, 3), 0], [0, 1, random.Between(0, 3), 0], 5),
                    DType.Int8,
                    default,
                    net.Input(DType.Int8, 1, random.Between(2, 6), random.Between(2, 8), random.Between(1, 6))
                )
            );

        for (var branch = 0; branch < 20; branch++)
        {
            var x = net.Input(DType.Int8, 1, random.Between(2, 6), random.Between(2, 8), random.Between(2, 16));
            net.Output(
                net.Node(
                    new ResizeBilinear(
                        random.Between(3, 16),
                        random.Between(1, 16),
                        AlignCorners: branch % 2 == 0,
                        HalfPixelCenters: branch % 2 == 1
                    ),
                    DType.Int8,
                    default,
                    x
                )
            );
            net.Output(
                net.Node(
                    new ResizeNearestNeighbor(random.Between(2, 12), random.Between(2, 16), AlignCorners: false, HalfPixelCenters: false),
                    DType.Int8,
                    default,
                    x
                )
            );
        }

        return net.Builder.Build();
    }
}
