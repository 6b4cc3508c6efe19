using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine compare OLD NEW</c>: what grew, by how much.</summary>
internal sealed class CompareVerb : ReportingVerb<CompareReport>
{
    private const int ListedSteps = 20;

    private static readonly Argument<string> Old = new("OLD")
    {
        Description = "report.json of an earlier compile, or what compile, verify or bench printed with --json",
    };

    private static readonly Argument<string> New = new("NEW") { Description = "the same of now" };

    private static readonly Option<bool> Markdown = new("--markdown") { Description = "print Markdown, for a comment on a pull request" };

    private static readonly Option<bool> FailIfGrown = new("--fail-if-grown")
    {
        Description = "end with exit code 1 when RAM or flash of the network grew",
    };

    /// <summary>Declares the verb.</summary>
    public CompareVerb()
        : base("compare", "Show what grew between two reports, and by how much")
    {
        Add(Old);
        Add(New);
        Add(Markdown);
        Add(FailIfGrown);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            Reads two reports of one verb: report.json of two generated folders, or two files that hold what --json printed. Shows RAM,
            flash, multiply-accumulates and instructions before and after, as far as the reports know them, and the steps that changed.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("compare old/report.json build/net/report.json", "what changed since the folder 'old' was generated"),
            new("compare old.json new.json --markdown --fail-if-grown", "for a pull request: a table, and exit code 1 when it got larger"),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<CompareReport> Json => CompareJson.Default.CompareReport;

    /// <inheritdoc/>
    protected override CompareReport? Execute(Invocation call)
    {
        var (before, after) = (
            ReportFile.Read(call.Required(Old), call.Diagnostics),
            ReportFile.Read(call.Required(New), call.Diagnostics)
        );
        if (before is null || after is null)
            return null;
        if (before.Command != after.Command)
        {
            call.Diagnostics.Add(
                Diag.NotReport,
                new Place(after.Path),
                $"a report of '{after.Command}' cannot be compared with one of '{before.Command}'",
                "one estimates where the other measures",
                "compare two reports of the same verb"
            );
            return null;
        }

        var report = CompareReport.Of(before, after) with { AsMarkdown = call.Get(Markdown) };
        if (call.Get(FailIfGrown) && report.Grown)
        {
            var grown = report
                .Network.Where(change => change.IsMemory && change.Difference > 0)
                .Select(change => $"{change.Figure} {change.Text}");
            call.Diagnostics.Add(
                Diag.Grown,
                new Place(after.Path),
                "the network takes more memory than before",
                string.Join("; ", grown),
                "look at the steps that changed; compare with this report from now on when it is meant to"
            );
        }

        return report;
    }

    /// <inheritdoc/>
    protected override void Print(CompareReport report, Terminal terminal)
    {
        var title = report.OldTitle == report.NewTitle ? report.NewTitle : $"{report.OldTitle} → {report.NewTitle}";
        var steps = report.Steps.Take(ListedSteps).ToList();
        if (report.AsMarkdown)
        {
            WriteMarkdown(report, title, steps, terminal.Out);
            return;
        }

        terminal.Out.WriteLine(Terminal.Printable(title));
        terminal.WriteTable(
            ["", Column.Number("old"), Column.Number("new"), Column.Number("change")],
            report.Network.Select(change => Row(change.Figure, change))
        );
        if (steps.Count > 0)
            terminal.WriteTable(
                ["step", "", Column.Number("old"), Column.Number("new"), Column.Number("change")],
                steps.Select(change => new[] { change.Step }.Concat(Row(change.Figure, change)).ToArray())
            );
        if (report.Steps.Length > steps.Count)
            terminal.Out.WriteLine($"{report.Steps.Length - steps.Count} smaller changes of steps are not shown");
    }

    private static void WriteMarkdown(CompareReport report, string title, List<Change> steps, TextWriter output)
    {
        output.WriteLine($"**{Cell(title)}**\n\n| | old | new | change |\n|---|--:|--:|--:|");
        foreach (var change in report.Network)
            output.WriteLine($"| {string.Join(" | ", Row(change.Figure, change))} |");
        if (steps.Count == 0)
            return;
        output.WriteLine(
            "\n"
                + $"<details><summary>{report.Steps.Length} figures of steps changed</summary>\n\n"
                + "| step | | old | new | change |\n"
                + "|---|---|--:|--:|--:|"
        );
        foreach (var change in steps)
            output.WriteLine($"| {Cell(change.Step)} | {string.Join(" | ", Row(change.Figure, change))} |");
        output.WriteLine("\n</details>");
    }

    private static string[] Row(string name, Change change) => [name, Number(change.Old), Number(change.New), change.Text];

    private static string Number(long? value) => value is { } number ? $"{number:N0}" : "-";

    // Names come from a model: nothing of them may act as Markdown or HTML.
    private static string Cell(string text) =>
        string.Concat(
            Terminal.Printable(text).Select(c => "\\`*_{}[]()#+!|<>&".Contains(c, StringComparison.Ordinal) ? $"&#{(int)c};" : $"{c}")
        );
}
