using System.Text;

namespace TinyEngine.Graph;

/// <summary>A graph as text, one line per value and node, for dumps, snapshots and tests. Same graph, same text.</summary>
internal static class GraphDump
{
    /// <summary>Writes the graph.</summary>
    public static string Write(Network graph)
    {
        var text = new StringBuilder();
        text.Append("graph ").Append(graph.Name).Append('\n');
        foreach (var value in graph.Values)
        {
            if (
                value.Kind != ValueKind.Computed
                && (graph.Consumers(value.Id).Length > 0 || graph.IsOutput(value.Id) || value.Kind == ValueKind.Input)
            )
                text.Append($"  {value.Id} = {value.Kind.ToString().ToLowerInvariant()} {value.Type} '{value.Name}'\n");
        }

        foreach (var node in graph.Nodes)
        {
            text.Append("  ")
                .AppendJoin(", ", node.Outputs)
                .Append(" = ")
                .Append(node.Op.Name)
                .Append('(')
                .AppendJoin(", ", node.Inputs)
                .Append(')');
            if (node.Op.Attributes.Length > 0)
                text.Append(" {").Append(node.Op.Attributes).Append('}');
            text.Append(" : ").AppendJoin(", ", node.Outputs.Select(o => graph[o].Type)).Append(" '").Append(node.Name).Append("'\n");
        }

        text.Append("  return ").AppendJoin(", ", graph.Outputs).Append('\n');
        return text.ToString();
    }
}
