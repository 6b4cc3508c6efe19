using System.Collections.Immutable;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>A small network of our own for tests from end to end.</summary>
/// <param name="Name">Name of the network.</param>
/// <param name="Make">Adds layers and outputs.</param>
public sealed record TestNetwork(string Name, Action<NetworkBuilder> Make)
{
    /// <summary>Builds the network; it is always the same.</summary>
    public Network Build()
    {
        var net = new NetworkBuilder(Name, seed: 7);
        Make(net);
        return net.Build();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Networks that differ in structure, each below a million multiply-accumulates so that emulators run them quickly.</summary>
public static class TestNetworks
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<TestNetwork> All { get; } =
    [
        new("residual", Residual),
        new("input_residual", InputResidual),
        new("long_skip", LongSkip),
        new("two_inputs", TwoInputs),
        new("three_outputs", ThreeOutputs),
        new("inception", Inception),
        new("concat_axes", ConcatAxes),
        new("unet", UNet),
        new("odd_stride2", OddStride2),
        new("uneven_windows", UnevenWindows),
        new("dilated", Dilated),
        new("depth_multiplier", DepthMultiplier),
        new("grouped", Grouped),
        new("fully_connected", FullyConnected),
        new("pointwise", Pointwise),
        new("one_column", OneColumn),
        new("large_kernels", LargeKernels),
        new("many_channels", ManyChannels),
        new("padded", Padded),
        new("pools", Pools),
        new("attention", Attention),
        new("arithmetic", Arithmetic),
        new("reshaped", Reshaped),
        new("sequence", SequenceNetworks.Small),
    ];

    private static void Residual(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(24, 24, 3), 8, WindowSpec.Square(3, stride: 2));
        for (var block = 0; block < 3; block++)
            x = net.InvertedBottleneck(x, expand: 4, filters: 8, kernel: 3 + (2 * block));
        net.Output(net.FullyConnected(net.GlobalMean(x), 5));
    }

    /// <summary>The input is read again after what was computed from it, by one of the two that may overwrite it.</summary>
    private static void InputResidual(NetworkBuilder net)
    {
        var input = net.Input(10, 9, 7);
        var x = net.DepthwiseConv2D(input, 3);
        net.Output(net.Add(net.Conv2D(x, 7, 1, FusedActivation.None), input, FusedActivation.Relu));
    }

    private static void LongSkip(NetworkBuilder net)
    {
        var first = net.Conv2D(net.Input(12, 12, 3), 6, 3);
        var x = net.DepthwiseConv2D(first, 3);
        x = net.Conv2D(x, 12, 1);
        x = net.Conv2D(x, 6, 3);
        net.Output(net.Add(x, first));
    }

    private static void TwoInputs(NetworkBuilder net)
    {
        var left = net.Conv2D(net.Input(12, 12, 3), 8, WindowSpec.Square(3, stride: 2));
        var right = net.Conv2D(net.Input(6, 6, 5), 8, 1);
        net.Output(net.GlobalMean(net.Conv2D(net.Add(left, right), 6, 3)));
    }

