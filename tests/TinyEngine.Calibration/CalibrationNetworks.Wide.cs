using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <content>Activations of 16 bits, and pooling of both widths.</content>
internal static partial class CalibrationNetworks
{
    /// <summary>Layers with weights.</summary>
    private static Network WideLayers()
    {
        var (net, random) = StartOperators("wide_layers");
        var full = Clamp.Full(DType.Int16);
        for (var branch = 0; branch < 48; branch++)
        {
            var (height, width, channels) = (random.Between(3, 7), random.Between(3, 10), random.Between(1, 8));
            var window = new WindowSpec(
                random.Between(1, 4),
                random.Between(1, 4),
                random.Between(1, 2),
                random.Between(1, 2),
                Same: random.Between(0, 2) > 0
            );
            if (window is { KernelY: < 3, KernelX: < 3 } && branch % 3 == 0)
                window = window with { StrideY = 1, StrideX = 1, DilationX = 2 };
            int[] map = [1, height + 2, width + 2, channels];
            if (branch % 2 == 0)
            {
                var (groups, filters) = (branch % 8 == 0 ? 2 : 1, random.Between(1, 10));
                var x = net.Input(DType.Int16, [.. map[..3], groups * channels]);
                net.Output(
                    net.Node(
                        new Conv2D(window.On(new Shape([.. map])), full),
                        DType.Int16,
                        default,
                        x,
                        net.Weights(groups * filters, window.KernelY, window.KernelX, channels)
                    )
                );
            }
            else
            {
                var filters = channels * (branch % 8 == 1 ? 2 : 1);
                net.Output(
                    net.Node(
                        new DepthwiseConv2D(window.On(new Shape([.. map])), full),
                        DType.Int16,
                        default,
                        net.Input(DType.Int16, map),
                        net.Weights(1, window.KernelY, window.KernelX, filters)
                    )
                );
            }
        }

        for (var branch = 0; branch < 40; branch++)
        {
            var (depth, units) = (random.Between(2, 120), random.Between(1, 40));
            net.Output(
                net.Node(
                    new FullyConnected(KeepDims: false, full),
                    DType.Int16,
                    default,
                    net.Input(DType.Int16, branch % 10 == 9 ? random.Between(2, 5) : 1, depth),
                    net.Weights(units, depth)
                )
            );
        }

        return net.Builder.Build();
    }

    /// <summary>Transposed convolution, PRELU, and LOGISTIC with a large scale.</summary>
    private static Network WideSpreads()
    {
        var (net, random) = StartOperators("wide_spreads");
        for (var branch = 0; branch < 24; branch++)
        {
            var (height, width, channels, stride) = (
                random.Between(1, 5),
                random.Between(1, 8),
                random.Between(1, 10),
                random.Between(1, 3)
            );
            var (kernelY, kernelX) = (random.Between(stride, 4), random.Between(stride, 5));
            var (outHeight, outWidth) = (((height - 1) * stride) + kernelY, ((width - 1) * stride) + kernelX);
            var window = new Window2D(
                WindowAxis.Create(outHeight, kernelY, stride, 1, same: false),
                WindowAxis.Create(outWidth, kernelX, stride, 1, same: false)
            );
            var map = net.Input(DType.Int16, 1, height, width, channels);
            net.Output(
                net.Node(
                    new TransposeConv(window, outHeight, outWidth, Clamp.Full(DType.Int16)),
                    DType.Int16,
                    default,
                    map,
                    net.Weights(random.Between(1, 8), kernelY, kernelX, channels)
                )
            );
            if (branch >= 8)
                continue;
            var steep = new TensorType(DType.Int16, [1, 3, width, channels], QuantParams.PerTensor(16.9f, 0));
            net.Output(net.Node(new Prelu(), DType.Int16, default, map, net.Input(DType.Int8, channels)))
                .Output(net.Node(new Logistic(), DType.Int16, default, net.Input(steep)));
        }

        return net.Builder.Build();
    }

