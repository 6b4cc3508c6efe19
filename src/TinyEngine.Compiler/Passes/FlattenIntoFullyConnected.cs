using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Lets a matrix product read a map as it is, so that it can add up row by row.
/// <code>
///   x[1,H,W,C] ─ RESHAPE([1,H*W*C]) ─ FULLY_CONNECTED      becomes      x ─ FULLY_CONNECTED
/// </code>
/// Exact because FULLY_CONNECTED takes the elements of its input in order, whatever its shape.
/// </summary>
internal sealed class FlattenIntoFullyConnected : IPass
{
    /// <inheritdoc/>
    public string Name => "flatten-into-fully-connected";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (
            view.Op is FullyConnected { KeepDims: false }
            && view.Inputs[0].Producer is { Op: IAliasesInput } reshape
            && reshape.Inputs[0] is { Type.Shape: [1, > 1, _, _] } map
            && map.Value.Kind is ValueKind.Computed or ValueKind.Input
            && map.Type.Quant == reshape.Output.Type.Quant
            && view.Output.Type.Shape is [1, _]
        )
            editor.Replace(view.Index, view.Op, [map.Id, .. view.Node.Inputs.Items[1..]]);
    }
}
