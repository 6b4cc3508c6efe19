using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Makes a matrix product of a convolution whose window is the whole map: a kernel for vectors needs no scratch for windows.
/// <code>
///   x[1,H,W,C] ─ CONV_2D(HxW) ─ y      becomes      x ─ FULLY_CONNECTED ─ RESHAPE([1,1,1,O]) ─ y
/// </code>
/// The same products are summed, and weights lie in the same order. The two operators round the factor of an output differently where all
/// weights have one scale; then each output is given that scale as its own, for which both round alike.
/// </summary>
internal sealed class ConvToFullyConnected : IPass
{
    /// <inheritdoc/>
    public string Name => "conv-to-fully-connected";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (
            view.Op is not Conv2D conv
            || view.Inputs is not [var map, var weights, ..]
            || map.Type.Shape is not [1, var height, var width, var channels]
            || height * width == 1
            || weights.Type.Shape[3] != channels
            || !Covers(conv.Window.Y, height)
            || !Covers(conv.Window.X, width)
        )
            return;
        var (ofm, outputs) = (view.Output.Type, view.Output.Type.Shape[3]);
        var flat = Flat(weights.Type, map.Type, ofm);
        if (!Factors(flat).SequenceEqual(ChannelMultipliers.Compute(map.Type, weights.Type, ofm, outputs)))
            return;
        var product = editor.Insert(
            view.Index,
            new FullyConnected(KeepDims: false, conv.Activation),
            [map.Id, editor.AddConstant(weights.Value.Name, flat, weights.Value.Data), .. view.Node.Inputs.Items[2..]],
            ofm with
            {
                Shape = [1, outputs],
            },
            view.Node.Name
        );
        editor.Replace(view.Index, new Reshape(ofm.Shape), [product]);

        IEnumerable<QuantizedMultiplier> Factors(TensorType type) => ChannelMultipliers.ComputeFullyConnected(map.Type, type, ofm, outputs);
    }

    private static bool Covers(WindowAxis axis, int size) => axis is { PadBefore: 0, PadAfter: 0, Dilation: 1 } && axis.Kernel == size;

    /// <summary>Type of the weights as a matrix.</summary>
    private static TensorType Flat(TensorType weights, TensorType map, TensorType ofm)
    {
        var outputs = weights.Shape[0];
        var flat = weights with { Shape = [outputs, weights.Shape.ElementCount / outputs] };
        return
            !weights.Quant.IsPerTensor
            || ChannelMultipliers
                .ComputeFullyConnected(map, flat, ofm, outputs)
                .SequenceEqual(ChannelMultipliers.Compute(map, flat, ofm, outputs))
            ? flat
            : flat with
            {
                Quant = new QuantParams(
                    [.. Enumerable.Repeat(weights.Quant.Scale, outputs)],
                    [.. Enumerable.Repeat(weights.Quant.ZeroPoint, outputs)]
                ),
            };
    }
}
