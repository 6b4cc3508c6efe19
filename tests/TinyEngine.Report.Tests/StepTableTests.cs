using AngleSharp.Dom;
using TinyEngine.Compiler.Planning;

namespace TinyEngine.Report.Tests;

/// <summary>The table of steps.</summary>
public class StepTableTests
{
    [Fact]
    public void Every_step_is_a_row_in_running_order()
    {
        var plan = Sample.Demo.Plan;
        var rows = Sample
            .Read(Sample.Demo)
            .QuerySelectorAll(".steps tbody tr")
            .Select(row => (row.Children[0].TextContent, row.Children[2].TextContent));
        rows.ShouldBe(plan.Schedule.Steps.Select((step, index) => ($"{index}", plan.Schedule.NodeOf(step).Name)));
    }

    [Fact]
    public void A_row_says_what_a_step_costs()
    {
        var row = Sample.Read(Sample.Demo).QuerySelectorAll(".steps tbody tr")[0];
        var plan = Sample.Demo.Plan;
        const int Macs = 32 * 32 * 8 * 3 * 3 * 3;
        var instructions = PlanInstructions.Of(plan).Steps[0];
        row.Children.Skip(3)
            .Select(cell => cell.GetAttribute("data-sort") ?? cell.TextContent)
            .ShouldBe([
                "1x32x32x8",
                $"{Macs}",
                $"{instructions}",
                FormattableString.Invariant($"{(double)instructions / Macs:0.####}"),
                $"{plan.Schedule.Steps[0].Calls[0].Constants[0].ByteSize}",
                $"{plan.Schedule.Steps[0].ScratchBytes}",
                $"{plan.LiveBytes(0)}",
                $"{plan.PeakOf(0)}",
                plan.Schedule.Steps[0].Calls.Single().Kernel,
            ]);
    }

    [Fact]
    public void Columns_have_what_is_asked_for_first_in_front() =>
        Sample
            .Read(Sample.Demo)
            .QuerySelectorAll(".steps thead th")
            .Select(head => head.TextContent)
            .ShouldBe([
                "Step",
                "Operator",
                "Name",
                "Output",
                "MACs",
                "Instructions",
                "per MAC",
                "Weights",
                "Scratch",
                "In use",
                "Arena end",
                "Kernel",
            ]);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void The_longest_bar_is_that_of_the_step_with_most_MACs_or_instructions(int column)
    {
        var bars = Sample
            .Read(Sample.Demo)
            .QuerySelectorAll(".steps tbody tr")
            .SelectMany(row => row.Children[column].QuerySelectorAll(".bar"))
            .ToList();
        var longest = bars.Where(bar => bar.GetAttribute("style") == "inline-size:100%")
            .Select(bar => long.Parse(bar.ParentElement!.GetAttribute("data-sort")!))
            .Distinct()
            .Single();
        longest.ShouldBe(bars.Max(bar => long.Parse(bar.ParentElement!.GetAttribute("data-sort")!)));
    }

    [Fact]
    public void A_step_without_a_kernel_says_why() =>
        Sample.Read(Sample.Small()).QuerySelectorAll(".steps .kernel")[^1].TextContent.ShouldBe("none: its input under another shape");

    [Fact]
    public void The_foot_adds_up()
    {
        var foot = Sample.Read(Sample.Demo).QuerySelector(".steps tfoot tr")!;
        var (macs, instructions) = (Sample.Demo.Plan.Schedule.Graph.CountMacs(), PlanInstructions.Of(Sample.Demo.Plan).Total);
        foot.Children.Select(cell => cell.GetAttribute("data-sort"))
            .ShouldBe([
                null,
                $"{macs}",
                $"{instructions}",
                FormattableString.Invariant($"{(double)instructions / macs:0.####}"),
                $"{Sample.Demo.WeightBytes}",
                null,
                null,
                $"{Sample.Demo.Plan.ArenaBytes}",
                null,
            ]);
    }

    [Fact]
    public void Every_column_has_a_button_and_the_first_is_sorted()
    {
        var heads = Sample.Read(Sample.Demo).QuerySelectorAll(".steps thead th").ToList();
        heads.ShouldAllBe(head => head.QuerySelectorAll("button[type=button]").Length == 1);
        heads.Where(head => head.HasAttribute("aria-sort")).ShouldBe([heads[0]]);
    }

    [Fact]
    public void A_long_name_is_cut_in_its_middle_and_whole_when_pointed_at()
    {
        const string Name = "functional_1/block_12/expand/conv2d/BiasAdd;functional_1/block_12/relu";
        var name = Sample.Read(Sample.Small(output: Name)).QuerySelectorAll(".steps tbody .name")[^1];
        name.TextContent.ShouldBe("functio…_1/block_12/relu");
        name.GetAttribute("title").ShouldBe(Name);
    }
}
