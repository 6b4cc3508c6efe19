using System.Runtime.InteropServices;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Subtracts the zero point from the weights of a fully connected layer, where all of them stay int8, so that the kernels of usual layers
/// serve it.
/// <code>
///   x ─ FULLY_CONNECTED(weights w, zero point z)      becomes      x ─ FULLY_CONNECTED(weights w − z)
/// </code>
/// </summary>
internal sealed class CenterWeights : IPass
{
    /// <inheritdoc/>
    public string Name => "center-weights";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (view.Op is not GeneralFullyConnected layer || view.Inputs[1] is not { Value: { IsKnown: true, Type: var type } weights })
            return;
        var zeroPoint = type.Quant.ZeroPoint;
        var codes = weights.Constant.As<sbyte>().ToArray();
        foreach (ref var code in codes.AsSpan())
        {
            if (code - zeroPoint is < sbyte.MinValue or > sbyte.MaxValue)
                return;
            code = (sbyte)(code - zeroPoint);
        }

        var centered = editor.AddConstant(
            weights.Name,
            type with
            {
                Quant = QuantParams.PerTensor(type.Quant.Scale, 0),
            },
            MemoryMarshal.AsBytes(codes.AsSpan()).ToArray()
        );
        editor.Replace(
            view.Index,
            new FullyConnected(layer.KeepDims, layer.Activation),
            [view.Node.Inputs[0], centered, .. view.Node.Inputs.Items[2..]]
        );
    }
}
