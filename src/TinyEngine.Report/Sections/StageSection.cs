using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Report.Html;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>The stages of a plan: how rows flow through their operators, and how many of them are kept on the way.</summary>
internal static class StageSection
{
    private const int NameLength = 24;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan)
    {
        html.Line(
            $"""
            <p>The operators of a stage run row by row together: whenever a row is there, every row that has become possible is computed. Of
            the tensors between them only some rows are kept: the bar shows how many, of how many. Steps in no stage run one after the other
            over whole tensors.</p>
            """
        );
        using var list = html.Element("ol", $"class=\"stages\"");
        foreach (var stage in plan.Schedule.Stages)
            WriteStage(html, plan, stage);
    }

    private static void WriteStage(HtmlWriter html, MemoryPlan plan, Stage stage)
    {
        var schedule = plan.Schedule;
        var fullest = stage.Contains(plan.FullestStep);
        using var item = html.Element("li", $"{(fullest ? Markup.Of($"class=\"fullest\"") : Markup.None)}");
        html.Line($"<h3>{Wording.Steps(stage.First, stage.End)}</h3>");
        html.Line(
            $"<p>{plan.LiveBytes(stage.First):N0} B in use{(fullest ? "; decides the size of the arena" : "")}"
                + $"{(stage.Climbs ? "; from the last row to the first" : "")}</p>"
        );
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
        var words =
            narrow is { } block ? Invariant($"{block.Columns} columns at a time, computed again for each row")
            : kept < rows ? Invariant($"{kept} of {rows} rows kept")
            : Invariant($"all {rows} rows");
        var place =
            narrow is not null ? Markup.None
            : schedule.Hosts.TryGetValue(value, out var found) ? Markup.Of($", in {Wording.Name(schedule.Graph[found].Name, NameLength)}")
            : Markup.Of($", {schedule.LayoutOf(value).ByteSize:N0} B");
        var share = narrow is null ? Wording.Percent(100.0 * kept / rows) : "0%";
        html.Line(
            $"<li><strong>{Wording.Identifier(maker)}</strong> {Wording.Name(schedule.Graph[value].Name, NameLength)}<span "
                + $"""class="ring"><span style="inline-size:{share}"></span></span><small>{words}{place}</small></li>"""
        );
    }
}
