using TinyEngine.Compiler;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Report.Tests;

/// <summary>What a page says of a network that was built and run.</summary>
public class VerificationTests
{
    private static readonly ReportSubject Verified = Sample.Subject with
    {
        Verification = Sample.Verified(),
        Time = "estimate for a board",
    };

    [Fact]
    public void The_summary_shows_what_was_measured_instead_of_estimates()
    {
        var facts = Sample.Read(Sample.Demo, Verified).QuerySelectorAll(".facts > div").Select(fact => fact.TextContent).ToList();
        facts[0].ShouldContain("stack 404 B measured, 432 B at most for any input");
        facts[1].ShouldContain("1,230 B");
        facts[1].ShouldContain("weights 200 B, tables 30 B, code 1,000 B, measured");
        facts[2].ShouldContain($"{Sample.Verified().Counted!.Instructions:N0} instructions");
        facts[2].ShouldContain("estimate for a board");
    }

    [Fact]
    public void The_proof_names_samples_expectation_and_every_target()
    {
        var lines = Sample
            .Read(Sample.Demo, Verified)
            .QuerySelectorAll(".facts > div")[3]
            .QuerySelectorAll("dd")
            .Select(line => line.TextContent);
        lines.ShouldBe([
            "proved",
            "2 given samples, every output compared with the given outputs",
            "✓ host: equal, under sanitizers",
            "✓ cortex-m7, emulated: equal",
        ]);
    }

    [Fact]
    public void A_difference_is_no_proof()
    {
        var page = Sample.Read(Sample.Demo, Sample.Subject with { Verification = Sample.Verified(VerificationStatus.Differed) });
        page.QuerySelector(".facts .bad")!.TextContent.ShouldBe("not exact");
        page.QuerySelectorAll(".facts dd")[^1].TextContent.ShouldBe("✗ cortex-m7, emulated: differs by up to 7");
    }

    [Fact]
    public void Without_a_run_nothing_is_proved() =>
        Sample.Read(Sample.Demo).QuerySelectorAll(".facts .big")[^1].TextContent.ShouldBe("not proved");

    [Fact]
    public void Steps_have_the_instructions_that_were_counted_and_their_ratio()
    {
        var page = Sample.Read(Sample.Demo, Verified);
        page.QuerySelector("#steps > p")!.TextContent.ShouldEndWith("Instructions are counted.");
        var rows = page.QuerySelectorAll(".steps tbody tr");
        rows.Select(row => row.Children[5].GetAttribute("data-sort"))
            .ShouldBe(Enumerable.Range(1, rows.Length).Select(step => $"{100 * step}"));
        var macs = double.Parse(rows[0].Children[4].GetAttribute("data-sort")!);
        rows[0].Children[6].TextContent.ShouldBe($"{100 / macs:F2}");
        page.QuerySelectorAll(".steps tfoot tr > *")[2].TextContent.ShouldBe($"{Sample.Verified().Counted!.Instructions:N0}");
    }

    [Theory]
    [InlineData(true, "counted on an emulated cortex-m7")]
    [InlineData(false, "predicted for a cortex-m7")]
    public void The_step_that_takes_most_is_marked_and_the_shares_are_whole(bool counted, string source)
    {
        var page = Sample.Read(Sample.Demo, counted ? Verified : Sample.Subject);
        page.QuerySelectorAll("#work .work g").Length.ShouldBe(Sample.Demo.Plan.Schedule.Steps.Length);
        var slowest = page.QuerySelectorAll("#work .slowest > title").Single().TextContent;
        page.QuerySelector("#work p")!.TextContent.ShouldStartWith($"Instructions of each step, {source}");
        page.QuerySelector("#work p")!.TextContent.ShouldEndWith($"{slowest}, takes most.");
        if (counted)
            slowest.ShouldStartWith($"Step {Sample.Demo.Plan.Schedule.Steps.Length - 1}, ");
        page.QuerySelectorAll("#work tbody .share")
            .Sum(cell => double.Parse(cell.TextContent.Replace(" %", "", StringComparison.Ordinal)))
            .ShouldBe(100, 0.5);
    }

    [Fact]
    public void Without_a_run_instructions_are_predicted_for_the_core_that_the_page_is_for()
    {
        var sources = Sample.Compile(DemoNetwork.Build(), new CompileOptions("model") { Target = Target.CortexM4 });
        var predicted = PlanInstructions.Of(sources.Plan);
        var page = Sample.Read(sources);
        page.QuerySelectorAll(".facts > div")[2].TextContent.ShouldContain($"{predicted.Total:N0}");
        page.QuerySelectorAll(".facts > div")[2].TextContent.ShouldContain("predicted for a cortex-m4, ");
        page.QuerySelectorAll(".steps tbody tr")
            .Select(row => row.Children[5].GetAttribute("data-sort"))
            .ShouldBe(predicted.Steps.Select(count => count == 0 ? null : $"{count}"));
        page.QuerySelector("#steps > p")!.TextContent.ShouldEndWith("Instructions are predicted.");
    }

    [Fact]
    public void Messages_come_with_reason_and_remedy_and_only_when_there_are_some()
    {
        Sample.Read(Sample.Demo).QuerySelector("#messages").ShouldBeNull();
        var bag = new DiagnosticBag();
        bag.Add(Diag.RamExceeded, new Place("net.tflite"), "too large", "because", "do this");
        Sample
            .Read(Sample.Demo, Sample.Subject with { Diagnostics = bag.Items })
            .QuerySelectorAll("#messages li p")
            .Select(line => line.TextContent)
            .ShouldBe(["error TE4001 net.tflite: too large", "why: because", "try: do this"]);
    }
}
