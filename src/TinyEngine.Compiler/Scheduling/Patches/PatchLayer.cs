using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>
/// What patch-based inference must know of a layer. Layers stand in a list in running order; a layer reads the one before it unless
/// <see cref="Sources"/> says otherwise.
/// </summary>
/// <param name="Op">Operator name, for messages.</param>
/// <param name="Input">The map that the layer reads. If it reads several, all have these sides.</param>
/// <param name="Output">The map that it writes.</param>
/// <param name="Window">How a convolution or a pooling moves over its input; null for a layer that works pixel by pixel.</param>
/// <remarks>Corresponds to the dictionary that <c>get_layer_info()</c> returns in TinyEngine (github.com/mit-han-lab/tinyengine).</remarks>
internal sealed record PatchLayer(string Op, MapSize Input, MapSize Output, Window2D? Window = null)
{
    /// <summary>Stands for the network's input in <see cref="Sources"/>.</summary>
    public const int NetworkInput = -1;

    /// <summary>
    /// Positions in the list of the layers whose outputs this one reads, <see cref="NetworkInput"/> for the network's input: two for a
    /// residual sum, more for a concatenation. Empty means the layer before.
    /// </summary>
    public EquatableArray<int> Sources { get; init; } = [];

    /// <summary>Pixels of an input that the layer reads to produce the given pixels of its output.</summary>
    /// <param name="outputs">Output pixels.</param>
    /// <returns>The smallest rectangle inside the input map that holds all taps that lie in the map; empty when all taps are
    /// padding.</returns>
    /// <remarks>At a border this can be smaller than <see cref="WindowAxis.InputRange"/>, clipped: the first tap in the map of a dilated
    /// window may lie behind the map's first row. Where taps fall outside the rectangle and inside <see cref="WindowAxis.InputRange"/> they
    /// are padding of the whole map, never of the patch: that is what makes patches exact.</remarks>
    public PatchRegion InputRegion(PatchRegion outputs)
    {
        if (outputs.IsEmpty || Window is not { } window)
            return outputs.Normalized;
        return new PatchRegion(Touched(window.Y, outputs.Rows, Input.Height), Touched(window.X, outputs.Columns, Input.Width)).Normalized;
    }

    // From the first to the last tap inside the map, over all outputs. With a dilation neighbouring outputs touch different positions, so
    // that the first output need not have the first tap.
    private static RowRange Touched(WindowAxis axis, RowRange outputs, int size)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        for (var output = outputs.Start; output < outputs.End; output++)
        {
            var start = axis.InputStart(output);
            var firstTap = start >= 0 ? 0 : ((-start - 1) / axis.Dilation) + 1;
            var lastTap = start >= size ? -1 : Math.Min(axis.Kernel - 1, (size - 1 - start) / axis.Dilation);
            if (firstTap > lastTap)
                continue;
            first = Math.Min(first, start + (firstTap * axis.Dilation));
            last = Math.Max(last, start + (lastTap * axis.Dilation));
        }

        return first > last ? default : new RowRange(first, last + 1);
    }
}
