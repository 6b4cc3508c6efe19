namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>One block of a network made of inverted bottlenecks: which of its convolutions it has.</summary>
/// <param name="HasPointwise1">Whether a 1x1 convolution expands the channels (<c>pointwise1</c>).</param>
/// <param name="HasDepthwise">Whether a depthwise convolution follows (<c>depthwise</c>).</param>
/// <param name="HasPointwise2">Whether a 1x1 convolution projects to fewer channels (<c>pointwise2</c>).</param>
internal readonly record struct PatchBlock(bool HasPointwise1, bool HasDepthwise, bool HasPointwise2)
{
    /// <summary>Number of convolutions.</summary>
    public int LayerCount => (HasPointwise1 ? 1 : 0) + (HasDepthwise ? 1 : 0) + (HasPointwise2 ? 1 : 0);
}
