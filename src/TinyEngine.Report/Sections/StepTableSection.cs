using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Report.Html;

namespace TinyEngine.Report.Sections;

/// <summary>What runs, step by step, with which kernel and at which cost.</summary>
internal static class StepTableSection
{
    private const int NameLength = 24;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan, StepInstructions instructions)
    {
        var steps = plan.Schedule.Steps;
        html.Line(
            $"""
            <p>In running order; press a column's head to sort by it, again to turn the order round. Weights, scratch, what is in use and
            where the arena ends are bytes; the step that decides the arena's size is marked. Instructions are {(
                instructions.Counted is null ? "predicted" : "counted"
            )}.</p>
            """
        );
        using var region = html.Element("div", $"class=\"scroll\" role=\"region\" aria-labelledby=\"steps-heading\" tabindex=\"0\"");
        using var table = html.Element("table", $"class=\"sortable steps\"");
        List<SortColumn> columns =
        [
            SortColumn.Number("Step"),
            new("Operator"),
            new("Name"),
            new("Output"),
            SortColumn.Number("MACs"),
            SortColumn.Number("Instructions"),
            SortColumn.Number("per MAC"),
            SortColumn.Number("Weights"),
            SortColumn.Number("Scratch"),
            SortColumn.Number("In use"),
            SortColumn.Number("Arena end"),
            new("Kernel"),
        ];
        SortableHead.Write(html, columns, sorted: 0);
        var (mostMacs, mostInstructions) = (
            steps.Select((_, step) => StepFacts.Macs(plan, step)).DefaultIfEmpty(0).Max(),
            instructions.Steps.DefaultIfEmpty(0).Max()
        );
        using (html.Element("tbody"))
        {
            for (var step = 0; step < steps.Length; step++)
            {
                var (macs, count) = (StepFacts.Macs(plan, step), instructions.Steps[step]);
                WriteRow(
                    html,
                    plan,
                    step,
                    Markup.Of($"{BarCell(macs, mostMacs)}{BarCell(count, mostInstructions)}{SortableHead.Ratio(count, macs)}")
                );
            }
        }

        WriteFoot(html, plan, instructions.Total);
    }

    private static void WriteFoot(HtmlWriter html, MemoryPlan plan, long instructions)
    {
        var macs = plan.Schedule.Graph.CountMacs();
        using var foot = html.Element("tfoot");
        html.Line(
            $"""
            <tr><th scope="row" colspan="4">all steps</th>{SortableHead.Cell(macs)}{SortableHead.Cell(instructions)}{SortableHead.Ratio(
                instructions,
                macs
            )}
            {SortableHead.Cell(
                plan.Schedule.Steps.Select((_, step) => StepFacts.WeightBytes(plan, step)).Sum()
            )}<td></td><td></td>{SortableHead.Cell(plan.ArenaBytes)}<td></td></tr>
            """
        );
    }

    private static void WriteRow(HtmlWriter html, MemoryPlan plan, int index, Markup work)
    {
        var step = plan.Schedule.Steps[index];
        var node = plan.Schedule.NodeOf(step);
        var outputs = string.Join(", ", node.Outputs.Select(id => plan.Schedule.Graph[id].Type.Shape));
        var attributes = node.Op.Attributes is { Length: > 0 } text ? Markup.Of($" <small>{text}</small>") : Markup.None;
        var fullest = index == plan.FullestStep ? Markup.Of($" class=\"fullest\"") : Markup.None;
        using var row = html.Element("tr", $"id=\"step-{index}\"{fullest}");
        html.Line($"<th scope=\"row\" class=\"num\" data-sort=\"{index}\">{index}</th>");
        html.Line($"""<td class="operator" data-sort="{node.Op.Name}">{Wording.Identifier(node.Op.Name)}{attributes}</td>""");
        html.Line($"""<td data-sort="{node.Name}">{Wording.Name(node.Name, NameLength)}</td><td class="nowrap">{outputs}</td>""");
        html.Line($"{work}");
        html.Line($"{SortableHead.CellUnlessZero(StepFacts.WeightBytes(plan, index))}{SortableHead.CellUnlessZero(step.ScratchBytes)}");
        html.Line($"{SortableHead.Cell(plan.LiveBytes(index))}{SortableHead.Cell(plan.PeakOf(index))}");
        html.Line($"<td class=\"kernel\">{Kernels(step)}</td>");
    }

    private static Markup BarCell(long number, long most) =>
        number == 0
            ? SortableHead.CellUnlessZero(0)
            : Markup.Of(
                $"""<td class="num barred" data-sort="{number}">{number:N0}<span class="bar" """
                    + $"""style="inline-size:{Wording.Percent(100.0 * number / most)}"></span></td>"""
            );

    private static Markup Kernels(Step step) =>
        step.Calls.IsEmpty
            ? Markup.Of($"<small>none: its input under another shape</small>")
            : Markup.Join(
                "<br>",
                step.Calls.Select(call => call.Kernel).Distinct().Select(kernel => Markup.Of($"<code>{Wording.Identifier(kernel)}</code>"))
            );
}