    private static Network WideElements()
    {
        var (net, random) = StartOperators("wide_elements");
        var full = Clamp.Full(DType.Int16);
        for (var branch = 0; branch < 16; branch++)
        {
            int[] shape = [1, random.Between(2, 5), random.Between(3, 12), random.Between(2, 24)];
            var (x, y) = (net.Input(DType.Int16, shape), net.Input(DType.Int16, Second(random, branch, shape)));
            net.Output(net.Node(new AddSub(AddSubKind.Add, full), DType.Int16, default, x, y))
                .Output(net.Node(new AddSub(AddSubKind.Sub, full), DType.Int16, default, x, y))
                .Output(net.Node(new Mul(full), DType.Int16, default, x, y));
            net.Output(
                net.Builder.Node(new Relu(ReluKind.Relu), [x], new TensorType(DType.Int16, default, QuantParams.PerTensor(0.0007f, 0)))
            );

            // The usual scale of arguments is 2^-12, up to 8; beyond 2^-11 functions saturate.
            var argument = net.Input(new TensorType(DType.Int16, [.. shape], QuantParams.PerTensor(1f / (4096 >> (branch % 4)), 0)));
            net.Output(net.Node(new Logistic(), DType.Int16, default, argument))
                .Output(
                    net.Builder.Node(new Tanh(), [argument], new TensorType(DType.Int16, default, QuantParams.PerTensor(1f / 32768, 0)))
                );
            net.Output(
                net.Builder.Node(new Softmax(1), [argument], new TensorType(DType.Int16, default, QuantParams.PerTensor(1f / 32768, 0)))
            );
        }

        return net.Builder.Build();
    }

    private static Network Pools()
    {
        var (net, random) = StartOperators("pools");
        for (var branch = 0; branch < 32; branch++)
        {
            int[] shape =
            [
                1,
                random.Between(4, 10),
                random.Between(4, 16),
                branch % 2 == 0 ? 4 * random.Between(1, 8) : random.Between(1, 20),
            ];
            var window = new WindowSpec(
                random.Between(1, 4),
                random.Between(1, 4),
                random.Between(1, 3),
                random.Between(1, 3),
                Same: random.Between(0, 1) > 0
            ).On(new Shape([.. shape]));
            var (x, clamp) = (net.Input(DType.Int8, shape), branch % 3 == 0 ? new Clamp(-7, 113) : Clamp.Full(DType.Int8));
            net.Output(net.Node(new MaxPool2D(window, clamp), DType.Int8, default, x))
                .Output(net.Node(new AveragePool2D(window, clamp), DType.Int8, default, x));
        }

        return net.Builder.Build();
    }

    private static Network WidePools()
    {
        var (net, random) = StartOperators("wide_pools");
        for (var branch = 0; branch < 16; branch++)
        {
            var (height, width, channels) = (random.Between(3, 8), random.Between(3, 12), random.Between(1, 16));
            var x = net.Input(DType.Int16, 1, height, width, channels);
            var window = new WindowSpec(
                random.Between(1, 3),
                random.Between(1, 3),
                random.Between(1, 2),
                random.Between(1, 2),
                Same: random.Between(0, 1) > 0
            ).On([1, height, width, channels]);
            var clamp = branch % 4 == 0 ? new Clamp(0, 20000) : Clamp.Full(DType.Int16);
            net.Output(net.Node(new MaxPool2D(window, clamp), DType.Int16, default, x))
                .Output(net.Node(new AveragePool2D(window, clamp), DType.Int16, default, x));
            net.Output(
                net.Node(
                    new AveragePool2D(new WindowSpec(height, width, Same: false).On([1, height, width, channels]), clamp),
                    DType.Int16,
                    default,
                    x
                )
            );
            net.Output(net.Node(new ReduceSum(SumKind.Mean, [1, 2], KeepDims: false), DType.Int16, default, x))
                .Output(net.Node(new ReduceSum(SumKind.Sum, [1 + (branch % 3)], KeepDims: false), DType.Int16, default, x));
        }

        return net.Builder.Build();
    }
}
