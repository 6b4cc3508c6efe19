using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Scheduling;

/// <summary>What a plan's row stages contain, so that tests can say what they cover.</summary>
internal static class StageFeatures
{
    /// <summary>Every feature that there is.</summary>
    public static readonly string[] All =
    [
        "residual",
        "two consumers with different lag",
        "concat over channels",
        "upsample nearest",
        "upsample bilinear",
        "upsample transposed",
        "skip across three strided layers",
        "odd size at stride 2",
        "dilation",
        "kernel larger than the map",
        "narrow",
        "narrow at stride 2",
        "narrow climbing",
        "two outputs",
        "pool with padding",
        "pad",
        "mirror pad",
        "accumulating mean",
        "accumulated value read in its stage",
        "climbing",
        "joined lodging",
        "window lodging",
        "streamed input",
        "external input",
        "two stages",
        "ring over several rows",
        "scattered rows",
        "rows scattered across stages",
        "pad with a code",
        "mirror pad over height",
        "slice",
        "strided slice",
        "split over channels",
        "split over width",
        "several outputs as rings",
        "concat over height",
        "space to depth",
        "depth to space",
        "transpose",
        "softmax",
        "vector length",
        "gather",
        "reduction of rows",
        "layer over pixels",
        "delivered row",
        "delivered row read in its stage",
        "delivered scattered row",
        "delivered sum",
        "delivering step by itself",
    ];

    /// <summary>The features of a plan.</summary>
    public static HashSet<string> Of(MemoryPlan plan)
    {
        var found = new HashSet<string>();
        var (schedule, graph) = (plan.Schedule, plan.Schedule.Graph);
        foreach (var stage in schedule.Stages)
        {
            for (var s = stage.First; s < stage.End; s++)
                found.UnionWith(OfStep(schedule, stage, s));
            if (stage.Climbs)
                found.Add("climbing");
            if (stage.StreamedInput is not null)
                found.Add("streamed input");
            found.UnionWith(OfDeliveries(schedule, stage));
            if (
                graph.Outputs.Length > 1
                && graph.Outputs.Any(id => stage.Contains(graph.Producer(id)) && graph.Consumers(id).Any(stage.Contains))
            )
                found.Add("two outputs");
        }

        if (schedule.Stages.Length > 1)
            found.Add("two stages");
        if (plan.Interface.Inputs == InputMode.External && schedule.Stages.Length > 0)
            found.Add("external input");
        if (!schedule.Scattered.IsEmpty)
            found.Add("scattered rows");
        if (
            schedule.Scattered.Any(id =>
                graph.Producer(id) >= 0
                && graph.Consumers(id).Any(reader => schedule.StageOf(reader) != schedule.StageOf(graph.Producer(id)))
            )
        )
            found.Add("rows scattered across stages");
        foreach (var lodger in schedule.Hosts.Keys)
            found.Add(schedule.Slots.ContainsKey(lodger) ? "window lodging" : "joined lodging");
        return found;
    }

    private static IEnumerable<string> OfDeliveries(Schedule schedule, Stage stage)
    {
        foreach (var id in schedule.Graph.Outputs.Where(id => schedule.Delivers(id) && stage.Contains(schedule.Graph.Producer(id))))
        {
            var maker = schedule.Graph.Producer(id);
            yield return schedule.Steps[maker].Accumulates ? "delivered sum"
            : schedule.Graph.Consumers(id).Any(stage.Contains) ? "delivered row read in its stage"
            : "delivered row";
            if (schedule.Scattered.Contains(id))
                yield return "delivered scattered row";
            if (stage.Count == 1 && stage.StreamedInput is null)
                yield return "delivering step by itself";
        }
    }

