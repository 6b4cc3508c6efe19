using System.Collections.Immutable;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Report.Html;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>The plans that there are: RAM against multiply-accumulates, with the plan of the page among them.</summary>
internal static class FrontSection
{
    // The points keep this much of the picture free around them, in percent.
    private const double Edge = 4;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, MemoryPlan plan, ImmutableArray<PlanPoint> front)
    {
        html.Line(
            $"""
            <p>Each point is a plan: none of the others needs less RAM and computes less, so the best are at the lower left. The filled one
            is this page's; 'tinyengine plan' lists them, --sram takes the fastest that fits.</p>
            """
        );
        var chosen = front.FirstOrDefault(point => IsSame(point.Plan, plan)) ?? PlanPoint.Of(plan);
        var (most, dearest) = (
            front.Append(chosen).Max(point => point.Plan.ArenaBytes),
            front.Append(chosen).Max(point => point.MacsRatio)
        );
        string X(double bytes) => Wording.Percent(Edge + ((100 - (2 * Edge)) * bytes / Math.Max(1, most)));
        string Y(double ratio) => Wording.Percent(100 - Edge - ((100 - (2 * Edge)) * (dearest > 1 ? (ratio - 1) / (dearest - 1) : 0.5)));
        using var figure = html.Element("figure");
        using (html.Element("div", $"class=\"map front{(dearest > 1 ? "" : " flat")}\""))
        using (html.Element("svg", $"role=\"img\" aria-label=\"{front.Length} plans, RAM against multiply-accumulates\""))
        {
            foreach (var ratio in dearest > 1 ? new[] { 1, (1 + dearest) / 2, dearest } : [1])
                html.Line(
                    $"""<g class="axis" aria-hidden="true"><line x1="0" x2="100%" y1="{Y(ratio)}" y2="{Y(ratio)}"></line><text """
                        + $"""x="-6" y="{Y(ratio)}" dy=".35em" text-anchor="end">{ratio:F2} ×</text></g>"""
                );
            foreach (var bytes in MapGeometry.AddressTicks(most, 4))
                html.Line(
                    $"""<text class="axis" aria-hidden="true" x="{X(bytes)}" y="100%" dy="1.4em" text-anchor="middle">"""
                        + $"{Wording.RoundSize(bytes)}</text>"
                );
            foreach (var point in front.Where(point => point != chosen).Append(chosen))
                html.Line(
                    $"""<circle class="point{(point == chosen ? " chosen" : "")}" cx="{X(point.Plan.ArenaBytes)}" """
                        + $"""cy="{Y(point.MacsRatio)}" r="{(point == chosen ? 7 : 5)}"><title>{Describe(point)}</title></circle>"""
                );
            var anchor = (2 * chosen.Plan.ArenaBytes > most) ? "end" : "start";
            html.Line(
                $"""<text class="fullest-label" x="{X(chosen.Plan.ArenaBytes)}" y="{Y(chosen.MacsRatio)}" dy="-1.1em" """
                    + $"""text-anchor="{anchor}">this plan: {chosen.Plan.ArenaBytes:N0} B at {chosen.MacsRatio:F2} ×</text>"""
            );
        }

        html.Line(
            $"<figcaption>Bytes of the arena from left to right, multiply-accumulates in relation to the network's own from bottom "
                + $"to top.</figcaption>"
        );
    }

    private static bool IsSame(MemoryPlan one, MemoryPlan other) =>
        one.ArenaBytes == other.ArenaBytes
        && one.Schedule.Name == other.Schedule.Name
        && one.Schedule.Stages.Length == other.Schedule.Stages.Length;

    private static string Describe(PlanPoint point) =>
        Invariant(
            $"{point.Plan.ArenaBytes:N0} B, {point.MacsRatio:F2} times the multiply-accumulates, {point.Plan.Schedule.Stages.Length} stages"
        );
}
