using System.Collections.Concurrent;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Proofs;

/// <summary>What was proved of the nodes of a network: each once, whoever asks first. All plans of a network share one.</summary>
/// <param name="graph">The network; others that have its nodes in another order will do as well.</param>
internal sealed class NetworkProofs(Network graph)
{
    private readonly ConcurrentDictionary<Node, ConcurrentDictionary<Type, object?>> _results = new(ReferenceEqualityComparer.Instance);

    /// <summary>The network.</summary>
    public Network Graph => graph;

    /// <summary>What is known of the sums of a layer with weights; null for other nodes.</summary>
    public LayerProof? Layer(Node node) =>
        node.Op is IScaleChannels op ? Once(node, () => LayerProof.Of(op, graph.TypesOf(node), graph.ConstantsOf(node))) : null;

    /// <summary>A result that a node needs to be computed for once.</summary>
    /// <typeparam name="T">Its type, of which a node has one.</typeparam>
    /// <param name="node">The node.</param>
    /// <param name="prove">Computes it.</param>
    public T Once<T>(Node node, Func<T> prove) => (T)_results.GetOrAdd(node, _ => new()).GetOrAdd(typeof(T), _ => prove())!;
}
