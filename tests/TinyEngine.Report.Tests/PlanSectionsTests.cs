using System.Collections.Immutable;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;

namespace TinyEngine.Report.Tests;

/// <summary>The plans that there are, and the stages of the one on the page.</summary>
public class PlanSectionsTests
{
    [Fact]
    public void Without_stages_patches_and_other_plans_there_are_no_such_sections()
    {
        var page = Sample.Read(Sample.Demo);
        page.QuerySelector("#plans, #stages, #patches, rect.stage, .swatch.ring").ShouldBeNull();
        page.QuerySelectorAll("nav a").Length.ShouldBe(4);
    }

    [Fact]
    public void Every_stage_lists_its_operators_and_the_rows_that_are_kept()
    {
        var schedule = Sample.Stream.Plan.Schedule;
        var page = Sample.Read(Sample.Stream);
        var stages = page.QuerySelectorAll(".stages > li").ToList();
        stages
            .Select(stage => stage.QuerySelectorAll(".flow > li").Length)
            .ShouldBe(schedule.Stages.Select(stage => stage.Count + (stage.StreamedInput is null ? 0 : 1)));
        var input = schedule.Graph.Inputs[0];
        stages[0]
            .QuerySelector(".flow > li small")!
            .TextContent.ShouldBe(
                $"{schedule.LayoutOf(input).Rows} of {schedule.RowsOf(input)} rows kept, {schedule.LayoutOf(input).ByteSize:N0} B"
            );
        page.QuerySelectorAll("#stages p")
            .Count(text => text.TextContent.Contains("decides the size of the arena", StringComparison.Ordinal))
            .ShouldBe(schedule.StageOf(Sample.Stream.Plan.FullestStep) is null ? 0 : 1);
    }

    [Fact]
    public void Every_plan_is_a_point_and_the_chosen_one_is_filled()
    {
        var plan = Sample.Stream.Plan;
        var again = plan.Schedule with
        {
            Stages = plan.Schedule.Stages.SetItem(0, plan.Schedule.Stages[0] with { ExtraMacs = plan.Schedule.Graph.CountMacs() / 5 }),
        };
        ImmutableArray<PlanPoint> front =
        [
            PlanPoint.Of(Sample.Demo.Plan),
            PlanPoint.Of(plan),
            PlanPoint.Of(plan with { ArenaBytes = plan.ArenaBytes / 2, Schedule = again }),
        ];
        front.Select(point => Math.Round(point.MacsRatio, 2)).ShouldBe([1, 1, 1.2]);
        var page = Sample.Read(Sample.Stream, Sample.Subject with { Front = front });
        var points = page.QuerySelectorAll("#plans .point").ToList();
        points
            .Select(point => point.QuerySelector("title")!.TextContent)
            .ShouldBe( // the chosen one last, on top of the others
                new[] { front[0], front[2], front[1] }.Select(point =>
                    $"{point.Plan.ArenaBytes:N0} B, {point.MacsRatio:F2} times the multiply-accumulates, "
                    + $"{point.Plan.Schedule.Stages.Length} stages"
                )
            );
        points.Select(point => point.ClassList.Contains("chosen")).ShouldBe([false, false, true]);
        page.QuerySelector("#plans text.fullest-label")!.TextContent.ShouldBe($"this plan: {plan.ArenaBytes:N0} B at 1.00 ×");
        points.Select(point => point.GetAttribute("cy")).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void The_map_shows_stages_and_rings()
    {
        var (plan, page) = (Sample.Stream.Plan, Sample.Read(Sample.Stream));
        page.QuerySelectorAll("#memory rect.stage").Length.ShouldBe(plan.Schedule.Stages.Length);
        page.QuerySelectorAll("#memory .buffer.ring")
            .Length.ShouldBe(plan.Buffers.Count(buffer => buffer.Value is { } value && plan.Schedule.IsRing(value)));
        page.QuerySelectorAll("#memory .buffer.ring > title")
            .ShouldAllBe(title => title.TextContent.Contains(" rows at a time\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_that_is_not_on_the_front_is_shown_beside_it()
    {
        var page = Sample.Read(
            Sample.Patches,
            Sample.Subject with
            {
                Front = [PlanPoint.Of(Sample.Demo.Plan), PlanPoint.Of(Sample.Stream.Plan)],
            }
        );
        page.QuerySelectorAll("#plans .point").Length.ShouldBe(3);
        page.QuerySelectorAll("#plans .point.chosen > title")
            .Single()
            .TextContent.ShouldStartWith($"{Sample.Patches.Plan.ArenaBytes:N0} B, ");
    }

    [Fact]
    public void Patches_show_each_map_with_its_regions_and_the_receptive_field()
    {
        var schedule = Sample.Patches.Plan.Schedule;
        var items = Sample.Read(Sample.Patches).QuerySelectorAll(".patches > li").ToList();
        items.Count.ShouldBe(schedule.Patches!.End + 1);
        items.ShouldAllBe(item =>
            item.QuerySelectorAll("rect.patch:not(.outlined)").Length == 4
            && item.QuerySelectorAll("rect.patch.outlined, rect.field").Length == 2
        );

        // The first step is a 3x3 convolution with stride 2 and the split is behind the second, a 3x3 depthwise one: 7 rows of the input;
        // SAME pads an even size behind it only.
        items[0].QuerySelector("rect.field > title")!.TextContent.ShouldBe("receptive field: rows [30, 37), columns [30, 37)");
        items[^1].QuerySelector("rect.field > title")!.TextContent.ShouldBe("receptive field: rows [16, 17), columns [16, 17)");
        items[^1].QuerySelector("small")!.TextContent.ShouldBe("32x32x8, up to 16 × 16 a patch, computed 1.00 times, field 1 × 1");
    }
}