    private static void ThreeOutputs(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(16, 16, 3), 8, WindowSpec.Square(3, stride: 2));
        net.Output(x); // leaves the network and is read on
        var deep = net.InvertedBottleneck(x, expand: 2, filters: 12, kernel: 3, stride: 2);
        net.Output(net.Conv2D(deep, 4, 1, FusedActivation.None));
        net.Output(net.Softmax(net.FullyConnected(net.GlobalMean(deep), 6)));
    }

    private static void Inception(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(12, 12, 3), 8, 3);
        var joined = net.Concat(
            3,
            net.Conv2D(x, 5, 1),
            net.Conv2D(net.Conv2D(x, 4, 1), 7, 3),
            net.Conv2D(net.Conv2D(x, 2, 1), 4, 5),
            net.Conv2D(net.MaxPool2D(x, 3), 3, 1)
        );
        net.Output(net.Conv2D(joined, 8, WindowSpec.Square(3, stride: 2, same: false)));
    }

    private static void ConcatAxes(NetworkBuilder net)
    {
        var input = net.Input(6, 5, 4);
        var (a, b) = (net.Conv2D(input, 4, 3, FusedActivation.None), net.DepthwiseConv2D(input, 3));
        net.Output(net.Concat(1, a, b, input)).Output(net.Concat(2, b, a));
    }

    private static void UNet(NetworkBuilder net)
    {
        var wide = net.Conv2D(net.Input(14, 10, 3), 6, 3);
        var half = net.Conv2D(net.MaxPool2D(wide, WindowSpec.Square(2, stride: 2)), 10, 3);
        var deep = net.Conv2D(net.AveragePool2D(half, WindowSpec.Square(2, stride: 2)), 12, 3);
        var up = net.Conv2D(net.Concat(3, net.ResizeNearest(deep, 7, 5), half), 8, 3);
        net.Output(net.Conv2D(net.Concat(3, net.ResizeNearest(up, 14, 10), wide), 2, 1, FusedActivation.None));
    }

    private static void OddStride2(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(23, 17, 3), 5, WindowSpec.Square(3, stride: 2));
        x = net.DepthwiseConv2D(x, WindowSpec.Square(5, stride: 2));
        x = net.Conv2D(x, 7, WindowSpec.Square(2, stride: 2));
        net.Output(net.Conv2D(x, 11, WindowSpec.Square(3, stride: 3)));
    }

    private static void UnevenWindows(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(13, 20, 2), 6, new WindowSpec(1, 5, 1, 2));
        x = net.DepthwiseConv2D(x, new WindowSpec(5, 1, 2, 1, Same: false));
        x = net.Conv2D(x, 8, new WindowSpec(2, 3, 1, 3, Same: false));
        net.Output(net.AveragePool2D(x, new WindowSpec(3, 1, 2, 1)));
    }

    private static void Dilated(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(15, 15, 3), 6, WindowSpec.Square(3, dilation: 2));
        x = net.DepthwiseConv2D(x, WindowSpec.Square(3, dilation: 3, same: false));
        net.Output(net.Conv2D(x, 4, new WindowSpec(3, 3, 1, 1, 4, 1)));
    }

    private static void DepthMultiplier(NetworkBuilder net)
    {
        var x = net.DepthwiseConv2D(net.Input(18, 11, 1), WindowSpec.Square(3, stride: 2), multiplier: 8);
        x = net.DepthwiseConv2D(net.Conv2D(x, 5, 1), 3, FusedActivation.Relu, multiplier: 2);
        net.Output(net.DepthwiseConv2D(x, 5, multiplier: 3));
    }

    private static void Grouped(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(9, 9, 4), 12, 3, groups: 2);
        x = net.Conv2D(x, 8, WindowSpec.Square(3, stride: 2), groups: 4);
        net.Output(net.Conv2D(x, 10, 1, groups: 2));
    }

    private static void FullyConnected(NetworkBuilder net)
    {
        var x = net.FullyConnected(net.Input([1, 61]), 48, FusedActivation.Relu);
        x = net.FullyConnected(x, 32, FusedActivation.Relu6);
        net.Output(net.Softmax(net.FullyConnected(x, 7)));
    }

    private static void Pointwise(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(9, 7, 3), 8, 1);
        x = net.Conv2D(x, 17, 1, FusedActivation.Relu);
        x = net.Conv2D(x, 20, 1, FusedActivation.ReluN1To1);
        net.Output(net.Conv2D(x, 5, WindowSpec.Square(1, stride: 2), FusedActivation.None));
    }

    private static void OneColumn(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(64, 1, 3), 8, new WindowSpec(7, 1, 2, 1));
        x = net.DepthwiseConv2D(x, new WindowSpec(5, 1, 2, 1));
        x = net.Conv2D(x, 12, 3);
        net.Output(net.FullyConnected(net.AveragePool2D(x, new WindowSpec(16, 1, 16, 1)), 4));
    }

    private static void LargeKernels(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(5, 4, 3), 6, 7);
        x = net.DepthwiseConv2D(x, WindowSpec.Square(9, stride: 2));
        x = net.MaxPool2D(x, 5);
        net.Output(net.Conv2D(x, 4, WindowSpec.Square(5, stride: 4)));
    }

    private static void ManyChannels(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(4, 4, 16), 320, 1);
        x = net.DepthwiseConv2D(x, WindowSpec.Square(3, stride: 2));
        x = net.Conv2D(x, 130, 1, FusedActivation.Relu);
        net.Output(net.Softmax(net.FullyConnected(net.GlobalMean(x), 100)));
    }

    /// <summary>Paddings that may be folded into the convolution behind them, and some that may not.</summary>
    private static void Padded(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Pad(net.Input(12, 12, 3), 0, 1, 0, 1), 6, WindowSpec.Square(3, stride: 2, same: false));
        x = net.DepthwiseConv2D(net.Pad(x, 2, 2, 1, 1), WindowSpec.Square(3, same: false));
        x = net.MaxPool2D(net.Pad(x, 1, 1, 1, 1), WindowSpec.Square(3, stride: 2, same: false));
        var shared = net.Pad(x, 1, 0, 2, 1);
        net.Output(net.Conv2D(shared, 4, WindowSpec.Square(2, same: false)))
            .Output(net.Conv2D(shared, 5, WindowSpec.Square(2, stride: 2, same: false)));
    }

    private static void Pools(NetworkBuilder net)
    {
        var x = net.AveragePool2D(net.Input(19, 14, 5), WindowSpec.Square(3, stride: 2));
        x = net.MaxPool2D(x, new WindowSpec(2, 3, 1, 2, Same: false));
        x = net.AveragePool2D(x, 4, FusedActivation.Relu);
        net.Output(net.MaxPool2D(x, WindowSpec.Square(3, stride: 3)));
    }

    /// <summary>Squeeze and excite: a whole-map mean decides about the map's channels.</summary>
    private static void Attention(NetworkBuilder net)
    {
        var x = net.InvertedBottleneck(
            net.Conv2D(net.Input(12, 12, 3), 8, WindowSpec.Square(3, stride: 2)),
            expand: 3,
            filters: 12,
            kernel: 3
        );
        var gate = net.Conv2D(net.Conv2D(net.GlobalMean(x, keepDims: true), 4, 1, FusedActivation.Relu), 12, 1, FusedActivation.None);
        net.Output(net.Conv2D(net.Mul(x, net.Logistic(gate)), 10, 1));
    }

    private static void Arithmetic(NetworkBuilder net)
    {
        var input = net.Input(8, 6, 4);
        var (a, b) = (net.Conv2D(input, 4, 3, FusedActivation.None), net.DepthwiseConv2D(input, 3, FusedActivation.None));
        var row = net.AveragePool2D(a, new WindowSpec(8, 1, 8, 1));
        net.Output(net.Mul(net.Sub(a, b), net.Add(a, row, FusedActivation.Relu6)));
    }

    private static void Reshaped(NetworkBuilder net)
    {
        var x = net.Conv2D(net.Input(10, 10, 1), 6, WindowSpec.Square(5, same: false));
        x = net.MaxPool2D(x, WindowSpec.Square(2, stride: 2));
        x = net.Transpose(net.Reshape(x, [1, 9, 6]), 0, 2, 1);
        net.Output(net.Softmax(net.FullyConnected(net.FullyConnected(net.Flatten(x), 20, FusedActivation.Relu), 4)));
    }
}
