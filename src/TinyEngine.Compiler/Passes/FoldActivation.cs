using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Folds an activation that only limits codes into the operator before it.
/// <code>
///   x ─ CONV_2D ─ RELU6      becomes      x ─ CONV_2D(clamp)
/// </code>
/// Whether it only limits is read off its table of 256 codes, so any activation that does so qualifies, and one that rescales does not.
/// </summary>
internal sealed class FoldActivation : IPass
{
    /// <inheritdoc/>
    public string Name => "fold-activation";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (
            view.Op is not ITableOperator activation
            || view.Inputs[0] is not { HasOneUse: true, Producer: { Op: IFusesActivation before } beforeView } input
        )
            return;
        if (
            input.Type != view.Output.Type
            || input.Type.DType != DType.Int8
            || activation.Table(input.Type, view.Output.Type) is not { } table
        )
            return;
        var clamp = new Clamp((sbyte)table.Entries[unchecked((byte)sbyte.MinValue)], (sbyte)table.Entries[(byte)sbyte.MaxValue]);
        for (var code = (int)sbyte.MinValue; code <= sbyte.MaxValue; code++)
        {
            if ((sbyte)table.Entries[unchecked((byte)code)] != clamp.Apply(code))
                return;
        }

        var both = before.Activation.Intersect(clamp);
        if (both.Min <= both.Max)
            editor.Replace(view.Index, before.WithActivation(both), [.. beforeView.Node.Inputs]);
    }
}
