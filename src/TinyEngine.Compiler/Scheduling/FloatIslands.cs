using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Warns of operators that compute in float32, with what they cost: few people know that their converter left some.</summary>
internal static class FloatIslands
{
    /// <summary>Adds a warning for each group of steps that hand real numbers to each other.</summary>
    /// <param name="layers">The schedule of whole tensors.</param>
    /// <param name="target">What instructions are predicted for.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives the warnings; of several targets the first is told.</param>
    public static void Warn(Schedule layers, Target target, string file, DiagnosticBag bag)
    {
        var graph = layers.Graph;
        var steps = layers.Steps.Where(step => step.Calls.Length > 0).ToList();
        var reals = steps.Where(step => IsReal(graph, graph.Nodes[step.Node])).ToList();
        if (reals.Count == 0)
            return;
        var model = InstructionModel.Of(target);
        var prices = steps.ToDictionary(step => step, step => model.OfWhole(graph, graph.Nodes[step.Node], step.Calls));
        var total = prices.Values.Sum();
        foreach (var island in Group(graph, reals))
        {
            var nodes = island.Select(step => graph.Nodes[step.Node]).ToList();
            var place = new Place(file, nodes[0].Label);
            if (bag.Items.Any(item => item.Descriptor == Diag.FloatIsland && item.Place == place))
                continue;
            var cost = island.Sum(step => prices[step]);
            var (what, verb) = nodes.Count == 1 ? ("operator", "computes") : ("operators", "compute");
            bag.Add(
                Diag.FloatIsland,
                place,
                $"{nodes.Count} {what} {verb} in float32 ({string.Join(", ", nodes.Select(node => node.Op.Name).Distinct())})",
                $"the converter did not quantize {(nodes.Count == 1 ? "it" : "them")}; {cost:N0} of {total:N0} instructions predicted for "
                    + $"{target.Costs} are spent there ({100 * cost / total:F0} %)",
                Remedies.QuantizeIsland
            );
        }
    }

    private static bool IsReal(Network graph, Node node) =>
        node.Op is not (Quantize or Dequantize or Cast)
        && node.Inputs.Any(id => !graph[id].IsConstant && graph[id].Type.DType == DType.Float32);

    private static List<List<Step>> Group(Network graph, List<Step> reals)
    {
        var groups = new List<List<Step>>();
        foreach (var step in reals)
        {
            var values = Values(step);
            var joined = groups.Where(group => group.Any(other => Values(other).Overlaps(values))).ToList();
            groups.RemoveAll(joined.Contains);
            groups.Add([.. joined.SelectMany(group => group), step]);
        }

        return [.. groups.Select(group => group.OrderBy(step => step.Node).ToList()).OrderBy(group => group[0].Node)];

        HashSet<ValueId> Values(Step step) =>
            [
                .. graph
                    .Nodes[step.Node]
                    .Inputs.Where(id => !graph[id].IsConstant)
                    .Concat(graph.Nodes[step.Node].Outputs)
                    .Where(id => graph[id].Type.DType == DType.Float32),
            ];
    }
}
