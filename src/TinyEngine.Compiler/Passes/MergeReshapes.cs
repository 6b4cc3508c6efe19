using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Gives bytes their last shape at once. What only inserts or drops axes counts as a RESHAPE.
/// <code>
///   x ─ EXPAND_DIMS ─ RESHAPE ─ y      becomes      x ─ RESHAPE ─ y
/// </code>
/// Exact because no shape in between moves a byte; every scale in between must be the same, for readers of the bytes see the last one.
/// </summary>
internal sealed class MergeReshapes : IPass
{
    /// <inheritdoc/>
    public string Name => "merge-reshapes";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (
            view.Op is IAliasesInput
            && view.Inputs[0].Producer is { Op: IAliasesInput } inner
            && inner.Inputs[0].Value.Kind != ValueKind.Variable
            && inner.Inputs[0].Type.Quant == inner.Output.Type.Quant
        )
            editor.Replace(view.Index, new Reshape(view.Output.Type.Shape), [inner.Inputs[0].Id]);
    }
}
