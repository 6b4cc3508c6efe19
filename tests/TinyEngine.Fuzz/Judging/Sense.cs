using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;

namespace TinyEngine.Fuzz.Judging;

/// <summary>
/// Tells whether a file that was accepted can mean anything. Knows the format alone and shares nothing with the importer, so that a check
/// that is missing there shows here.
/// </summary>
internal static class Sense
{
    /// <summary>What makes no sense; null when everything does.</summary>
    public static string? FindNonsense(TfliteModel model)
    {
        if (model.Subgraphs.Count == 0)
            return "no subgraph";
        var graph = model.Graph();
        if (graph.Inputs.Count == 0 || graph.Outputs.Count == 0)
            return "no inputs or no outputs";
        var known = new bool[graph.Tensors.Count];
        foreach (var input in graph.Inputs)
        {
            if (known[input])
                return $"input {input} twice";
            known[input] = true;
        }

        var needed = NeededOperators(model);
        foreach (var (i, op) in graph.Operators.Items.Index())
        {
            if (!needed.Contains(i))
                continue;
            if (OfOperator(model, op, known) is { } nonsense)
                return $"operator {i}: {nonsense}";
        }

        return graph
            .Outputs.Items.Where(output => !IsReadable(model, output, known))
            .Select(output => $"output {output} has no value")
            .FirstOrDefault();
    }

    /// <summary>Operators from which something leads to an output or a variable. SHAPE looks at no element, and what has none is
    /// known.</summary>
    private static HashSet<int> NeededOperators(TfliteModel model)
    {
        var graph = model.Graph();
        var needed = new HashSet<int>();
        var tensors = new HashSet<int>(graph.Outputs);
        for (var count = -1; count != needed.Count; )
        {
            count = needed.Count;
            foreach (var (i, op) in graph.Operators.Items.Index())
            {
                var code = model.CodeOf(op).Code;
                var isRead = op.Outputs.Items.Any(tensors.Contains) || TfliteVariables.Owns(code) || op.Outputs.Items.All(t => t < 0);
                if (!isRead || !needed.Add(i) || code is BuiltinOperator.Shape or BuiltinOperator.Rank)
                    continue;
                tensors.UnionWith(op.Inputs.Items.Where(t => t >= 0 && !graph.Tensors[t].Shape.Items.Contains(0)));
            }
        }

        return needed;
    }

    private static string? OfOperator(TfliteModel model, TfliteOperator op, bool[] known)
    {
        var tensors = model.Graph().Tensors;
        var code = model.CodeOf(op);
        if (code.Code == BuiltinOperator.Custom ? TfliteTable.Find(code) is null : !Enum.IsDefined(code.Code))
            return "its code has no meaning";
        var isMeasured = code.Code is BuiltinOperator.Shape or BuiltinOperator.Rank;
        foreach (var input in op.Inputs.Items.Where(input => input >= 0 && !isMeasured && !tensors[input].Shape.Items.Contains(0)))
        {
            if (!IsReadable(model, input, known))
                return $"operand {input} has no value";
            if (OfTensor(model, tensors[input]) is { } nonsense)
                return $"operand {input}: {nonsense}";
        }

        foreach (var output in op.Outputs)
        {
            if (output < 0 || known[output])
                return $"result {output} is absent or has a value already";
            known[output] = true;
            if (OfTensor(model, tensors[output]) is { } nonsense)
                return $"result {output}: {nonsense}";
        }

        return null;
    }

    private static bool IsReadable(TfliteModel model, int tensor, bool[] known) =>
        known[tensor] || model.Graph().Tensors[tensor].IsVariable || !model.DataOf(model.Graph().Tensors[tensor]).IsEmpty;

    private static string? OfTensor(TfliteModel model, TfliteTensor tensor)
    {
        if (tensor.Type == TfliteTensorType.Resource)
            return null;
        var data = model.DataOf(tensor);
        var bits = tensor.Type switch
        {
            TfliteTensorType.Int4 when !data.IsEmpty => 4,
            TfliteTensorType.Int8 or TfliteTensorType.UInt8 or TfliteTensorType.Bool => 8,
            TfliteTensorType.Int16 => 16,
            TfliteTensorType.Int32 or TfliteTensorType.Float32 or TfliteTensorType.UInt32 => 32,
            TfliteTensorType.Int64 or TfliteTensorType.UInt64 => 64,
            _ => 0,
        };
        if (bits == 0 || tensor.HasSparsity || tensor.ExternalBuffer != 0)
            return "its type, encoding or place is not supported";
        var count = 1L;
        foreach (var size in tensor.Shape)
        {
            if (size < 1 || bits * (decimal)(count *= size) > 1L << 31)
                return $"its shape is {string.Join('x', tensor.Shape)}";
        }

        var bytes = ((bits * count) + 7) / 8;
        if (!data.IsEmpty && !tensor.IsVariable && data.Length != bytes)
            return $"{data.Length} bytes for {bytes}";
        if (
            tensor.Quantization is not { Scales.Count: > 0 } quant
            || tensor.Type
                is TfliteTensorType.Float32
                    or TfliteTensorType.Int64
                    or TfliteTensorType.Int32
                    or TfliteTensorType.Bool
                    or TfliteTensorType.UInt32
                    or TfliteTensorType.UInt64
        )
            return null;
        if (
            quant.Scales.Count > 1
            && (
                quant.QuantizedDimension < 0
                || quant.QuantizedDimension >= tensor.Shape.Count
                || tensor.Shape[quant.QuantizedDimension] != quant.Scales.Count
            )
        )
            return $"{quant.Scales.Count} scales";
        if (quant.DetailsType != 0 || (quant.ZeroPoints.Count > 1 && quant.ZeroPoints.Count != quant.Scales.Count))
            return "its zero points or scheme";
        if (quant.Scales.Items.Any(scale => !float.IsFinite(scale) || (quant.Scales.Count == 1 && scale <= 0)))
            return $"scale {quant.Scales}";
        var (least, greatest) = tensor.Type switch
        {
            TfliteTensorType.Int4 or TfliteTensorType.Int8 => (-128, 127),
            TfliteTensorType.UInt8 => (0, 255),
            _ => (-32_768, 32_767),
        };
        return quant.ZeroPoints.Items.Any(z => z < least || z > greatest) ? $"zero point {quant.ZeroPoints}" : null;
    }

    private static TfliteSubgraph Graph(this TfliteModel model) => model.Subgraphs[0];
}
