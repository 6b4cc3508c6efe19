using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Networks over time as Keras writes them: Conv1D between an inserted axis and a dropped one, maps of height 1.</summary>
internal static class SequenceNetworks
{
    /// <summary>Human activity from 200 samples of 6 sensors, by the layers of public examples: two convolutions of 3 samples and 64
    /// filters, a pooling of 2 behind the second, or the first alone, and two dense layers.</summary>
    public static Network Activity(bool isDeep)
    {
        var net = new NetworkBuilder("activity", seed: 3);
        var x = Conv1D(net, net.Input([1, 200, 6]), 64, 3);
        if (isDeep)
            x = MaxPool1D(net, Conv1D(net, x, 64, 3), 2);
        x = net.FullyConnected(net.Flatten(x), isDeep ? 100 : 32, FusedActivation.Relu);
        return net.Output(net.Softmax(net.FullyConnected(x, 6))).Build();
    }

    /// <summary>The layers that are turned, in a small network.</summary>
    public static void Small(NetworkBuilder net)
    {
        var x = Conv1D(net, net.Input([1, 60, 3]), 8, 5, same: true);
        x = MaxPool1D(net, x, 2);
        var y = net.DepthwiseConv2D(Expand(net, x), new WindowSpec(1, 3, 1, 1, 1, 2));
        y = net.Conv2D(y, 8, 1, FusedActivation.None);
        x = net.Logistic(net.Add(x, Squeeze(net, y)));
        x = Conv1D(net, x, 6, 4, stride: 2);
        net.Output(net.FullyConnected(net.Flatten(x), 5));
    }

    /// <summary>A random network of such layers; it is always the same for a seed.</summary>
    public static Network Random(int seed)
    {
        var random = new Random(seed);
        var net = new NetworkBuilder($"sequence_{seed}", (ulong)seed);
        var x = net.Input([1, random.Next(9, 40), random.Next(1, 6)]);
        for (var layer = 0; layer < 4; layer++)
            x = Layer(net, random, x);
        net.Output(
            random.Next(3) switch
            {
                0 => net.FullyConnected(net.Flatten(x), random.Next(1, 12)),
                1 => net.FullyConnected(net.GlobalMean(Expand(net, x), keepDims: random.Next(2) == 0), random.Next(1, 12)),
                _ => x,
            }
        );
        return net.Build();
    }

    private static ValueId Layer(NetworkBuilder net, Random random, ValueId x)
    {
        var (width, same) = (net.TypeOf(x).Shape[1], random.Next(2) == 0);
        var kernel = Math.Min(random.Next(1, 6), width);
        var dilation = same && random.Next(3) == 0 ? 2 : 1;
        var stride = dilation == 1 && width > 8 ? random.Next(1, 3) : 1;
        switch (random.Next(7))
        {
            case 0:
                return MaxPool1D(net, x, Math.Min(2, width));
            case 1:
                return Squeeze(net, net.DepthwiseConv2D(Expand(net, x), new WindowSpec(1, kernel, stride, stride, 1, dilation, same)));
            case 2:
                return net.Logistic(x);
            case 3:
                return net.Add(x, Squeeze(net, net.Conv2D(Expand(net, x), net.TypeOf(x).Shape[2], new WindowSpec(1, kernel))));
            case 4:
                return Squeeze(net, net.AveragePool2D(Expand(net, x), new WindowSpec(1, kernel, stride, stride, Same: same)));
            case 5:
                var map = Expand(net, x);
                return Squeeze(net, net.Concat(random.Next(2, 4), map, net.Conv2D(map, net.TypeOf(x).Shape[2], 1)));
            default:
                return Conv1D(net, x, random.Next(1, 9), kernel, stride, dilation, same);
        }
    }

    private static ValueId Conv1D(
        NetworkBuilder net,
        ValueId x,
        int filters,
        int kernel,
        int stride = 1,
        int dilation = 1,
        bool same = false
    ) =>
        Squeeze(
            net,
            net.Conv2D(Expand(net, x), filters, new WindowSpec(1, kernel, stride, stride, 1, dilation, same), FusedActivation.Relu)
        );

    /// <summary>Keras inserts the axis behind the time here.</summary>
    private static ValueId MaxPool1D(NetworkBuilder net, ValueId x, int size)
    {
        var shape = net.TypeOf(x).Shape;
        var pooled = net.MaxPool2D(net.Reshape(x, [1, shape[1], 1, shape[2]]), new WindowSpec(size, 1, size, 1, Same: false));
        return net.Reshape(pooled, [1, shape[1] / size, shape[2]]);
    }

    private static ValueId Expand(NetworkBuilder net, ValueId x) =>
        net.TypeOf(x).Shape is var shape && shape.Rank == 3 ? net.Reshape(x, [1, 1, shape[1], shape[2]]) : x;

    private static ValueId Squeeze(NetworkBuilder net, ValueId x) =>
        net.TypeOf(x).Shape is var shape ? net.Reshape(x, [1, shape[2], shape[3]]) : x;
}
