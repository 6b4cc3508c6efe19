using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Report.Html;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>Why the arena is as large as it is: the other plans that there are, and the stages of this one. Absent when there is neither.</summary>
internal static class PlanSection
{
    private const int NameLength = 24;

    // The points keep this much of the picture free around them, in percent.
    private const double Edge = 6;

    /// <summary>Whether a page has the section.</summary>
    public static bool Applies(MemoryPlan plan, ReportSubject subject) => !plan.Schedule.Stages.IsEmpty || subject.Front.Length > 1;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan, ReportSubject subject)
    {
        using var section = html.Element("section", $"id=\"plan\" aria-labelledby=\"plan-heading\"");
        html.Line($"<h2 id=\"plan-heading\">Plan</h2>");
        if (subject.Front.Length > 1)
            WriteFront(html, plan, subject.Front);
        if (plan.Schedule.Stages.IsEmpty)
            return;
        html.Line(
            $"""
            <p>The operators of a stage run row by row together: whenever a row is there, every row that has become possible is computed. Of the tensors between
            them only some rows are kept.</p>
            """);
        using var list = html.Element("ol", $"class=\"stages\"");
        foreach (var stage in plan.Schedule.Stages)
            WriteStage(html, plan, stage);
    }

    private static void WriteFront(HtmlWriter html, MemoryPlan plan, ImmutableArray<PlanPoint> front)
    {
        html.Line($"<p>Each point is a plan: none of the others needs less RAM and computes less. The filled one is this page's.</p>");
        using var figure = html.Element("figure");
        var (most, dearest) = (front.Max(point => point.Plan.ArenaBytes), front.Max(point => point.MacsRatio));
        using (html.Element("div", $"class=\"front\""))
        using (html.Element("svg", $"role=\"img\" aria-label=\"{front.Length} plans, RAM against multiply-accumulates\""))
        {
            html.Line($"""<g class="axis" aria-hidden="true"><text x="100%" y="100%" dy="1.4em" text-anchor="end">arena {most:N0} B</text><text x="0" y="100%" dy="1.4em">0</text></g>""");
            foreach (var point in front)
            {
                var chosen = point.Plan.ArenaBytes == plan.ArenaBytes && point.Plan.Schedule.Stages.Length == plan.Schedule.Stages.Length;
                var x = Wording.Percent(Edge + ((100 - (2 * Edge)) * point.Plan.ArenaBytes / Math.Max(1, most)));
                var y = Wording.Percent(100 - Edge - ((100 - (2 * Edge)) * (dearest > 1 ? (point.MacsRatio - 1) / (dearest - 1) : 0)));
                var text = Invariant($"{point.Plan.ArenaBytes:N0} B, {point.MacsRatio:F2} times the multiply-accumulates, {point.Plan.Schedule.Stages.Length} stages");
                html.Line($"""<circle class="point{(chosen ? " chosen" : "")}" cx="{x}" cy="{y}" r="5"><title>{text}</title></circle>""");
            }
        }

        html.Line($"<figcaption>RAM from left to right, multiply-accumulates from 1.00 to {dearest:F2} times the network's own from bottom to top.</figcaption>");
    }

    private static void WriteStage(HtmlWriter html, MemoryPlan plan, Stage stage)
    {
        var schedule = plan.Schedule;
        using var item = html.Element("li");
        var most = stage.Contains(plan.FullestStep) ? "; decides the size of the arena" : "";
        html.Line($"<h3>{Wording.Steps(stage.First, stage.End)}</h3>");
        html.Line($"<p>{plan.LiveBytes(stage.First):N0} B in use{most}{(stage.Climbs ? "; from the last row to the first" : "")}</p>");
        using var flow = html.Element("ol", $"class=\"flow\"");
        if (stage.StreamedInput is { } input)
            WriteTensor(html, schedule, "rows arrive", input, null);
        for (var step = stage.First; step < stage.End; step++)
        {
            var narrow = stage.NarrowOf(step) is { } block && step != block.Project ? block : (NarrowBlock?)null;
            foreach (var output in schedule.NodeOf(schedule.Steps[step]).Outputs)
                WriteTensor(html, schedule, schedule.NodeOf(schedule.Steps[step]).Op.Name, output, narrow);
        }
    }

    /// <summary>What makes a tensor, and how much of it is kept.</summary>
    private static void WriteTensor(HtmlWriter html, Schedule schedule, string maker, ValueId value, NarrowBlock? narrow)
    {
        var (kept, rows) = (schedule.LayoutOf(value).Rows, schedule.RowsOf(value));
        var words = narrow is { } block ? Invariant($"{block.Columns} columns at a time, computed again for each row")
            : kept < rows ? Invariant($"{kept} of {rows} rows kept")
            : Invariant($"all {rows} rows");
        var host = schedule.Hosts.TryGetValue(value, out var found) ? Markup.Of($", in {Wording.Name(schedule.Graph[found].Name, NameLength)}") : Markup.None;
        var share = narrow is null ? Wording.Percent(100.0 * kept / rows) : "0%";
        html.Line(
            $"""<li><strong>{Wording.Identifier(maker)}</strong> {Wording.Name(schedule.Graph[value].Name, NameLength)}<span class="ring"><span style="inline-size:{share}"></span></span><small>{words}{host}</small></li>""");
    }
}
