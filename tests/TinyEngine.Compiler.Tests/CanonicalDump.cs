using System.Text.RegularExpressions;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests;

/// <summary>Dumps that compare equal for graphs that differ only in the numbering of values.</summary>
internal static partial class CanonicalDump
{
    /// <summary>The dump with constants in the order in which nodes read them and values numbered in the order in which they
    /// appear.</summary>
    public static string Write(Network graph)
    {
        var lines = GraphDump.Write(graph).Split('\n');
        var reads = graph
            .Nodes.SelectMany(node => node.Inputs)
            .Distinct()
            .Select((id, order) => (id, order))
            .ToDictionary(read => $"{read.id}", read => read.order);
        int Order(string line) =>
            Id().Match(line) is { Success: true } first && line.Contains($"{first.Value} = constant ", StringComparison.Ordinal)
                ? reads.GetValueOrDefault(first.Value, int.MaxValue)
                : -1;
        var constants = lines.Where(line => Order(line) >= 0).OrderBy(Order);
        var text = string.Join('\n', constants.Concat(lines.Where(line => Order(line) < 0)));
        var numbers = new Dictionary<string, int>();
        return Id().Replace(text, id => $"%{(numbers.TryGetValue(id.Value, out var number) ? number : numbers[id.Value] = numbers.Count)}");
    }

    [GeneratedRegex(@"%\d+")]
    private static partial Regex Id();
}
