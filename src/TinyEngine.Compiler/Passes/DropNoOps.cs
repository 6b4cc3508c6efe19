using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Removes operators that change nothing: PAD by nothing, RESHAPE to the same shape, QUANTIZE to the same scale and zero point, TRANSPOSE
/// that keeps the order.
/// <code>
///   x ─ RESHAPE(same) ─ y      becomes      x ─ y
/// </code>
/// What leaves the network stays, so that outputs keep their names.
/// </summary>
internal sealed class DropNoOps : IPass
{
    /// <inheritdoc/>
    public string Name => "drop-no-ops";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        var movesNothing = view.Op switch
        {
            Pad or Reshape or Quantize => true,
            Transpose transpose => transpose.Permutation.Index().All(axis => axis.Index == axis.Item),
            _ => false,
        };
        // What was read of a variable keeps its reader, which runs before the variable changes.
        if (
            movesNothing
            && view.Inputs[0].Value.Kind != ValueKind.Variable
            && view.Inputs[0].Type == view.Output.Type
            && !view.Graph.IsOutput(view.Output.Id)
        )
            editor.Forward(view.Output.Id, view.Inputs[0].Id);
    }
}
