using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Networks whose outputs are large maps: what delivery row by row is for.</summary>
public static class MapNetworks
{
    /// <summary>Segmentation: a U-Net from 96x96x3 to a score for each of 4 classes at every pixel.</summary>
    public static Graph.Network Segmentation()
    {
        var net = new NetworkBuilder("segmentation", 1);
        var half = net.Conv2D(net.Input(96, 96, 3), 12, WindowSpec.Square(3, stride: 2));
        var quarter = net.InvertedBottleneck(half, expand: 3, filters: 16, kernel: 3, stride: 2);
        var deep = net.InvertedBottleneck(quarter, expand: 4, filters: 24, kernel: 3, stride: 2);
        deep = net.InvertedBottleneck(deep, expand: 4, filters: 24, kernel: 3);
        var up = net.Conv2D(net.Concat(3, net.ResizeNearest(deep, 24, 24), quarter), 16, 3);
        up = net.Conv2D(net.Concat(3, net.ResizeNearest(up, 48, 48), half), 12, 3);
        return net.Output(net.Conv2D(net.ResizeNearest(up, 96, 96), 4, 3, FusedActivation.None)).Build();
    }

    /// <summary>Super-resolution: from 64x64 grey pixels to 192x192.</summary>
    public static Graph.Network SuperResolution()
    {
        var net = new NetworkBuilder("super_resolution", 1);
        var x = net.Conv2D(net.Input(64, 64, 1), 16, 5);
        x = net.Conv2D(net.Conv2D(x, 8, 3), 9, 3, FusedActivation.None);
        return net.Output(net.Move(new SpaceDepth(SpaceDepthKind.DepthToSpace, 3), x)).Build();
    }
}
