using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>MobileNetV2 as published (Sandler et al., 2018), with random weights.</summary>
internal static class MobileNets
{
    /// <summary>The network of a width and a resolution.</summary>
    /// <param name="width">Factor of all channel counts, which are rounded to multiples of 8.</param>
    /// <param name="resolution">Rows and columns of the image.</param>
    public static Network V2(double width, int resolution)
    {
        var net = new NetworkBuilder("mobilenet", 1);
        var x = net.Conv2D(net.Input(resolution, resolution, 3), Channels(32), WindowSpec.Square(3, 2));
        x = net.Conv2D(net.DepthwiseConv2D(x, WindowSpec.Square(3)), Channels(16), WindowSpec.Square(1), FusedActivation.None);
        foreach (var (filters, count, stride) in new[] { (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1) })
        {
            for (var block = 0; block < count; block++)
                x = net.InvertedBottleneck(x, 6, Channels(filters), 3, block == 0 ? stride : 1);
        }

        x = net.Conv2D(x, Math.Max(1280, Channels(1280)), WindowSpec.Square(1));
        return net.Output(net.FullyConnected(net.Flatten(net.GlobalMean(x, keepDims: true)), 1000)).Build();

        int Channels(int full)
        {
            var rounded = Math.Max(8, (int)((full * width) + 4) / 8 * 8);
            return rounded < 0.9 * full * width ? rounded + 8 : rounded;
        }
    }
}
