namespace TinyEngine.Graph;

/// <summary>Rows [Start, End) of a feature map; empty when End ≤ Start.</summary>
/// <param name="Start">First row.</param>
/// <param name="End">One past the last row.</param>
internal readonly record struct RowRange(int Start, int End)
{
    /// <summary>Number of rows.</summary>
    public int Count => Math.Max(0, End - Start);

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => End <= Start;

    /// <summary>The part inside a map of the given height.</summary>
    public RowRange Clip(int height) => new(Math.Clamp(Start, 0, height), Math.Clamp(End, 0, height));

    /// <summary>The smallest range that holds both.</summary>
    public RowRange Union(RowRange other) =>
        IsEmpty ? other
        : other.IsEmpty ? this
        : new RowRange(Math.Min(Start, other.Start), Math.Max(End, other.End));

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}, {End})";
}

/// <summary>How a window moves along one axis.</summary>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Step from one output position to the next.</param>
/// <param name="Dilation">Distance between taps.</param>
/// <param name="PadBefore">Padding positions before the first input position.</param>
/// <param name="PadAfter">Padding positions after the last one that some window may touch.</param>
internal readonly record struct WindowAxis(int Kernel, int Stride, int Dilation, int PadBefore, int PadAfter)
{
    /// <summary>Positions from the first to one past the last tap.</summary>
    public int Extent => checked(((Kernel - 1) * Dilation) + 1);

    /// <summary>Output positions for an input of the given size; 0 or less when the window does not fit.</summary>
    public int OutputSize(int inputSize) =>
        checked(inputSize + PadBefore + PadAfter - Extent) is var room && room < 0 ? 0 : (room / Stride) + 1;

    /// <summary>Input position of the first tap of an output position; may be negative (padding).</summary>
    public int InputStart(int output) => checked((output * Stride) - PadBefore);

    /// <summary>Input positions that a window operator reads to produce the given output positions.</summary>
    /// <param name="outputs">Output positions, half-open.</param>
    /// <returns>Input positions, half-open, <b>not</b> clipped: positions below 0 or past the end are padding, which the caller must
    /// supply.</returns>
    /// <remarks>start = outputs.Start·stride − pad; end = (outputs.End − 1)·stride − pad + (kernel − 1)·dilation + 1. The results for two
    /// neighbouring patches overlap by the halo. Source: Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks",
    /// Distill 2019, "Computing receptive field region in input image".</remarks>
    /// <exception cref="OverflowException">A bound leaves int32.</exception>
    public RowRange InputRange(RowRange outputs) =>
        outputs.IsEmpty ? default : new RowRange(InputStart(outputs.Start), checked(InputStart(outputs.End - 1) + Extent));

    /// <summary>The axis of a SAME or VALID window as TFLite pads it: for SAME the smaller half of the padding comes first.</summary>
    public static WindowAxis Create(int inputSize, int kernel, int stride, int dilation, bool same)
    {
        if (!same)
            return new WindowAxis(kernel, stride, dilation, 0, 0);
        var extent = checked(((kernel - 1) * dilation) + 1);
        var outputSize = (inputSize + stride - 1) / stride;
        var total = Math.Max(0, checked(((outputSize - 1) * stride) + extent - inputSize));
        return new WindowAxis(kernel, stride, dilation, total / 2, total - (total / 2));
    }
}

/// <summary>A two-dimensional window: one axis over height, one over width.</summary>
/// <param name="Y">Along the height.</param>
/// <param name="X">Along the width.</param>
internal readonly record struct Window2D(WindowAxis Y, WindowAxis X)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = $"{Y.Kernel}x{X.Kernel} stride {Y.Stride}x{X.Stride}";
        if (Y.Dilation != 1 || X.Dilation != 1)
            text += $" dilation {Y.Dilation}x{X.Dilation}";
        if (Y.PadBefore != 0 || Y.PadAfter != 0 || X.PadBefore != 0 || X.PadAfter != 0)
            text += $" pad {Y.PadBefore},{Y.PadAfter} {X.PadBefore},{X.PadAfter}";
        return text;
    }
}
