using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>One node of the graph with its kernel calls.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Calls">Kernel calls; empty when output and input share a buffer.</param>
public sealed record Step(int Node, ImmutableArray<KernelCall> Calls)
{
    /// <summary>Largest workspace of the calls.</summary>
    public int ScratchBytes => Calls.IsEmpty ? 0 : Calls.Max(RowListSpace.TotalBytes);

    /// <summary>Whether a kernel writes to an operand: a variable tensor.</summary>
    public bool Updates(int operand) =>
        Calls.OfType<WholeCall>().Any(call => call.Arguments.Any(argument => argument is CallArgument.State state && state.Index == operand));
}

/// <summary>What runs when, with which kernels, on buffers of which layout.</summary>
/// <param name="Name">Kind of schedule, as the command line calls it.</param>
/// <param name="Graph">The network.</param>
/// <param name="Isa">Instructions that kernels may use.</param>
/// <param name="Layouts">Layout of each value, indexed by <see cref="ValueId"/>.</param>
/// <param name="Steps">Steps in running order.</param>
public sealed record Schedule(string Name, Graph.Graph Graph, KernelIsa Isa, ImmutableArray<RowLayout> Layouts, ImmutableArray<Step> Steps)
{
    /// <summary>The node of a step.</summary>
    public Node NodeOf(Step step) => Graph.Nodes[step.Node];

    /// <summary>Layout of a value.</summary>
    public RowLayout LayoutOf(ValueId id) => Layouts[id.Index];
}
