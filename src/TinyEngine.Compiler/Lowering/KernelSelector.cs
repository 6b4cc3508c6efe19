using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Lowering;

/// <summary>Asks the operators of a graph for their kernels.</summary>
internal sealed class KernelSelector(NetworkProofs proofs, Target target, KernelGoal goal = KernelGoal.Speed)
{
    /// <summary>For a network that nothing was proved of yet.</summary>
    public KernelSelector(Network graph, Target target, KernelGoal goal = KernelGoal.Speed)
        : this(new NetworkProofs(graph), target, goal) { }

    /// <summary>What is known of the network.</summary>
    public NetworkProofs Proofs => proofs;

    /// <summary>What kernels are for.</summary>
    public Target Target => target;

    /// <summary>What kernels are chosen for.</summary>
    public KernelGoal Goal => goal;

    /// <summary>The kernel calls of every node.</summary>
    /// <param name="layoutOf">Layout of each value's buffer.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives an error for each node that cannot be compiled.</param>
    /// <returns>The calls by node, or null after errors.</returns>
    public ImmutableArray<ImmutableArray<KernelCall>>? SelectAll(Func<ValueId, RowLayout> layoutOf, string file, DiagnosticBag bag)
    {
        var before = bag.ErrorCount;
        var all = ImmutableArray.CreateBuilder<ImmutableArray<KernelCall>>(proofs.Graph.Nodes.Length);
        foreach (var node in proofs.Graph.Nodes)
        {
            var reason = WhyNoKernel(node);
            all.Add(reason is null ? Select(node, layoutOf) : []);
            var calls = all[^1];
            bool Updates(int operand) => calls.Any(call => call.Updates(operand));
            if (node.Inputs.Index().Any(input => Updates(input.Index) && proofs.Graph[input.Item].Kind != ValueKind.Variable))
                reason = "its state is not a variable tensor";
            if (reason is not null)
                bag.Add(
                    Diag.NoKernel,
                    new Place(file, node.Label),
                    $"{node.Op.Name} cannot be compiled",
                    reason,
                    "'tinyengine ops' lists what can be compiled"
                );
        }

        return bag.ErrorCount == before ? all.ToImmutable() : null;
    }

    private string? WhyNoKernel(Node node) =>
        node.Op switch
        {
            IAliasesInput => null,
            IEmitC emitter => emitter.WhyNoKernel(proofs.Graph.TypesOf(node)),
            _ => "the operator has no C kernel yet; it runs in the interpreter only",
        };

    /// <summary>The kernel calls of a node over whole tensors.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layoutOf">Layout of each value's buffer.</param>
    /// <param name="chunkColumns">Columns of the longest call when none makes a whole row.</param>
    public ImmutableArray<KernelCall> Select(Node node, Func<ValueId, RowLayout> layoutOf, int? chunkColumns = null) =>
        node.Op is IAliasesInput ? [] : ((IEmitC)node.Op).SelectKernels(ContextOf(node, layoutOf, chunkColumns));

    /// <summary>The kernel calls of a node in a row stage.</summary>
    /// <inheritdoc cref="Select"/>
    public ImmutableArray<KernelCall> SelectRows(Node node, Func<ValueId, RowLayout> layoutOf, int? chunkColumns = null) =>
        node.Op is IEmitRows rows ? rows.SelectRowKernels(ContextOf(node, layoutOf, chunkColumns)) : Select(node, layoutOf, chunkColumns);

    private EmitContext ContextOf(Node node, Func<ValueId, RowLayout> layoutOf, int? chunkColumns) =>
        EmitContext.Of(proofs, node, layoutOf, target) with
        {
            ChunkColumns = chunkColumns,
            Goal = goal,
        };
}
