using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>
/// Patch-based inference: the first layers of a network (its head) run once for each of n × n patches of the head's output, so that only a
/// patch of each large map exists at a time. Neighbouring patches read overlapping inputs (the halo) and compute it twice.
/// </summary>
/// <remarks>
/// <para><see cref="GetPatchParameters"/>, <see cref="ReceptiveField"/> and <see cref="RecomputeLayer"/> give the figures of TinyEngine's
/// <c>getPatchParams</c>, <c>compute_receptive_field</c> and <c>get_recompute_layer</c> wherever those are right, and go on where they
/// stop: any stride, dilation and pooling. <see cref="GetPatchGrid"/> gives exact regions, for rectangles and maps that n does not divide
/// too.</para>
/// <para>Source: Lin et al., "MCUNetV2: Memory-Efficient Patch-based Inference for Tiny Deep Learning", NeurIPS 2021 (arXiv:2110.15352),
/// section 3.1; Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.</para>
/// </remarks>
internal static partial class PatchPlanner
{
    /// <summary>Describes a head that runs in n × n patches: TinyEngine's <c>getPatchParams(layers, split_idx, n_patch)</c>.</summary>
    /// <param name="layers">The network's layers in running order.</param>
    /// <param name="split">Position of the first layer after the head, equal to the number of layers in the head
    /// (<c>split_idx</c>).</param>
    /// <param name="n">Patches along each side (<c>n_patch</c>).</param>
    /// <param name="place">Where diagnostics point.</param>
    /// <param name="bag">Receives TE3001 for a split outside the network, TE3002 for an n that the map at the split does not allow.</param>
    /// <returns>The figures, or null when <paramref name="bag"/> received an error.</returns>
    /// <remarks>Let S be the input's long side, s the long side of the map at the split, g = ⌊s/n⌋ and r = ⌊S/s⌋. Then pad left is half the
    /// receptive field of a pixel, ⌊f(1)/2⌋, and pad right what the last patch's field f(g) has left beyond the input when it starts at
    /// r·g·(n − 1) − pad left, at least 0.</remarks>
    /// <exception cref="OverflowException">A receptive field leaves int32.</exception>
    public static PatchParameters? GetPatchParameters(IReadOnlyList<PatchLayer> layers, int split, int n, Place place, DiagnosticBag bag)
    {
        if (!Check(layers, split, n, place, bag))
            return null;
        var input = layers[0].Input;
        var cut = MapAt(layers, split);
        var after = split < layers.Count ? layers[split].Output : cut;
        var patchSide = cut.LongSide / n;
        var single = ReceptiveField(layers, split);
        var patch = ReceptiveField(layers, split, patchSide);
        var padLeft = single / 2;
        var lastPatch = checked(input.LongSide / cut.LongSide * patchSide * (n - 1));
        var padRight = Math.Max(0, checked(lastPatch - padLeft + patch - input.LongSide));
        var patchHeight = ReceptiveField(layers, split, cut.Height / n);
        return new PatchParameters(n, split, single, cut.Channels, after.Height, after.Width, patch, patchHeight, padLeft, padRight);
    }

    /// <summary>Side of the input square behind a square of outputs: TinyEngine's <c>compute_receptive_field(layers, layer_cnt,
    /// grain)</c>.</summary>
    /// <param name="layers">The network's layers in running order; each is taken to read the one before it.</param>
    /// <param name="layerCount">How many of them, from the first (<c>layer_cnt</c>); 0 returns <paramref name="grain"/>.</param>
    /// <param name="grain">Side of the square of outputs of the last of these layers.</param>
    /// <returns>The side, padding included. Where height and width differ in kernel or stride, the larger counts.</returns>
    /// <remarks>Backwards through the layers, g becomes (g − 1)·stride + (kernel − 1)·dilation + 1; layers without a window leave it as it
    /// is. TinyEngine's function knows strides 1 and 2 and skips layers with others, and pooling.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many layers, or <paramref name="grain"/> is less than
    /// 1.</exception>
    /// <exception cref="OverflowException">The side leaves int32.</exception>
    public static int ReceptiveField(IReadOnlyList<PatchLayer> layers, int layerCount, int grain = 1) =>
        Walk(layers, layerCount, grain, window => (Math.Max(window.Y.Extent, window.X.Extent), Math.Max(window.Y.Stride, window.X.Stride)));

