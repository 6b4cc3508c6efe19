using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;

namespace TinyEngine.Report.Tests;

/// <summary>The plans that there are, and the stages of the one on the page.</summary>
public class PlanSectionTests
{
    [Fact]
    public void Without_stages_and_other_plans_there_is_no_section()
    {
        var page = Sample.Read(Sample.Demo);
        page.QuerySelector("#plan, rect.stage, .swatch.ring").ShouldBeNull();
        page.QuerySelectorAll("nav a").Length.ShouldBe(3);
    }

    [Fact]
    public void Every_stage_lists_its_operators_and_the_rows_that_are_kept()
    {
        var schedule = Sample.Stream.Plan.Schedule;
        var page = Sample.Read(Sample.Stream);
        var stages = page.QuerySelectorAll(".stages > li").ToList();
        stages.Select(stage => stage.QuerySelectorAll(".flow > li").Length).ShouldBe(schedule.Stages.Select(stage => stage.Count + (stage.StreamedInput is null ? 0 : 1)));
        var input = schedule.Graph.Inputs[0];
        stages[0].QuerySelector(".flow > li small")!.TextContent.ShouldBe($"{schedule.LayoutOf(input).Rows} of {schedule.RowsOf(input)} rows kept");
        page.QuerySelectorAll("#plan p").Count(text => text.TextContent.Contains("decides the size of the arena", StringComparison.Ordinal))
            .ShouldBe(schedule.StageOf(Sample.Stream.Plan.FullestStep) is null ? 0 : 1);
    }

    [Fact]
    public void Every_plan_is_a_point_and_the_chosen_one_is_filled()
    {
        var plan = Sample.Stream.Plan;
        var again = plan.Schedule with { Stages = plan.Schedule.Stages.SetItem(0, plan.Schedule.Stages[0] with { ExtraMacs = plan.Schedule.Graph.CountMacs() / 5 }) };
        ImmutableArray<PlanPoint> front = [new(Sample.Demo.Plan), new(plan), new(plan with { ArenaBytes = plan.ArenaBytes / 2, Schedule = again })];
        front.Select(point => Math.Round(point.MacsRatio, 2)).ShouldBe([1, 1, 1.2]);
        var page = Sample.Read(Sample.Stream, Sample.Subject with { Front = front });
        var points = page.QuerySelectorAll("#plan .point").ToList();
        points.Select(point => point.QuerySelector("title")!.TextContent).ShouldBe(
            front.Select(point => $"{point.Plan.ArenaBytes:N0} B, {point.MacsRatio:F2} times the multiply-accumulates, {point.Plan.Schedule.Stages.Length} stages"));
        points.Select(point => point.ClassList.Contains("chosen")).ShouldBe([false, true, false]);
        points.Select(point => point.GetAttribute("cy")).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void The_map_shows_stages_and_rings()
    {
        var (plan, page) = (Sample.Stream.Plan, Sample.Read(Sample.Stream));
        page.QuerySelectorAll("#memory rect.stage").Length.ShouldBe(plan.Schedule.Stages.Length);
        page.QuerySelectorAll("#memory .buffer.ring").Length.ShouldBe(plan.Buffers.Count(buffer => buffer.Value is { } value && plan.Schedule.IsRing(value)));
        page.QuerySelectorAll("#memory .buffer.ring > title").ShouldAllBe(title => title.TextContent.Contains(" rows at a time\n", StringComparison.Ordinal));
    }
}
