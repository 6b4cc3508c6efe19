using System.Globalization;
using AngleSharp.Dom;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Report.Tests;

/// <summary>The picture of the arena.</summary>
public class MemoryMapTests
{
    [Fact]
    public void Every_buffer_is_a_rectangle_at_its_steps_and_addresses()
    {
        var plan = Sample.Demo.Plan;
        var (steps, arena) = (plan.Schedule.Steps.Length, plan.ArenaBytes);
        var drawn = Sample
            .Read(Sample.Demo)
            .QuerySelectorAll(".buffer > rect")
            .Select(rect =>
                (
                    First: Share(rect, "x", steps),
                    Steps: Share(rect, "width", steps),
                    End: arena - Share(rect, "y", arena),
                    Bytes: Share(rect, "height", arena)
                )
            )
            .Order()
            .ToList();
        var planned = plan
            .Buffers.Select(buffer => (buffer.Request.First, buffer.Request.End - buffer.Request.First, buffer.End, buffer.Request.Bytes))
            .Order()
            .ToList();
        drawn.ShouldBe(planned);
    }

    [Fact]
    public void A_title_tells_name_type_bytes_place_and_lifetime()
    {
        var titles = Sample.Read(Sample.Small()).QuerySelectorAll(".buffer > title").Select(title => title.TextContent);
        titles.ShouldBe(
            [
                "flat?\noutput, int8 1x4x4x2\nalso flat, 1x32\n32 B at offset 0, up to 32\nneeded in steps 0 to 1",
                "image\ninput, int8 1x4x4x2\n32 B at offset 0, up to 32\nneeded in step 0",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void The_peak_and_the_fullest_step_are_marked()
    {
        var plan = Sample.Demo.Plan;
        var page = Sample.Read(Sample.Demo);
        page.QuerySelector(".mark.peak > text")!.TextContent.ShouldBe($"peak: arena {plan.ArenaBytes:N0} B");
        page.QuerySelector(".fullest-label")!
            .TextContent.ShouldContain($"step {plan.FullestStep}, {plan.LiveBytes(plan.FullestStep):N0} B");
        Share(page.QuerySelector("rect.fullest")!, "x", plan.Schedule.Steps.Length).ShouldBe(plan.FullestStep);
    }

    [Fact]
    public void The_lower_bound_is_drawn_only_where_it_differs_from_the_peak()
    {
        var sources = Sample.Demo;
        Sample
            .Read(sources with { Plan = sources.Plan with { LowerBoundBytes = sources.Plan.ArenaBytes } })
            .QuerySelector(".mark.bound")
            .ShouldBeNull();
        Sample
            .Read(sources with { Plan = sources.Plan with { LowerBoundBytes = sources.Plan.ArenaBytes - 4 } })
            .QuerySelector(".mark.bound")
            .ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(100, false)]
    public void A_limit_is_drawn_when_it_is_near(int factor, bool drawn) =>
        (
            Sample
                .Read(Sample.Demo, Sample.Subject with { SramLimitBytes = (long)Sample.Demo.Plan.ArenaBytes * factor })
                .QuerySelector(".mark.limit")
            is not null
        ).ShouldBe(drawn);

    [Fact]
    public void The_table_lists_every_buffer() =>
        Sample.Read(Sample.Demo).QuerySelectorAll("#memory details tbody tr").Length.ShouldBe(Sample.Demo.Plan.Buffers.Length);

    [Fact]
    public void A_plan_without_buffers_has_no_picture()
    {
        var sources = Sample.Demo;
        var plan = sources.Plan with { Buffers = [], ArenaBytes = 0, LowerBoundBytes = 0 };
        Sample.Read(sources with { Plan = plan }).QuerySelector("#memory svg").ShouldBeNull();
    }

    [Fact]
    public void Inputs_that_the_caller_keeps_say_so()
    {
        var sources = Sample.Small();
        var plan = MemoryPlanner.Plan(sources.Plan.Schedule with { Interface = new InterfaceModes(InputMode.External) });
        Sample
            .Read(sources with { Plan = plan })
            .QuerySelector("#summary tbody tr")!
            .LastElementChild!.TextContent.ShouldBe("the caller's memory");
    }

    private static int Share(IElement element, string attribute, int whole) =>
        (int)Math.Round(double.Parse(element.GetAttribute(attribute)!.TrimEnd('%'), CultureInfo.InvariantCulture) * whole / 100);
}