    private static IEnumerable<string> OfStep(Schedule schedule, Stage stage, int s)
    {
        var (graph, step) = (schedule.Graph, schedule.Steps[s]);
        var node = schedule.NodeOf(step);
        var output = node.Outputs[0];
        var rows = schedule.RowsOf(output);
        if (node.Op is AddSub && node.Inputs.Any(id => graph.Consumers(id).Any(other => other < s && stage.Contains(other))))
            yield return "residual";
        if (node.Op is Concatenation { Axis: 3 })
            yield return "concat over channels";
        if (node.Op is ResizeNearestNeighbor && rows > schedule.RowsOf(node.Inputs[0]))
            yield return "upsample nearest";
        if (node.Op is ResizeBilinear && rows > schedule.RowsOf(node.Inputs[0]))
            yield return "upsample bilinear";
        if (node.Op is TransposeConv && rows > schedule.RowsOf(node.Inputs[0]))
            yield return "upsample transposed";
        if (node.Op is Concatenation or AddSub { Kind: AddSubKind.Add } && node.Inputs.Any(id => StridedLayers(graph, id, s) >= 3))
            yield return "skip across three strided layers";
        if (node.Op is Pad)
            yield return "pad";
        if (node.Op is MirrorPad mirror)
            yield return mirror.Before[1] + mirror.After[1] > 0 ? "mirror pad over height" : "mirror pad";
        foreach (var feature in OfMovement(node, graph.TypesOf(node)))
            yield return feature;
        if (node.Outputs.Count > 1 && node.Outputs.Items.All(schedule.IsRing))
            yield return "several outputs as rings";
        if (step.Accumulates)
            yield return "accumulating mean";
        if (step.Accumulates && graph.Consumers(output).Any(stage.Contains))
            yield return "accumulated value read in its stage";
        if (schedule.IsRing(output) && schedule.LayoutOf(output).Rows > 1 && stage.NarrowOf(s) is null)
            yield return "ring over several rows";
        if (HasLag(schedule, stage, output))
            yield return "two consumers with different lag";
        if (node.Op is not IWindowed { Window: var window })
            yield break;
        if (window.Y.Stride == 2 && (graph[node.Inputs[0]].Type.Shape[1] % 2 == 1 || graph[node.Inputs[0]].Type.Shape[2] % 2 == 1))
            yield return "odd size at stride 2";
        if (window.Y.Dilation > 1)
            yield return "dilation";
        if (window.Y.Extent > schedule.RowsOf(node.Inputs[0]))
            yield return "kernel larger than the map";
        if (node.Op is MaxPool2D or AveragePool2D && window.Y.PadBefore + window.Y.PadAfter > 0)
            yield return "pool with padding";
        if (stage.NarrowOf(s) is null)
            yield break;
        yield return "narrow";
        if (window.Y.Stride == 2)
            yield return "narrow at stride 2";
        if (stage.Climbs)
            yield return "narrow climbing";
    }

    /// <summary>Operators that move codes, and those that work on vectors.</summary>
    private static IEnumerable<string> OfMovement(Node node, OpTypes types) =>
        node.Op switch
        {
            PadV2 => ["pad with a code"],
            Slice slice when slice.Size[1] < types.Inputs[0].Shape[1] => ["slice"],
            StridedSlice => ["strided slice"],
            Split { Axis: 3 } => ["split over channels"],
            Split { Axis: 2 } => ["split over width"],
            Concatenation { Axis: 1 } => ["concat over height"],
            SpaceDepth { Kind: SpaceDepthKind.SpaceToDepth } => ["space to depth"],
            SpaceDepth { Kind: SpaceDepthKind.DepthToSpace } => ["depth to space"],
            Transpose => ["transpose"],
            Softmax => ["softmax"],
            L2Normalization => ["vector length"],
            Gather => ["gather"],
            FullyConnected => ["layer over pixels"],
            ReduceSum { Kind: SumKind.Mean, Axes: [3] } or ReduceMinMax => ["reduction of rows"],
            _ => [],
        };

    private static bool HasLag(Schedule schedule, Stage stage, ValueId id)
    {
        var readers = schedule
            .Graph.Consumers(id)
            .Where(stage.Contains)
            .Select(reader => stage.NarrowOf(reader)?.Project ?? reader)
            .Distinct()
            .ToArray();
        if (readers.Length < 2)
            return false;
        var done = readers.ToDictionary(reader => reader, _ => 0);
        foreach (var occurrence in stage.Events)
        {
            if (done.TryGetValue(occurrence.Step, out var count))
                done[occurrence.Step] = count + 1;
            if (done.Values.Max() - done.Values.Min() > 1)
                return true;
        }

        return false;
    }

    /// <summary>The most layers that make a map smaller on a way from a value to a node; −1 when the node does not depend on it.</summary>
    private static int StridedLayers(Network graph, ValueId from, int to)
    {
        var most = new Dictionary<ValueId, int> { [from] = 0 };
        for (var n = 0; n <= to; n++)
        {
            var node = graph.Nodes[n];
            var reached = node.Inputs.Where(most.ContainsKey).Select(id => most[id]).DefaultIfEmpty(-1).Max();
            if (n == to)
                return reached;
            if (reached >= 0 && node.Outputs[0] != from)
                most[node.Outputs[0]] = reached + (node.Op is IWindowed { Window.Y.Stride: > 1 } ? 1 : 0);
        }

        return -1;
    }
}
