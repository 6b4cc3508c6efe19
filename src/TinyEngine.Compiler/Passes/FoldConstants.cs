using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Computes at compile time what depends on constants only.
/// <code>
///   constant ─ RESHAPE ─ ADD      becomes      constant ─ ADD
/// </code>
/// What leaves the network stays, so that outputs keep their names.
/// </summary>
internal sealed class FoldConstants : IPass
{
    private const long MaximumBytes = 4 << 20;
    private const long MaximumMacs = 50_000_000;

    /// <inheritdoc/>
    public string Name => "fold-constants";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        var graph = view.Graph;
        if (!view.Node.Inputs.All(id => graph[id].IsKnown) || view.Node.Outputs.Any(graph.IsOutput) || IsTooMuch(view, graph))
            return;
        var outputs = view.Node.Outputs.Items.Select(id => (graph[id], Bytes: new byte[graph[id].Type.ByteSize])).ToArray();
        try
        {
            ImmutableArray<(TensorType, Memory<byte>)> targets = [.. outputs.Select(o => (o.Item1.Type, (Memory<byte>)o.Bytes))];
            view.Op.Evaluate(
                new EvaluationContext(
                    [.. view.Node.Inputs.Items.Select(id => graph[id].Constant)],
                    targets,
                    new Place(graph.Name, view.Node.Label)
                )
            );
        }
        catch (EvaluationException)
        {
            return; // the same error will be reported when the network runs
        }

        foreach (var (value, bytes) in outputs)
            editor.Forward(value.Id, editor.AddConstant(value.Name, value.Type, bytes));
    }

    /// <summary>Real networks fold small things; a hostile one could keep the compiler busy or fill the flash.</summary>
    private static bool IsTooMuch(NodeView view, Network graph) =>
        view.Node.Outputs.Items.Sum(id => (long)graph[id].Type.ByteSize) > MaximumBytes
        || (view.Op is ICountMacs macs && macs.CountMacs(graph.TypesOf(view.Node)) > MaximumMacs);
}
