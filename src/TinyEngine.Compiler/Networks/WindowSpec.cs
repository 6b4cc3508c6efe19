using TinyEngine.Graph;

namespace TinyEngine.Compiler.Networks;

/// <summary>A window as a layer asks for it, before the size of its map is known.</summary>
/// <param name="KernelY">Taps along the height.</param>
/// <param name="KernelX">Taps along the width.</param>
/// <param name="StrideY">Step along the height.</param>
/// <param name="StrideX">Step along the width.</param>
/// <param name="DilationY">Distance between taps along the height.</param>
/// <param name="DilationX">Distance between taps along the width.</param>
/// <param name="Same">SAME padding; otherwise VALID, which is none.</param>
public readonly record struct WindowSpec(
    int KernelY,
    int KernelX,
    int StrideY = 1,
    int StrideX = 1,
    int DilationY = 1,
    int DilationX = 1,
    bool Same = true
)
{
    /// <summary>A square window.</summary>
    public static WindowSpec Square(int kernel, int stride = 1, int dilation = 1, bool same = true) =>
        new(kernel, kernel, stride, stride, dilation, dilation, same);

    /// <summary>A square window that moves by 1 over a map with SAME padding.</summary>
    public static implicit operator WindowSpec(int kernel) => Square(kernel);

    /// <summary>The window on a map (NHWC).</summary>
    internal Window2D On(Shape map) =>
        new(WindowAxis.Create(map[1], KernelY, StrideY, DilationY, Same), WindowAxis.Create(map[2], KernelX, StrideX, DilationX, Same));
}
