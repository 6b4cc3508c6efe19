using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace TinyEngine.Report.Tests;

/// <summary>What holds for the page as a whole.</summary>
public partial class HtmlReportTests
{
    // Ends a title, an attribute and a script; hides text by direction; half a surrogate pair.
    private const string Hostile = "</title><script>alert(1)</script>\" onload='alert(2)' &amp; \u202Etxet\u0000 \uD800 <b>";

    [Fact]
    public void The_page_is_valid_HTML_with_one_heading_of_the_first_level_and_named_sections()
    {
        var page = Sample.Read(Sample.Demo);
        page.QuerySelectorAll("h1").Single().TextContent.ShouldBe("small.tflite");
        page.QuerySelectorAll("main > section")
            .Select(section => page.GetElementById(section.GetAttribute("aria-labelledby")!)!.TextContent)
            .ShouldBe(["Summary", "Memory map", "Where the time goes", "Steps"]);
        page.DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Fact]
    public void Ids_are_unique_and_what_refers_to_them_finds_them()
    {
        var page = Sample.Read(Sample.Demo);
        var ids = page.All.Where(element => element.Id is { Length: > 0 }).Select(element => element.Id!).ToList();
        ids.ShouldBeUnique();
        page.All.SelectMany(element => new[] { element.GetAttribute("aria-labelledby"), element.GetAttribute("href") })
            .Where(reference => reference is not null && !reference.StartsWith("data:", StringComparison.Ordinal))
            .ShouldAllBe(reference => ids.Contains(reference!.TrimStart('#')));
    }

    [Fact]
    public void The_same_sources_give_the_same_page() =>
        HtmlReport.Write(Sample.Small(), Sample.Subject).ShouldBe(HtmlReport.Write(Sample.Small(), Sample.Subject));

    [Fact]
    public void The_culture_of_the_process_changes_nothing()
    {
        var (before, sources) = (CultureInfo.CurrentCulture, Sample.Demo);
        var subject = Sample.Subject with { SramLimitBytes = 100_000, FlashLimitBytes = 300_000 };
        var expected = HtmlReport.Write(sources, subject);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat =
                {
                    NumberGroupSeparator = "_",
                    NumberDecimalSeparator = ";",
                    NegativeSign = "~",
                },
            };
            HtmlReport.Write(sources, subject).ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Nothing_outside_the_page_is_referred_to()
    {
        var text = HtmlReport.Write(Sample.Demo, Sample.Subject);
        OutsideReference().Matches(text).ShouldBeEmpty();
        var page = Sample.Read(Sample.Demo);
        page.All.SelectMany(element =>
                new[] { element.GetAttribute("src"), element.GetAttribute("href"), element.GetAttribute("xlink:href") }
            )
            .Where(reference => reference is not null)
            .ShouldAllBe(reference => reference!.StartsWith('#') || reference == "data:,");
    }

    [Fact]
    public void The_policy_admits_the_script_of_the_page_and_no_other()
    {
        var page = Sample.Read(Sample.Demo);
        var script = page.QuerySelectorAll("script").Single().TextContent;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        page.QuerySelector("meta[http-equiv]")!.GetAttribute("content")!.ShouldContain($"script-src 'sha256-{hash}'");
    }

    [Fact]
    public void Names_from_a_model_stay_text()
    {
        var page = Sample.Read(Sample.Small(Hostile, Hostile, Hostile), new ReportSubject(Hostile, Hostile) { Version = Hostile });
        page.QuerySelectorAll("script").Length.ShouldBe(1);
        page.QuerySelectorAll("b, [onload]").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes)
            .Select(attribute => attribute.Name)
            .Where(name => name.StartsWith("on", StringComparison.Ordinal))
            .ShouldBeEmpty();
        page.QuerySelector(".buffer > title")!
            .TextContent.ShouldStartWith("</title><script>alert(1)</script>\" onload='alert(2)' &amp; \uFFFDtxet\uFFFD \uFFFD <b>");
    }

    [Fact]
    public void Without_limits_there_are_no_budgets() => Sample.Read(Sample.Demo).QuerySelectorAll(".budget").ShouldBeEmpty();

    [Fact]
    public void A_budget_says_how_much_is_left_or_how_much_too_much_is_used()
    {
        var sources = Sample.Demo;
        var arena = sources.Plan.ArenaBytes;
        var page = Sample.Read(sources, Sample.Subject with { SramLimitBytes = 2 * arena, FlashLimitBytes = sources.WeightBytes });
        var meters = page.QuerySelectorAll("[role=meter]").ToList();
        meters.Select(meter => meter.GetAttribute("aria-valuenow")).ShouldBe([$"{arena}", $"{sources.WeightBytes}"]);
        meters[0].GetAttribute("aria-valuetext").ShouldBe($"50.0 % of {2 * arena:N0} B, {arena:N0} B left");
        meters[1]
            .GetAttribute("aria-valuetext")
            .ShouldBe(
                $"{sources.TableBytes + TinyEngine.Compiler.Emission.CodeEstimate.BytesOf(sources):N0} B more than the "
                    + $"{sources.WeightBytes:N0} B there are"
            );
        page.QuerySelectorAll(".budget.over").Length.ShouldBe(1);
    }

    [Fact]
    public void Inputs_and_outputs_come_with_their_quantization()
    {
        var rows = Sample
            .Read(Sample.Small())
            .QuerySelectorAll("#summary tbody tr")
            .Select(row => string.Join(" | ", row.Children.Select(cell => cell.TextContent)));
        rows.ShouldBe([
            "input 0 | image | int8 1x4x4x2 | 32 | 0.5 | -3 | arena at 0",
            "output 0 | flat | int8 1x32 | 32 | 0.5 | -3 | arena at 0",
        ]);
    }

    [GeneratedRegex(@"https?:|//[a-z]|@import|url\(|\bfetch\(|XMLHttpRequest|import\(")]
    private static partial Regex OutsideReference();
}
