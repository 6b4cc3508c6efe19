using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>The <c>layers</c> schedule: node after node, each over its whole tensors.</summary>
internal static class LayerScheduler
{
    /// <summary>Chooses layouts and kernels for every node.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="target">What the code is for.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives an error for each node without a kernel.</param>
    /// <param name="goal">What kernels are chosen for.</param>
    /// <param name="modes">How tensors pass between the caller and the network.</param>
    /// <returns>The schedule, or null when <paramref name="bag"/> received errors.</returns>
    public static Schedule? Build(
        Graph.Network graph,
        Target target,
        string file,
        DiagnosticBag bag,
        KernelGoal goal = KernelGoal.Speed,
        InterfaceModes modes = default
    ) => Build(new NetworkProofs(graph), target, file, bag, goal, modes);

    /// <summary>The same for a network of which something was proved before.</summary>
    public static Schedule? Build(
        NetworkProofs proofs,
        Target target,
        string file,
        DiagnosticBag bag,
        KernelGoal goal,
        InterfaceModes modes
    )
    {
        var layouts = LayoutChooser.Choose(proofs, target, goal);
        return new KernelSelector(proofs, target, goal).SelectAll(id => layouts[id.Index], file, bag) is { } calls
            ? new Schedule("layers", proofs.Graph, target, layouts, [.. calls.Select((call, index) => new Step(index, call))])
            {
                Goal = goal,
                Interface = modes,
                Proofs = proofs,
            }
            : null;
    }
}
