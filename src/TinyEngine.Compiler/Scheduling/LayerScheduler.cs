using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>The <c>layers</c> schedule: node after node, each over its whole tensors.</summary>
public static class LayerScheduler
{
    /// <summary>Chooses layouts and kernels for every node.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="isa">Instructions that kernels may use.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives an error for each node without a kernel.</param>
    /// <returns>The schedule, or null when <paramref name="bag"/> received errors.</returns>
    public static Schedule? Build(Graph.Graph graph, KernelIsa isa, string file, DiagnosticBag bag)
    {
        var layouts = LayoutChooser.Choose(graph, isa);
        var steps = ImmutableArray.CreateBuilder<Step>(graph.Nodes.Length);
        foreach (var (index, node) in graph.Nodes.Index())
        {
            if (node.Op is IAliasesInput)
            {
                steps.Add(new Step(index, []));
                continue;
            }

            var types = graph.TypesOf(node);
            var emitter = node.Op as IEmitC;
            var reason = emitter is null ? "the operator has no C kernel yet; it runs in the interpreter only" : emitter.WhyNoKernel(types);
            if (reason is not null)
            {
                Refuse(node, reason);
                continue;
            }

            var context = new EmitContext(
                types,
                [.. node.Inputs.Items.Select(id => graph[id].IsConstant ? graph[id].Constant : (Tensor?)null)],
                [.. node.Inputs.Items.Select(id => layouts[id.Index])],
                [.. node.Outputs.Items.Select(id => layouts[id.Index])],
                isa);
            var step = new Step(index, emitter!.SelectKernels(context));
            if (node.Inputs.Index().Any(input => step.Updates(input.Index) && graph[input.Item].Kind != ValueKind.Variable))
                Refuse(node, "its state is not a variable tensor");
            steps.Add(step);
        }

        return bag.HasErrors ? null : new Schedule("layers", graph, isa, layouts, steps.ToImmutable());

        void Refuse(Node node, string why) =>
            bag.Add(Diag.NoKernel, new Place(file, node.Label), $"{node.Op.Name} cannot be compiled", why, "'tinyengine ops' lists what can be compiled");
    }
}
