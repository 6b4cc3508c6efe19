using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>A graph that begins and ends at other tensors than its own inputs and outputs. What lies outside is not needed then, and not
/// judged.</summary>
internal static class GraphCut
{
    /// <summary>Names that a message lists.</summary>
    private const int MostNames = 5;

    /// <summary>Cuts a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Names of its new inputs and outputs.</param>
    /// <param name="place">The file.</param>
    /// <param name="bag">Receives an error for each name that no tensor has, or several have.</param>
    /// <returns>The graph, or null after an error.</returns>
    public static TfliteSubgraph? Apply(TfliteSubgraph graph, ImportOptions options, Place place, DiagnosticBag bag)
    {
        var (inputs, outputs) = (Find(options.Inputs, "--inputs"), Find(options.Outputs, "--outputs"));
        if (inputs.Contains(-1) || outputs.Contains(-1))
            return null;
        if (outputs.Length > 0)
            graph = graph with { Outputs = new(outputs) };
        return inputs.Length > 0 ? Begin(graph, inputs) : graph;

        ImmutableArray<int> Find(ImmutableArray<string> names, string option) => [.. names.Select(name => Number(name, option))];

        int Number(string name, string option)
        {
            var found = graph.Tensors.Items.Index().Where(tensor => tensor.Item.Name == name).Select(tensor => tensor.Index).ToList();
            if (found is [var only])
                return only;
            bag.Add(
                Diag.UnknownTensor,
                place,
                $"{option}: the graph has {(found.Count == 0 ? "no tensor" : $"{found.Count} tensors")} '{DisplayName.Of(name)}'",
                found.Count == 0 ? Similar(graph, name) : "a name that several have means none of them",
                "take a name from 'tinyengine inspect MODEL --json', which lists what operators read and write"
            );
            return -1;
        }
    }

    /// <summary>What wrote the new inputs writes tensors that nobody reads.</summary>
    private static TfliteSubgraph Begin(TfliteSubgraph graph, ImmutableArray<int> inputs)
    {
        var tensors = graph.Tensors.Items.ToBuilder();
        var instead = new Dictionary<int, int>();
        foreach (var input in inputs.Except(graph.Inputs.Items))
        {
            instead[input] = tensors.Count;
            tensors.Add(tensors[input] with { Name = "" });
        }

        return graph with
        {
            Inputs = new(inputs),
            Tensors = new(tensors.ToImmutable()),
            Operators =
            [
                .. graph.Operators.Items.Select(record =>
                    record.Outputs.Items.Any(instead.ContainsKey)
                        ? record with
                        {
                            Outputs = [.. record.Outputs.Items.Select(output => instead.GetValueOrDefault(output, output))],
                        }
                        : record
                ),
            ],
        };
    }

    private static string Similar(TfliteSubgraph graph, string name)
    {
        var names = graph.Tensors.Items.Select(tensor => tensor.Name).Where(known => known.Length > 0).ToList();
        var similar = names
            .Where(known => name.Length > 0 && known.Contains(name, StringComparison.OrdinalIgnoreCase))
            .Take(MostNames)
            .Select(known => $"'{DisplayName.Of(known)}'")
            .ToList();
        return similar.Count > 0 ? $"there are {string.Join(", ", similar)}" : $"none of its {names.Count} tensors has that in its name";
    }
}
