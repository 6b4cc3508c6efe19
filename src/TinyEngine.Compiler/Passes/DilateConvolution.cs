using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Makes one dilated convolution of a convolution over a batch of blocks, as converters write dilation where they do not recognize it.
/// <code>
///   x ─ SPACE_TO_BATCH_ND ─ CONV_2D ─ BATCH_TO_SPACE_ND      becomes      x ─ CONV_2D(dilated)
/// </code>
/// Tap k of output position q of the padded map reads position q + k·dilation·block there. Padding of the blocks and of the convolution
/// both hold the zero point, and crops take away what padding would make. Networks over time have one axis, and reshape before and
/// behind the convolution:
/// <code>
///   x ─ SPACE_TO_BATCH_ND ─ RESHAPE ─ CONV_2D ─ RESHAPE ─ BATCH_TO_SPACE_ND      becomes      x ─ RESHAPE ─ CONV_2D(dilated) ─ RESHAPE
/// </code>
/// </summary>
internal sealed class DilateConvolution : IPass
{
    private const int MaximumDilation = 1 << 16;

    /// <inheritdoc/>
    public string Name => "dilate-convolution";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (
            view.Op is not BatchToSpace toSpace
            || BehindAlias(view.Inputs[0]) is not { HasOneUse: true, Producer: { Op: IPadsWithZeroPoint conv } layer } result
            || BehindAlias(layer.Inputs[0]) is not { HasOneUse: true, Producer: { Op: SpaceToBatch toBatch } first } blocks
            || toBatch.Block != toSpace.Block
            || toBatch.Block.Count > blocks.Type.Shape.Rank - 2
            || first.Inputs[0] is not { Value.Kind: not ValueKind.Variable } map
            || map.Type.Quant != blocks.Type.Quant
            || blocks.Type.Quant != layer.Inputs[0].Type.Quant
            || result.Type.Quant != view.Output.Type.Quant
            || FirstAxis(layer, blocks, view.Inputs[0]) is not { } firstAxis
            || Dilate(conv.Window.Y, toBatch, toSpace, 1 - firstAxis) is not { } y
            || Dilate(conv.Window.X, toBatch, toSpace, 2 - firstAxis) is not { } x
        )
            return;
        var op = conv.WithWindow(new Window2D(y, x));
        if (map.Type.Shape.Rank == 4)
        {
            editor.Replace(view.Index, op, [map.Id, .. layer.Node.Inputs.Items[1..]]);
            return;
        }

        // One axis: the map gets its second one back before the convolution, and loses it again behind it.
        var (ifm, ofm) = (Widen(map.Type.Shape, firstAxis), Widen(view.Output.Type.Shape, firstAxis));
        editor.Replace(layer.Inputs[0].Producer!.Value.Index, new Reshape(ifm), [map.Id], layer.Inputs[0].Type with { Shape = ifm });
        editor.Replace(layer.Index, op, layer.Node.Inputs.AsSpan(), result.Type with { Shape = ofm });
        editor.Replace(view.Index, new Reshape(view.Output.Type.Shape), [result.Id]);
    }

    /// <summary>What a value is another shape of; the value itself where nothing reshapes it.</summary>
    private static ValueView BehindAlias(ValueView value) =>
        value is { HasOneUse: true, Producer: { Op: IAliasesInput } alias } ? alias.Inputs[0] : value;

    /// <summary>The axis of the convolution's map before the first one that is in blocks: 0, or 1 where a map of one axis lies along the
    /// columns. Null when the axes of blocks and convolution are not the same.</summary>
    private static int? FirstAxis(NodeView layer, ValueView before, ValueView after)
    {
        var (ifm, ofm) = (layer.Inputs[0].Type.Shape, layer.Output.Type.Shape);
        var (from, to) = (before.Type.Shape, after.Type.Shape);
        if (from == ifm && to == ofm)
            return 0;
        if (from.Rank != 3 || to.Rank != 3)
            return null;
        return ifm == Widen(from, 1) && ofm == Widen(to, 1) ? 1
            : ifm == Widen(from, 0) && ofm == Widen(to, 0) ? 0
            : null;
    }

    /// <summary>A map of one axis as one of two, its own along the rows, or along the columns.</summary>
    private static Shape Widen(Shape shape, int firstAxis) => new(shape.Sizes.Insert(2 - firstAxis, 1));

    /// <summary>The window over the whole map; null when there is none.</summary>
    /// <param name="axis">The window over a block's part of the map.</param>
    /// <param name="toBatch">How the parts were made.</param>
    /// <param name="toSpace">How they are put together.</param>
    /// <param name="position">Which of the blocks' axes it is, counted from 1; others are not in blocks.</param>
    private static WindowAxis? Dilate(WindowAxis axis, SpaceToBatch toBatch, BatchToSpace toSpace, int position)
    {
        if (position < 1 || position > toBatch.Block.Count)
            return axis;
        var (i, block) = (position - 1, toBatch.Block[position - 1]);
        if (axis.Stride != 1 && (block != 1 || toSpace.Before[i] != 0 || toSpace.After[i] != 0))
            return null;
        var dilated = axis with
        {
            Dilation = axis.Kernel == 1 ? 1 : axis.Dilation * block,
            PadBefore = (axis.PadBefore * block) + toBatch.Before[i] - toSpace.Before[i],
            PadAfter = (axis.PadAfter * block) + toBatch.After[i] - toSpace.After[i],
        };
        return dilated is { PadBefore: >= 0, PadAfter: >= 0, Dilation: <= MaximumDilation } ? dilated : null;
    }
}
