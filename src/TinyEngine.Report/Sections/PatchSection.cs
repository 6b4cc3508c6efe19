using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Report.Html;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>The maps of a head that runs in patches: a square for each, with what each patch computes of it, the halos where patches
/// overlap, and the receptive field.</summary>
internal static class PatchSection
{
    private const int NameLength = 20;

    // Longest side of a map in its picture, in the picture's own units.
    private const double PictureSize = 100;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, Schedule schedule)
    {
        var maps = PatchMap.Of(schedule);
        var n = schedule.Patches!.PatchCount;
        var first = maps[0];
        html.Line(
            $"""
            <p>Steps 0 to {schedule.Patches.End
                - 1} run once for each of {n} × {n} patches. Each picture is a feature map with what the patches compute of it; where
            they overlap (darker, the halo) it is computed more than once. One patch is outlined, and the receptive field of the middle
            pixel of the last map:
            {first.Field.Rows.Count} × {first.Field.Columns.Count} of the input's {first.Size.Height} × {first.Size.Width} pixels.</p>
            """
        );
        using var list = html.Element("ol", $"class=\"patches\"");
        foreach (var map in maps)
            WriteMap(html, schedule, map, n);
    }

    private static void WriteMap(HtmlWriter html, Schedule schedule, PatchMap map, int n)
    {
        var maker = map.Step < 0 ? "input" : schedule.NodeOf(schedule.Steps[map.Step]).Op.Name;
        var scale = PictureSize / map.Size.LongSide;
        var (width, height) = (scale * map.Size.Width, scale * map.Size.Height);
        var outlined = (n / 2 * n) + (n / 2);
        using var item = html.Element("li");
        using (
            html.Element(
                "svg",
                $"""viewBox="-2 -2 104 {height + 4:0.##}" role="img" aria-label="{maker}: largest patch {map.TileRows} × """
                    + $"""{map.TileColumns} of {map.Size.Height} × {map.Size.Width}" """
            )
        )
        {
            html.Line($"""<rect class="whole" x="0" y="0" width="{width:0.##}" height="{height:0.##}"></rect>""");
            foreach (var (patch, region) in map.Regions.Index())
                WriteRegion(
                    html,
                    "patch",
                    region,
                    scale,
                    Invariant($"patch {patch / n}, {patch % n}: rows {region.Rows}, columns {region.Columns}")
                );
            WriteRegion(
                html,
                "patch outlined",
                map.Regions[outlined],
                scale,
                Invariant($"patch {n / 2}, {n / 2}: rows {map.Regions[outlined].Rows}, columns {map.Regions[outlined].Columns}")
            );
            WriteRegion(html, "field", map.Field, scale, Invariant($"receptive field: rows {map.Field.Rows}, columns {map.Field.Columns}"));
        }

        var more = map.Step < 0 ? "read" : "computed";
        var all = $"field {map.Field.Rows.Count} × {map.Field.Columns.Count}";
        html.Line(
            $"""
            <strong>{Wording.Identifier(maker)}</strong> {Wording.Name(schedule.Graph[map.Value].Name, NameLength)}
            <small>{map.Size.ToString()}, up to {map.TileRows} × {map.TileColumns} a patch, {more} {map.PixelRatio:F2} times, {all}</small>
            """
        );
    }

    private static void WriteRegion(HtmlWriter html, string kind, PatchRegion region, double scale, string title)
    {
        if (!region.IsEmpty)
            html.Line(
                $"""<rect class="{kind}" x="{region.Columns.Start * scale:0.##}" y="{region.Rows.Start * scale:0.##}" """
                    + $"""width="{region.Columns.Count * scale:0.##}" height="{region.Rows.Count * scale:0.##}"><title>{title}</title>"""
                    + $"</rect>"
            );
    }
}
