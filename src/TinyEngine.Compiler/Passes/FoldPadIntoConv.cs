using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Folds a PAD over height and width into the convolution behind it.
/// <code>
///   x ─ PAD(1,1 1,1) ─ CONV_2D(pad 0)      becomes      x ─ CONV_2D(pad 1,1 1,1)
/// </code>
/// Exact only for operators whose padded taps multiply the zero point (pooling ignores them), when the PAD writes that same zero point and
/// nobody else reads it.
/// </summary>
internal sealed class FoldPadIntoConv : IPass
{
    /// <inheritdoc/>
    public string Name => "fold-pad-into-conv";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (view.Op is not IPadsWithZeroPoint conv || view.Inputs[0] is not { HasOneUse: true, Producer: { Op: Pad pad } padView } padded)
            return;
        var input = padView.Inputs[0];
        if (
            pad.Before.Count != 4
            || pad.Before[0] + pad.After[0] + pad.Before[3] + pad.After[3] != 0
            || input.Type.Quant != padded.Type.Quant
        )
            return;
        var window = new Window2D(Widen(conv.Window.Y, pad, 1), Widen(conv.Window.X, pad, 2));
        editor.Replace(view.Index, conv.WithWindow(window), [input.Id, .. view.Node.Inputs.Items[1..]]);
    }

    private static WindowAxis Widen(WindowAxis axis, Pad pad, int dimension) =>
        axis with
        {
            PadBefore = axis.PadBefore + pad.Before[dimension],
            PadAfter = axis.PadAfter + pad.After[dimension],
        };
}
