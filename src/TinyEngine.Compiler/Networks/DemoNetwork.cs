using TinyEngine.Graph;

namespace TinyEngine.Compiler.Networks;

/// <summary>
/// The network that the demonstration compiles and runs: a MobileNetV2 in small, from a 64x64 colour image to ten classes, with eleven
/// inverted bottlenecks of 3x3, 5x5 and 7x7 kernels. Its weights are not trained, so what it says about an image means nothing; its shape,
/// cost and numerics are those of a real one.
/// </summary>
internal static class DemoNetwork
{
    /// <summary>Name of the network.</summary>
    public const string Name = "demo";

    private const ulong Seed = 1;

    /// <summary>Builds the network; it is always the same.</summary>
    public static Network Build()
    {
        var net = new NetworkBuilder(Name, Seed);
        var x = net.Conv2D(net.Input(64, 64, 3), 8, WindowSpec.Square(3, stride: 2));
        x = net.InvertedBottleneck(x, expand: 1, filters: 8, kernel: 3);
        x = net.InvertedBottleneck(x, expand: 3, filters: 12, kernel: 3, stride: 2);
        x = net.InvertedBottleneck(x, expand: 4, filters: 12, kernel: 3);
        x = net.InvertedBottleneck(x, expand: 3, filters: 16, kernel: 5, stride: 2);
        x = net.InvertedBottleneck(x, expand: 6, filters: 16, kernel: 3);
        x = net.InvertedBottleneck(x, expand: 5, filters: 16, kernel: 7);
        x = net.InvertedBottleneck(x, expand: 6, filters: 24, kernel: 3);
        x = net.InvertedBottleneck(x, expand: 6, filters: 24, kernel: 3);
        x = net.InvertedBottleneck(x, expand: 6, filters: 40, kernel: 5, stride: 2);
        x = net.InvertedBottleneck(x, expand: 6, filters: 40, kernel: 3);
        x = net.InvertedBottleneck(x, expand: 6, filters: 48, kernel: 3);
        x = net.Conv2D(x, 128, 1);
        return net.Output(net.Softmax(net.FullyConnected(net.GlobalMean(x), 10))).Build();
    }

    /// <summary>An image for the network.</summary>
    /// <param name="seed">Which one of many.</param>
    public static byte[] Image(ulong seed) => SyntheticInput.Bytes(new TensorType(DType.Int8, [1, 64, 64, 3], QuantParams.None), seed);
}
