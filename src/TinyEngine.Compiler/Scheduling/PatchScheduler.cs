using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>What the user asks of the <c>patches</c> schedule.</summary>
/// <param name="Split">How many of the model's operators run patch by patch: all whose number in the file is smaller.</param>
/// <param name="Count">Patches along each side, n.</param>
public readonly record struct PatchChoice(int Split, int Count);

/// <summary>The <c>patches</c> schedule: the head of the network runs once for each patch of the map at the split, the rest as in
/// <c>layers</c>.</summary>
internal static class PatchScheduler
{
    /// <summary>Cuts a network.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="choice">Where and how finely.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives TE3001 for a split outside the network, TE3002 for an n that the map at the split does not allow, TE3004
    /// for operators that cannot run in patches.</param>
    /// <returns>The schedule, or null when <paramref name="bag"/> received errors.</returns>
    public static Schedule? Build(Schedule layers, PatchChoice choice, string file, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(bag);
        var (graph, place) = (layers.Graph, new Place(file));
        var operators = OperatorCount(graph);
        if (!PatchPlanner.CheckSplit(choice.Split, operators, "operators", place, bag))
            return null;
        var end = StepsBefore(graph, choice.Split);
        if (end == 0)
        {
            bag.Add(
                Diag.PatchSplit,
                place,
                $"no operator is left before split {choice.Split}",
                "the operators before it are part of later ones, or gone, after simplification",
                $"use a split from {graph.Nodes.Select((node, step) => NumberOf(node, step)).Min() + 1} to {operators}"
            );
            return null;
        }

        var selector = new KernelSelector(layers.Proofs, layers.Target, layers.Goal);
        ImmutableArray<ImmutableArray<KernelCall>> calls =
        [
            .. layers.Steps.Select(step =>
                layers.NodeOf(step) is { Op: IEmitRows } node ? selector.SelectRows(node, layers.LayoutOf) : step.Calls
            ),
        ];
        if (
            !PatchRules.Check(graph, calls, end, file, bag)
            || !PatchPlanner.CheckCount(
                PatchRegions.MapOf(graph[graph.Nodes[end - 1].Outputs[0]].Type),
                choice.Split,
                choice.Count,
                place,
                bag
            )
        )
            return null;
        return With(layers, selector, new PatchRegions(graph, calls, end).Cut(choice.Count));
    }

    /// <summary>Operators that a split can count: those of the file.</summary>
    public static int OperatorCount(Network graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Nodes.Select((node, step) => NumberOf(node, step) + 1).DefaultIfEmpty(0).Max();
    }

    /// <summary>Number of an operator in the file; of the step where the network comes from no file.</summary>
    private static int NumberOf(Node node, int step) => node.SourceIndex >= 0 ? node.SourceIndex : step;

    /// <summary>Steps that come before a split: up to the first that belongs behind it.</summary>
    private static int StepsBefore(Network graph, int split) => graph.Nodes.TakeWhile((node, step) => NumberOf(node, step) < split).Count();

    private static Schedule With(Schedule layers, KernelSelector selector, PatchStage stage)
    {
        var graph = layers.Graph;
        var layouts = layers.Layouts.ToArray();
        for (var step = 0; step < stage.End; step++)
        {
            var id = graph.Nodes[step].Outputs[0];
            if (stage.Kept.Contains(id))
                continue;
            var type = graph[id].Type;
            var tile = new TensorType(
                type.DType,
                [1, Math.Max(1, stage.TileRows(step)), Math.Max(1, stage.TileColumns(step)), type.Shape[3]],
                type.Quant
            );
            layouts[id.Index] = RowLayout.Dense(tile, layouts[id.Index].Order);
        }

        var steps = layers.Steps.Select(
            (step, index) =>
                stage.Contains(index)
                    ? step with
                    {
                        Calls = selector.SelectRows(graph.Nodes[index], id => layouts[id.Index], Math.Max(1, stage.TileColumns(index))),
                    }
                    : step
        );
        return layers with { Name = "patches", Layouts = [.. layouts], Steps = [.. steps], Patches = stage };
    }
}