    /// <summary>Rows of the input behind a number of rows of outputs; like <see cref="ReceptiveField"/>, for the height alone.</summary>
    /// <inheritdoc cref="ReceptiveField"/>
    public static int ReceptiveFieldHeight(IReadOnlyList<PatchLayer> layers, int layerCount, int grain = 1) =>
        Walk(layers, layerCount, grain, window => (window.Y.Extent, window.Y.Stride));

    /// <summary>Columns of the input behind a number of columns of outputs; like <see cref="ReceptiveField"/>, for the width
    /// alone.</summary>
    /// <inheritdoc cref="ReceptiveField"/>
    public static int ReceptiveFieldWidth(IReadOnlyList<PatchLayer> layers, int layerCount, int grain = 1) =>
        Walk(layers, layerCount, grain, window => (window.X.Extent, window.X.Stride));

    /// <summary>
    /// Number of convolutions in a head that ends between two blocks, which every patch computes anew: TinyEngine's
    /// <c>get_recompute_layer(model, split_idx)</c>.
    /// </summary>
    /// <param name="blocks">The network's blocks, which follow one convolution that belongs to none of them.</param>
    /// <param name="split">How many blocks the head has (<c>split_idx</c>); may be 0.</param>
    /// <param name="place">Where diagnostics point.</param>
    /// <param name="bag">Receives TE3001 for a split outside the network.</param>
    /// <returns>The number, the first convolution included and residual sums not, or null when <paramref name="bag"/> received an
    /// error.</returns>
    public static int? RecomputeLayer(IReadOnlyList<PatchBlock> blocks, int split, Place place, DiagnosticBag bag)
    {
        if (split >= 0 && split <= blocks.Count)
            return 1 + blocks.Take(split).Sum(block => block.LayerCount);
        bag.Add(
            Diag.PatchSplit,
            place,
            $"split {split} lies outside the network, which has {blocks.Count} blocks",
            "the blocks before the split run patch by patch",
            $"use a split from 0 to {blocks.Count}"
        );
        return null;
    }

    private static int Walk(IReadOnlyList<PatchLayer> layers, int layerCount, int grain, Func<Window2D, (int Extent, int Stride)> side)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layerCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layerCount, layers.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        for (var i = layerCount - 1; i >= 0; i--)
        {
            if (layers[i].Window is { } window && side(window) is var (extent, stride))
                grain = checked(((grain - 1) * stride) + extent);
        }

        return grain;
    }

    private static MapSize MapAt(IReadOnlyList<PatchLayer> layers, int split) =>
        split < layers.Count ? layers[split].Input : layers[^1].Output;

    private static bool Check(IReadOnlyList<PatchLayer> layers, int split, int n, Place place, DiagnosticBag bag) =>
        CheckSplit(split, layers.Count, "layers", place, bag) && CheckCount(MapAt(layers, split), split, n, place, bag);

    /// <summary>Whether a split lies in the network; otherwise TE3001 is reported.</summary>
    internal static bool CheckSplit(int split, int count, string what, Place place, DiagnosticBag bag)
    {
        if (split >= 1 && split <= count)
            return true;
        bag.Add(
            Diag.PatchSplit,
            place,
            $"split {split} lies outside the network, which has {count} {what}",
            $"the {what} before the split run patch by patch, and there must be one at least",
            count > 0 ? $"use a split from 1 to {count}" : ""
        );
        return false;
    }

    /// <summary>Whether the map at a split can be cut into n × n patches; otherwise TE3002 is reported.</summary>
    internal static bool CheckCount(MapSize cut, int split, int n, Place place, DiagnosticBag bag)
    {
        if (n >= 1 && n <= cut.ShortSide)
            return true;
        bag.Add(
            Diag.PatchCount,
            place,
            $"the {cut} map at split {split} cannot be cut into {n} x {n} patches",
            "each patch needs a row and a column of the map at least",
            $"use an n from 1 to {cut.ShortSide}, or split earlier, where maps are larger"
        );
        return false;
    }
}
