using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>
/// The operators of a graph that compute in float32. When some of them have no float32 form, one message tells what kind of file this is,
/// in place of one for each operator: a network whose weights alone are quantized, one that is not quantized at all, or a quantized one
/// with an island of float32.
/// </summary>
/// <param name="model">Records of the file.</param>
/// <param name="graph">The graph.</param>
/// <param name="known">What of it is needed, and what was computed already.</param>
internal sealed class FloatPart(TfliteModel model, TfliteSubgraph graph, KnownTensors known)
{
    private const int LongestList = 8;

    private readonly SortedSet<int> _refused = [];

    /// <summary>Whether an operator reads real numbers and no codes of quantized activations.</summary>
    public bool Has(int index)
    {
        var record = graph.Operators[index];
        return !IsBorder(record) && ReadsReal(record) && !ReadsCodes(record);
    }

    /// <summary>Whether an operator reads constants that the file keeps in 16-bit floats.</summary>
    public bool ReadsHalf(TfliteOperator record) => record.Inputs.Items.Any(tensor => Packed(tensor) == TfliteTensorType.Float16);

    /// <summary>Whether an operator makes such constants real for other operators, which are refused for it.</summary>
    public bool UnpacksHalf(TfliteOperator record) =>
        record.Outputs is [>= 0 and var output] && Packed(output) == TfliteTensorType.Float16 && !graph.Outputs.Items.Contains(output);

    /// <summary>Takes note of an operator that has no float32 form.</summary>
    public void Refuse(int index) => _refused.Add(index);

    /// <summary>Says why the operators that were refused are there.</summary>
    /// <param name="file">File name for messages.</param>
    /// <param name="bag">Receives the errors.</param>
    public void Report(string file, DiagnosticBag bag)
    {
        if (_refused.Count == 0)
            return;
        var needed = Enumerable.Range(0, graph.Operators.Count).Where(known.IsNeeded).ToList();
        if (needed.Any(index => !IsBorder(graph.Operators[index]) && ReadsCodes(graph.Operators[index])))
            ReportIslands(file, bag);
        else if (needed.Select(index => NarrowWeights(graph.Operators[index])).FirstOrDefault(type => type is not null) is { } type)
            bag.Add(
                Diag.WeightsOnly,
                new Place(file),
                $"only the weights are quantized: {needed.Count(index => NarrowWeights(graph.Operators[index]) is not null)} of "
                    + $"{needed.Count} operators have {type.ToString().ToLowerInvariant()} weights and compute in float32",
                "without a representative dataset the converter cannot know the ranges of activations, and leaves them float32",
                Remedies.FullInteger
            );
        else
            bag.Add(
                Diag.FloatNetwork,
                new Place(file),
                $"the network computes in float32: {List(needed.Where(Has).Select(NameOf).Distinct())}",
                "kernels for microcontrollers compute with integers; float32 would take four times the memory, and on most cores many "
                    + "times the instructions",
                Remedies.FullInteger
            );
    }

    private void ReportIslands(string file, DiagnosticBag bag)
    {
        foreach (var island in Islands().Where(island => island.Any(_refused.Contains)))
        {
            var refused = island.Where(_refused.Contains).ToList();
            var first = graph.Operators[refused[0]];
            bag.Add(
                Diag.FloatOperator,
                new Place(file, $"op {refused[0]} {NameOf(refused[0])} '{DisplayName.Of(graph.Tensors[first.Outputs[0]].Name)}'"),
                $"{List(refused.Select(NameOf).Distinct())} {(refused.Count == 1 ? "is" : "are")} not supported in float32",
                $"the converter left {(island.Count == 1 ? "this operator" : "these operators")} in float32 inside a quantized network: "
                    + List(island.Select(index => $"op {index} {NameOf(index)}")),
                Remedies.QuantizeIsland
            );
        }
    }

    /// <summary>Operators that hand real numbers to each other, in the order of the file.</summary>
    private List<List<int>> Islands()
    {
        var islands = new List<List<int>>();
        var homes = new Dictionary<int, List<int>>();
        foreach (
            var index in Enumerable
                .Range(0, graph.Operators.Count)
                .Where(index => known.IsNeeded(index) && (Has(index) || _refused.Contains(index)))
        )
        {
            var home = new List<int> { index };
            var tensors = graph.Operators[index].Inputs.Items.Concat(graph.Operators[index].Outputs).Where(IsReal).ToList();
            foreach (var other in tensors.Select(tensor => homes.GetValueOrDefault(tensor)).OfType<List<int>>().Distinct().ToList())
            {
                home.AddRange(other);
                islands.Remove(other);
                foreach (var tensor in homes.Where(entry => entry.Value == other).Select(entry => entry.Key).ToList())
                    homes[tensor] = home;
            }

            foreach (var tensor in tensors)
                homes[tensor] = home;
            islands.Add(home);
        }

        foreach (var island in islands)
            island.Sort();
        return islands;
    }

    private bool ReadsReal(TfliteOperator record) => record.Inputs.Items.Any(IsReal);

    private bool ReadsCodes(TfliteOperator record) =>
        record.Inputs.Items.Any(tensor =>
            IsComputed(tensor) && graph.Tensors[tensor].Type is TfliteTensorType.Int8 or TfliteTensorType.UInt8 or TfliteTensorType.Int16
        );

    private bool IsReal(int tensor) => IsComputed(tensor) && graph.Tensors[tensor].Type == TfliteTensorType.Float32;

    private bool IsComputed(int tensor) =>
        tensor >= 0 && model.DataOf(graph.Tensors[tensor]).IsEmpty && known.FoldedBytes(tensor) is null && !IsUnpacked(tensor);

    /// <summary>Whether a tensor is a constant that DEQUANTIZE makes real.</summary>
    private bool IsUnpacked(int tensor) => Packed(tensor) is not null;

    private TfliteTensorType? Packed(int tensor) =>
        tensor >= 0
        && known.ProducerOf(tensor) is { } producer
        && graph.Operators[producer] is { Inputs: [>= 0 and var packed] } record
        && model.CodeOf(record).Code == BuiltinOperator.Dequantize
        && !model.DataOf(graph.Tensors[packed]).IsEmpty
            ? graph.Tensors[packed].Type
            : null;

    /// <summary>Type of constants narrower than float32 that an operator on real numbers reads; null when there are none.</summary>
    private TfliteTensorType? NarrowWeights(TfliteOperator record)
    {
        if (IsBorder(record) || !ReadsReal(record))
            return null;
        foreach (var tensor in record.Inputs.Items.Where(tensor => tensor >= 0))
        {
            var type = Packed(tensor) ?? (IsComputed(tensor) ? TfliteTensorType.Float32 : graph.Tensors[tensor].Type);
            if (
                type
                is TfliteTensorType.Int8
                    or TfliteTensorType.UInt8
                    or TfliteTensorType.Int4
                    or TfliteTensorType.UInt4
                    or TfliteTensorType.Int2
                    or TfliteTensorType.Float16
            )
                return type;
        }

        return null;
    }

    private bool IsBorder(TfliteOperator record) =>
        model.CodeOf(record).Code is BuiltinOperator.Quantize or BuiltinOperator.Dequantize or BuiltinOperator.Cast;

    private string NameOf(int index) => TfliteTable.NameOf(model.CodeOf(graph.Operators[index]));

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count > LongestList ? $"{string.Join(", ", all.Take(LongestList))} and {all.Count - LongestList} more"
            : all.Count > 1 ? $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}"
            : string.Concat(all);
    }
}
