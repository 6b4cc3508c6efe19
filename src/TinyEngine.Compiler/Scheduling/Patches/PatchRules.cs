using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>Which operators may run patch by patch: those that make any rectangle of their output from a rectangle of each input.</summary>
internal static class PatchRules
{
    /// <summary>Reports every node of a head that cannot run in patches.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="calls">Kernel calls of each node.</param>
    /// <param name="end">Number of nodes in the head.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives the errors.</param>
    /// <returns>Whether there was none.</returns>
    public static bool Check(Network graph, ImmutableArray<ImmutableArray<KernelCall>> calls, int end, string file, DiagnosticBag bag)
    {
        var before = bag.ErrorCount;
        var first = Enumerable.Range(0, end).FirstOrDefault(step => WhyNot(graph, step, calls[step]) is not null, -1);
        for (var step = 0; step < end; step++)
        {
            if (WhyNot(graph, step, calls[step]) is not { } reason)
                continue;
            var node = graph.Nodes[step];
            bag.Add(
                Diag.NotInPatches,
                new Place(file, node.Label),
                $"{node.Op.Name} cannot run patch by patch",
                reason,
                first > 0
                    ? "split before it: use a split of "
                        + $"{graph.Nodes[first].SourceIndex switch { >= 0 and var index => index, _ => first }} at most"
                    : "use --schedule stream"
            );
        }

        return bag.ErrorCount == before;
    }

    private static string? WhyNot(Network graph, int step, ImmutableArray<KernelCall> calls)
    {
        var node = graph.Nodes[step];
        if (calls.IsEmpty)
            return "it gives its input another shape without moving it, so a part of it is no rectangle";
        if (node.Outputs.Count != 1)
            return "it has several outputs";
        if (graph.WhyWholeTensors(node) is { } reason)
            return $"it takes whole tensors: {reason}";
        if (!calls.All(call => call is RowCall))
            return "its output is made from a whole map";
        if (graph[node.Outputs[0]].Type.Shape is not [1, <= short.MaxValue, <= short.MaxValue, _])
            return $"its output {graph[node.Outputs[0]].Type.Shape} is not one map";
        if (node.Op is IWindowed)
            return null;
        var width = graph[node.Outputs[0]].Type.Shape[2];
        if (!calls.Cast<RowCall>().All(call => call.IsPixelwise && call.Columns == width))
            return "its kernel makes whole rows";
        var widths = calls
            .Cast<RowCall>()
            .SelectMany(call => call.Sources)
            .Select(source => graph[node.Inputs[source.Operand]].Type.Shape.ToNhwc().Width);
        return widths.All(operand => operand == width || operand == 1) ? null : "an operand has other columns than the output";
    }
}
