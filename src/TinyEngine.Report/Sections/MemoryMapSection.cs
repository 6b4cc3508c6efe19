using TinyEngine.Compiler.Planning;
using TinyEngine.Report.Html;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>
/// The arena as a picture: steps across, addresses up, a rectangle for each buffer. What overlaps in address and time shows through. The
/// script of the page puts names where they fit and lets the arrow keys walk over the buffers; a table says the same in words.
/// </summary>
internal static class MemoryMapSection
{
    private const int NameLength = 64;

    // Three lines may lie close together; their texts stand where they do not meet.
    private static readonly Markup AboveRight = new("""x="100%" dy="-.4em" text-anchor="end" """);
    private static readonly Markup AboveLeft = new("""x="0" dx=".5em" dy="-.4em" """);
    private static readonly Markup BelowRight = new("""x="100%" dy="1.1em" text-anchor="end" """);

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan, ReportSubject subject)
    {
        if (plan.Buffers.IsEmpty)
        {
            html.Line($"<p>The network needs no arena.</p>");
            return;
        }

        html.Line(
            $"""
            <p>Each rectangle is a buffer: as wide as the steps in which it is needed, as high as its bytes, at its place in the arena.
            Where two show through each other, a step writes over an input that it has finished reading.</p>
            """
        );
        using (html.Element("figure"))
        {
            WriteLegend(html, plan);
            WritePicture(html, plan, new MapGeometry(plan, subject.SramLimitBytes), subject.SramLimitBytes);
            html.Line(
                $"<figcaption>Steps from left to right, addresses from bottom to top."
                    + $"{(plan.Schedule.Stages.IsEmpty ? "" : " Shaded steps run row by row together.")}</figcaption>"
            );
            html.Line($"""<output id="buffer-facts">Point at a buffer, or reach the map with Tab and walk with the arrow keys.</output>""");
        }

        WriteTable(html, plan);
    }

    private static void WriteLegend(HtmlWriter html, MemoryPlan plan)
    {
        var roles = plan.Buffers.Select(buffer => BufferRole.Of(buffer, plan)).ToHashSet();
        using var list = html.Element("ul", $"class=\"legend\" aria-label=\"Colors\"");
        foreach (var role in BufferRole.All.Where(roles.Contains))
            html.Line($"""<li><span class="swatch {role.Class}"></span>{role.Word}</li>""");
    }

    private static void WritePicture(HtmlWriter html, MemoryPlan plan, MapGeometry map, long? limitBytes)
    {
        using var frame = html.Element("div", $"class=\"map\"");
        using var svg = html.Element("svg", $"role=\"group\" aria-labelledby=\"memory-heading\"");
        WriteAxes(html, plan, map);
        foreach (var stage in plan.Schedule.Stages)
            html.Line(
                $"<rect class=\"stage\" x=\"{map.X(stage.First)}\" y=\"0\" width=\"{map.Width(stage.Count)}\" height=\"100%\">"
                    + $"<title>{Wording.Steps(stage.First, stage.End)} run row by row</title></rect>"
            );
        var fullest = plan.FullestStep;
        html.Line($"<rect class=\"fullest\" x=\"{map.X(fullest)}\" y=\"0\" width=\"{map.Width(1)}\" height=\"100%\"></rect>");
        var walk = plan.Buffers.OrderBy(buffer => buffer.Request.First).ThenBy(buffer => buffer.Offset).Index().ToList();
        // Small ones on top, where the pointer reaches them.
        foreach (var (order, buffer) in walk.OrderByDescending(entry => MapGeometry.Area(entry.Item)))
            WriteBuffer(html, buffer, order, plan, map);
        if (!plan.IsOptimal)
            WriteLine(html, map.Y(plan.LowerBoundBytes), "bound", BelowRight, Invariant($"lower bound {plan.LowerBoundBytes:N0} B"));
        if (map.DrawsLimit && limitBytes is { } limit)
            WriteLine(html, map.Y(limit), "limit", AboveLeft, Invariant($"available {limit:N0} B"));
        WriteLine(html, map.Y(plan.ArenaBytes), "peak", AboveRight, Invariant($"peak: arena {plan.ArenaBytes:N0} B"));
        var anchor = map.ShareOfStep(fullest) switch
        {
            < 25 => "start",
            > 75 => "end",
            _ => "middle",
        };
        var place = Markup.Of($"""x="{map.Middle(fullest)}" y="100%" dy="2.9em" text-anchor="{anchor}" """);
        html.Line($"""<text class="axis fullest-label" {place}>▲ fullest: step {fullest}, {plan.LiveBytes(fullest):N0} B in use</text>""");
    }

    private static void WriteAxes(HtmlWriter html, MemoryPlan plan, MapGeometry map)
    {
        using var axes = html.Element("g", $"class=\"axis\" aria-hidden=\"true\"");
        foreach (var address in map.AddressTicks())
        {
            html.Line($"{Across(map.Y(address))}");
            html.Line($"""<text x="-6" y="{map.Y(address)}" dy=".35em" text-anchor="end">{Wording.RoundSize(address)}</text>""");
        }

        foreach (var step in map.StepTicks())
            html.Line($"<text x=\"{map.Middle(step)}\" y=\"100%\" dy=\"1.4em\" text-anchor=\"middle\">{step}</text>");
    }

    private static void WriteBuffer(HtmlWriter html, PlannedBuffer buffer, int order, MemoryPlan plan, MapGeometry map)
    {
        var request = buffer.Request;
        var (width, height) = (map.Width(request.End - request.First), map.Height(request.Bytes));
        var place = Markup.Of($"""x="{map.X(request.First)}" y="{map.Y(buffer.End)}" width="{width}" height="{height}" """);
        var label = buffer.Value is null && buffer.Rows.Count == 0 ? "scratch" : request.Name;
        using var group = html.Element(
            "g",
            $"""class="buffer {BufferRole.Of(buffer, plan).Class}" role="img" data-order="{order}" data-name="{label}" """
        );
        html.Line($"<title>{Facts(buffer, plan)}</title>");
        html.Line($"<rect {place}></rect>");
        html.Line(
            $"""<svg class="label" aria-hidden="true" {place}><svg><g><text></text><text y="1em">{request.Bytes:N0} B</text></g>"""
                + $"</svg></svg>"
        );
    }

    private static void WriteLine(HtmlWriter html, string y, string kind, Markup textPlace, string text) =>
        html.Line($"""<g class="mark {kind}">{Across(y)}<text {textPlace} y="{y}">{text}</text></g>""");

    private static Markup Across(string y) => Markup.Of($"""<line x1="0" x2="100%" y1="{y}" y2="{y}"></line>""");

    /// <summary>All there is to say of a buffer, a line each.</summary>
    private static string Facts(PlannedBuffer buffer, MemoryPlan plan)
    {
        var request = buffer.Request;
        var graph = plan.Schedule.Graph;
        var lines = new List<string> { request.Name };
        if (buffer.Value is { } id)
        {
            lines.Add($"{BufferRole.Of(buffer, plan).Word}, {Wording.TypeAndShape(graph[id].Type)}");
            if (plan.Schedule.IsRing(id))
                lines.Add(Invariant($"{plan.Schedule.LayoutOf(id).Rows} of {plan.Schedule.RowsOf(id)} rows at a time"));
            var aliases = graph.Values.Where(value => value.Id != id && plan.Roots[value.Id.Index] == id);
            lines.AddRange(aliases.Select(value => $"also {value.Name}, {value.Type.Shape}"));
        }

        lines.AddRange(
            buffer.Rows.Select(id =>
                Invariant($"{graph[id].Name}, {plan.Schedule.LayoutOf(id).Rows} of {plan.Schedule.RowsOf(id)} rows at a time")
            )
        );
        lines.Add(Invariant($"{request.Bytes:N0} B at offset {buffer.Offset:N0}, up to {buffer.End:N0}"));
        lines.Add($"needed in {Wording.Steps(request.First, request.End)}");
        return string.Join('\n', lines);
    }

    private static void WriteTable(HtmlWriter html, MemoryPlan plan)
    {
        using var details = html.Element("details");
        html.Line($"<summary>The {plan.Buffers.Length:N0} buffers as a table</summary>");
        using var region = html.Element("div", $"class=\"scroll\" role=\"region\" aria-label=\"Buffers\" tabindex=\"0\"");
        using var table = html.Element("table", $"class=\"sortable\"");
        SortableHead.Write(
            html,
            [
                new("Buffer"),
                new("Role"),
                SortColumn.Number("Bytes"),
                SortColumn.Number("Offset"),
                SortColumn.Number("End"),
                SortColumn.Number("First step"),
                SortColumn.Number("Last step"),
            ],
            sorted: 3
        );
        using var body = html.Element("tbody");
        foreach (var buffer in plan.Buffers.OrderBy(buffer => buffer.Offset).ThenBy(buffer => buffer.Request.First))
        {
            var request = buffer.Request;
            var numbers = Markup.Join(
                "",
                new[] { request.Bytes, buffer.Offset, buffer.End, request.First, request.End - 1 }.Select(n => SortableHead.Cell(n))
            );
            html.Line(
                $"""<tr><th scope="row">{Wording.Name(request.Name, NameLength)}</th><td>{BufferRole.Of(buffer, plan).Word}</td>"""
                    + $"{numbers}</tr>"
            );
        }
    }
}
