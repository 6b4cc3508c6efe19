using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Proofs;

/// <summary>
/// Proves that no sum of a network leaves its accumulator, whatever the inputs are: from the actual weights and biases, channel by channel.
/// Signed overflow is undefined in C, and the reference has it too, so there is nothing that generated code could agree with.
/// </summary>
internal static class AccumulatorProof
{
    /// <summary>Reports each operator of which a sum can overflow.</summary>
    /// <returns>Whether none can.</returns>
    public static bool Holds(Network graph, string file, DiagnosticBag bag)
    {
        var holds = true;
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not IBoundAccumulators op)
                continue;
            var (maximum, limit) = op.BoundAccumulators(graph.TypesOf(node), graph.ConstantsOf(node));
            if (maximum <= limit)
                continue;
            holds = false;
            bag.Add(
                Diag.AccumulatorOverflow,
                new Place(file, node.Label),
                $"a sum can reach {maximum:N0} for some inputs, its accumulator holds {limit:N0}",
                "the reference's result is undefined then, and so would be that of generated code",
                "look at this layer's bias: values this large come from a channel that training left without a use; prune or "
                    + "retrain it, or make the layer smaller"
            );
        }

        return holds;
    }
}
