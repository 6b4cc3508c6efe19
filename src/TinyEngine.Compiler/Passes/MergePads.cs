using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Joins two PADs in a row, as converters write them for explicit padding.
/// <code>
///   x ─ PAD(a) ─ PAD(b)      becomes      x ─ PAD(a + b)
/// </code>
/// Only when both write the same zero point and nobody else reads the first.
/// </summary>
internal sealed class MergePads : IPass
{
    /// <inheritdoc/>
    public string Name => "merge-pads";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (view.Op is not Pad outer || view.Inputs[0] is not { HasOneUse: true, Producer: { Op: Pad inner } innerView } middle)
            return;
        if (middle.Type.Quant != view.Output.Type.Quant)
            return;
        var merged = new Pad([.. inner.Before.Zip(outer.Before, (a, b) => a + b)], [.. inner.After.Zip(outer.After, (a, b) => a + b)]);
        editor.Replace(view.Index, merged, [innerView.Inputs[0].Id]);
    }
}
