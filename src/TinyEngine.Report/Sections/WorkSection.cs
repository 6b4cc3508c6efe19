using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph;
using TinyEngine.Report.Html;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>Which steps and which operators take the time: a bar for each step below the memory map's steps, and a sum for each
/// operator.</summary>
internal static class WorkSection
{
    private const int NameLength = 32;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan, StepInstructions instructions)
    {
        var (costs, sum) = (instructions.Steps, Math.Max(1, instructions.Steps.Sum()));
        var slowest = costs.IndexOf(costs.Max());
        var origin = instructions.Counted is { } target
            ? $"counted on an emulated {target}."
            : $"predicted for a {instructions.Core}; 'tinyengine verify' and 'tinyengine bench' count them, with --report.";
        html.Line($"<p>Instructions of each step, {origin} {Describe(plan, slowest, costs[slowest], sum)}, takes most.</p>");
        using (html.Element("figure"))
            WriteBars(html, plan, costs, slowest);
        WriteOperators(html, plan, costs, sum);
    }

    private static string Describe(MemoryPlan plan, int step, long cost, long sum)
    {
        var node = plan.Schedule.NodeOf(plan.Schedule.Steps[step]);
        var name = Wording.Shorten(node.Name, NameLength);
        return Invariant($"Step {step}, {node.Op.Name} '{name}', with {cost:N0} instructions, {100.0 * cost / sum:0.0} % of all");
    }

    private static void WriteBars(HtmlWriter html, MemoryPlan plan, ImmutableArray<long> costs, int slowest)
    {
        var (map, sum, most) = (new MapGeometry(plan, null), Math.Max(1, costs.Sum()), Math.Max(1, costs[slowest]));
        using (html.Element("div", $"class=\"map work\""))
        using (html.Element("svg", $"role=\"img\" aria-label=\"instructions of {costs.Length} steps; step {slowest} takes most\""))
        {
            foreach (var (step, cost) in costs.Index())
            {
                var title = Describe(plan, step, cost, sum);
                var (height, kind) = (100.0 * cost / most, step == slowest ? "slowest" : "cost");
                html.Line(
                    $"""<g class="{kind}"><title>{title}</title><rect class="all" x="{map.X(step)}" y="0" width="{map.Width(1)}" """
                        + $"""height="100%"></rect><rect x="{map.X(step)}" y="{Wording.Percent(100 - height)}" width="{map.Width(1)}" """
                        + $"""height="{Wording.Percent(height)}"></rect></g>"""
                );
            }

            foreach (var tick in map.StepTicks())
                html.Line($"<text class=\"axis\" x=\"{map.Middle(tick)}\" y=\"100%\" dy=\"1.4em\" text-anchor=\"middle\">{tick}</text>");
            html.Line($"""<text class="axis" x="-6" y="0" dy=".35em" text-anchor="end">{Wording.Short(most)}</text>""");
            var anchor = map.ShareOfStep(slowest) switch
            {
                < 25 => "start",
                > 75 => "end",
                _ => "middle",
            };
            var label = Invariant($"▼ most: step {slowest}, {100.0 * costs[slowest] / sum:0.0} %");
            html.Line(
                $"""<text class="axis fullest-label" x="{map.Middle(slowest)}" y="0" dy="-.6em" text-anchor="{anchor}">{label}</text>"""
            );
        }

        html.Line($"<figcaption>Steps from left to right as in the memory map, instructions upwards.</figcaption>");
    }

    private static void WriteOperators(HtmlWriter html, MemoryPlan plan, ImmutableArray<long> costs, long sum)
    {
        var groups = plan
            .Schedule.Steps.Select(
                (step, index) => (Op: plan.Schedule.NodeOf(step).Op.Name, Macs: StepFacts.Macs(plan, index), Cost: costs[index])
            )
            .GroupBy(step => step.Op)
            .Select(group => (Op: group.Key, Count: group.Count(), Macs: group.Sum(step => step.Macs), Cost: group.Sum(step => step.Cost)))
            .OrderByDescending(group => group.Cost)
            .ThenBy(group => group.Op, StringComparer.Ordinal)
            .ToList();
        using var region = html.Element("div", $"class=\"scroll\" role=\"region\" aria-label=\"Operators\" tabindex=\"0\"");
        using var table = html.Element("table", $"class=\"sortable narrow\"");
        SortableHead.Write(
            html,
            [
                SortColumn.Number("Share"),
                new("Operator"),
                SortColumn.Number("Steps"),
                SortColumn.Number("MACs"),
                SortColumn.Number("Instructions"),
                SortColumn.Number("per MAC"),
            ],
            sorted: 0,
            descending: true
        );
        using var body = html.Element("tbody");
        foreach (var (op, count, macs, cost) in groups)
        {
            var share = 100.0 * cost / sum;
            html.Line(
                $"""<tr><td class="num share" data-sort="{cost}">{share:0.0} %<span class="bar" """
                    + $"""style="inline-size:{Wording.Percent(share)}"></span></td><th scope="row">{Wording.Identifier(op)}</th>"""
                    + $"{SortableHead.Cell(count)}{SortableHead.CellUnlessZero(macs)}{SortableHead.Cell(cost)}"
                    + $"{SortableHead.Ratio(cost, macs)}</tr>"
            );
        }
    }
}
