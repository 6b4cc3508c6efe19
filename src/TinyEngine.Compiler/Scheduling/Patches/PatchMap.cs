using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>A feature map of a head that runs in patches: how the patches share it.</summary>
/// <param name="Value">The value that the map is.</param>
/// <param name="Step">The step that makes it; −1 for an input of the network.</param>
/// <param name="Size">Its size.</param>
/// <param name="Regions">For each patch, row after row, the pixels that it computes, or reads of an input. They overlap by the
/// halo.</param>
/// <param name="Field">The pixels of this map that the middle pixel of the map at the split depends on: the receptive field, without what
/// lies in padding.</param>
internal sealed record PatchMap(ValueId Value, int Step, MapSize Size, ImmutableArray<PatchRegion> Regions, PatchRegion Field)
{
    /// <summary>Rows of the largest region.</summary>
    public int TileRows => Regions.Max(region => region.Rows.Count);

    /// <summary>Columns of the largest region.</summary>
    public int TileColumns => Regions.Max(region => region.Columns.Count);

    /// <summary>Pixels that all patches compute or read together, in relation to the map's: what lies in a halo counts more than
    /// once.</summary>
    public double PixelRatio => (double)Regions.Sum(region => region.PixelCount) / Math.Max(1, (long)Size.Height * Size.Width);

    /// <summary>The maps of a schedule's head, the network's inputs first.</summary>
    /// <param name="schedule">A schedule; one without patches has none.</param>
    public static ImmutableArray<PatchMap> Of(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.Patches is not { } patches)
            return [];
        var (graph, end) = (schedule.Graph, patches.End);
        var regions = new PatchRegions(graph, [.. schedule.Steps.Select(step => step.Calls)], end);
        var split = PatchRegions.MapOf(graph[graph.Nodes[end - 1].Outputs[0]].Type);
        var field = regions.Needed(new() { [graph.Nodes[end - 1].Outputs[0]] = PatchRegion.Pixel(split.Height / 2, split.Width / 2) });
        var perPatch = patches
            .Regions.Select(patch =>
                regions.Needed(Enumerable.Range(0, end).ToDictionary(step => graph.Nodes[step].Outputs[0], step => patch[step]))
            )
            .ToList();
        var values = graph.Inputs.Where(field.ContainsKey).Concat(Enumerable.Range(0, end).Select(step => graph.Nodes[step].Outputs[0]));
        return
        [
            .. values.Select(id => new PatchMap(
                id,
                graph.Producer(id),
                PatchRegions.MapOf(graph[id].Type),
                [.. perPatch.Select(needed => needed.GetValueOrDefault(id))],
                field.GetValueOrDefault(id)
            )),
        ];
    }
}
