using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>The copy between a map of pixels and the same map with blocks of pixels folded into channels.</summary>
internal static class PixelBlocks
{
    /// <summary>Loops over N, block row, row in block, block column, column in block, channel.</summary>
    /// <param name="space">Shape of the map of pixels.</param>
    /// <param name="depth">Shape of the map with folded blocks.</param>
    /// <param name="block">Side of a block.</param>
    /// <param name="toDepth">Whether the map of pixels is the input.</param>
    public static StridedCopy Copy(Shape space, Shape depth, int block, bool toDepth)
    {
        var (pixels, folded) = (space.Strides(), depth.Strides());
        var channels = space[3];
        EquatableArray<int> sizes = [depth[0], depth[1], block, depth[2], block, channels];
        EquatableArray<int> spaceStrides = [pixels[0], block * pixels[1], pixels[1], block * pixels[2], pixels[2], 1];
        EquatableArray<int> depthStrides = [folded[0], folded[1], block * channels, folded[2], channels, 1];
        return toDepth ? new StridedCopy(sizes, spaceStrides, depthStrides) : new StridedCopy(sizes, depthStrides, spaceStrides);
    }
}
