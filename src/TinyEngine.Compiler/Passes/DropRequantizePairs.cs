using System.Collections.Immutable;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Removes a pair of conversions that together change no code.
/// <code>
///   x ─ DEQUANTIZE ─ QUANTIZE ─ y      becomes      x ─ y
/// </code>
/// Whether they change none is tried out on all 256 codes. What leaves the network stays, so that outputs keep their names.
/// </summary>
internal sealed class DropRequantizePairs : IPass
{
    private const int Codes = 256;

    /// <inheritdoc/>
    public string Name => "drop-requantize-pairs";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (view.Op is not (Quantize or Dequantize) || view.Graph.IsOutput(view.Output.Id))
            return;
        if (view.Inputs[0].Producer is not { Op: Quantize or Dequantize } first || first.Inputs[0].Type != view.Output.Type)
            return;
        if (first.Inputs[0].Value.Kind == ValueKind.Variable)
            return; // its readers run before it changes
        if (view.Output.Type.DType is not (DType.Int8 or DType.UInt8))
            return;
        var codes = new byte[Codes];
        for (var i = 0; i < Codes; i++)
            codes[i] = (byte)i;
        var middle = Evaluate(first, codes);
        if (Evaluate(view, middle).AsSpan().SequenceEqual(codes))
            editor.Forward(view.Output.Id, first.Inputs[0].Id);
    }

    private static byte[] Evaluate(NodeView view, byte[] input)
    {
        var inputType = view.Inputs[0].Type with { Shape = [Codes] };
        var outputType = view.Output.Type with { Shape = [Codes] };
        var output = new byte[outputType.ByteSize];
        ImmutableArray<(TensorType, Memory<byte>)> outputs = [(outputType, output)];
        view.Op.Evaluate(new EvaluationContext([new Tensor(inputType, input)], outputs, new Place("", view.Node.Label)));
        return output;
    }
}
