using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Report.Html;

namespace TinyEngine.Report.Sections;

/// <summary>What runs, step by step, with which kernel and at which cost.</summary>
internal static class StepTableSection
{
    private const int NameLength = 24;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan)
    {
        var steps = plan.Schedule.Steps;
        using var section = html.Element("section", $"id=\"steps\" aria-labelledby=\"steps-heading\"");
        html.Line($"<h2 id=\"steps-heading\">Steps</h2>");
        html.Line(
            $"""
            <p>In running order; press a column's head to sort by it, again to turn the order round. Weights, scratch, what is in use and where the arena
            ends are bytes; the step that decides the arena's size is marked.</p>
            """);
        using var region = html.Element("div", $"class=\"scroll\" role=\"region\" aria-labelledby=\"steps-heading\" tabindex=\"0\"");
        using var table = html.Element("table", $"class=\"sortable steps\"");
        SortableHead.Write(
            html,
            [
                SortColumn.Number("Step"), new("Operator"), new("Name"), new("Output"), SortColumn.Number("MACs"), new("Kernel"), SortColumn.Number("Weights"),
                SortColumn.Number("Scratch"), SortColumn.Number("In use"), SortColumn.Number("Arena end"),
            ],
            sorted: 0);
        var most = steps.Select(step => Macs(plan, step)).DefaultIfEmpty(0).Max();
        using (html.Element("tbody"))
        {
            foreach (var (index, step) in steps.Index())
                WriteRow(html, plan, index, step, most);
        }

        using var foot = html.Element("tfoot");
        html.Line(
            $"""
            <tr><th scope="row" colspan="4">all steps</th>{SortableHead.Cell(plan.Schedule.Graph.CountMacs())}<td></td>
            {SortableHead.Cell(steps.Sum(WeightBytes))}<td></td><td></td>{SortableHead.Cell(plan.ArenaBytes)}</tr>
            """);
    }

    private static void WriteRow(HtmlWriter html, MemoryPlan plan, int index, Step step, long mostMacs)
    {
        var node = plan.Schedule.NodeOf(step);
        var outputs = string.Join(", ", node.Outputs.Select(id => plan.Schedule.Graph[id].Type.Shape));
        var attributes = node.Op.Attributes is { Length: > 0 } text ? Markup.Of($" <small>{text}</small>") : Markup.None;
        var fullest = index == plan.FullestStep ? Markup.Of($" class=\"fullest\"") : Markup.None;
        using var row = html.Element("tr", $"id=\"step-{index}\"{fullest}");
        html.Line($"<th scope=\"row\" class=\"num\" data-sort=\"{index}\">{index}</th>");
        html.Line($"""<td class="operator" data-sort="{node.Op.Name}">{Wording.Identifier(node.Op.Name)}{attributes}</td>""");
        html.Line($"""<td data-sort="{node.Name}">{Wording.Name(node.Name, NameLength)}</td><td class="nowrap">{outputs}</td>""");
        html.Line($"{MacsCell(Macs(plan, step), mostMacs)}");
        html.Line($"<td class=\"kernel\">{Kernels(step)}</td>");
        html.Line($"{SortableHead.CellUnlessZero(WeightBytes(step))}{SortableHead.CellUnlessZero(step.ScratchBytes)}");
        html.Line($"{SortableHead.Cell(plan.LiveBytes(index))}{SortableHead.Cell(plan.PeakOf(index))}");
    }

    private static Markup MacsCell(long macs, long most) => macs == 0
        ? SortableHead.CellUnlessZero(0)
        : Markup.Of($"""<td class="num macs" data-sort="{macs}">{macs:N0}<span class="bar" style="inline-size:{Wording.Percent(100.0 * macs / most)}"></span></td>""");

    private static Markup Kernels(Step step) => step.Calls.IsEmpty
        ? Markup.Of($"<small>none: its input under another shape</small>")
        : Markup.Join("<br>", step.Calls.Select(call => call.Kernel).Distinct().Select(kernel => Markup.Of($"<code>{Wording.Identifier(kernel)}</code>")));

    private static long Macs(MemoryPlan plan, Step step)
    {
        var node = plan.Schedule.NodeOf(step);
        return (node.Op as ICountMacs)?.CountMacs(plan.Schedule.Graph.TypesOf(node)) ?? 0;
    }

    private static int WeightBytes(Step step) =>
        step.Calls.SelectMany(call => call.Arrays).Where(array => array.Kind == ConstantKind.Weights).Sum(array => array.Data.Length);
}
