using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Cli.Verbs;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Documentation stays true: commands are understood, links lead somewhere, generated pages are fresh.</summary>
public partial class DocumentationTests
{
    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories));

    [Fact]
    public void The_operators_page_is_what_the_tool_prints() =>
        File.ReadAllText(Repository.File("docs/reference/operators.md")).ShouldBe(OpsReport.Create().ToMarkdown(), "run eng/snapshots.sh");

    [Fact]
    public void Commands_in_the_documentation_are_understood()
    {
        foreach (var page in Pages)
        {
            foreach (Match match in CommandLineInText().Matches(File.ReadAllText(page)))
            {
                var command = match.Groups["command"].Value.Split('#')[0].Split(" && ")[0].Split(" >")[0].Trim();
                if (command.Contains("...", StringComparison.Ordinal))
                    continue;
                var parse = CommandLine.Parse(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                if (parse.GetResult(CommonOptions.Help) is null && parse.GetResult(CommonOptions.Version) is null && command.Length > 0)
                    UsageError.Find(parse, parse.CommandResult.Command as Verb).ShouldBeNull($"{page}: tinyengine {command}");
            }
        }
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        foreach (var page in Pages)
        {
            foreach (Match match in Link().Matches(File.ReadAllText(page)))
            {
                var target = Path.Combine(Path.GetDirectoryName(page)!, match.Groups["path"].Value);
                (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{page} links to {match.Groups["path"].Value}");
            }
        }
    }

    [Fact]
    public void Every_dependency_has_a_reason()
    {
        var decision = File.ReadAllText(Repository.File("docs/decisions/0002-dependencies.md"));
        foreach (Match match in PackageVersion().Matches(File.ReadAllText(Repository.File("Directory.Packages.props"))))
            decision.ShouldContain($"**{match.Groups["name"].Value}**");
    }

    [Fact]
    public void Every_verb_and_option_is_in_the_reference()
    {
        var page = File.ReadAllText(Repository.File("docs/reference/cli.md"));
        foreach (var verb in VerbTable.All)
        {
            page.ShouldContain($"\n## {verb.Name}\n");
            foreach (var option in verb.Options)
                page.ShouldContain($"`{option.Name}", customMessage: verb.Name);
        }
    }

    [Theory]
    [InlineData("test.sh")]
    [InlineData("eng/setup.sh")]
    [InlineData("eng/build.sh")]
    [InlineData("eng/format.sh")]
    [InlineData("eng/fuzz.sh")]
    [InlineData("eng/snapshots.sh")]
    [InlineData("eng/pack.sh")]
    [InlineData("eng/codesize.sh")]
    [InlineData("eng/cores.sh")]
    public void Every_script_explains_itself(string script)
    {
        var result = Tool.StartProcess(Repository.File(script), ["--help"]);
        result.Code.ShouldBe(0);
        result.Out.ShouldStartWith("Usage: ");
    }

    [Fact]
    public void No_line_has_more_than_140_columns()
    {
        var result = Tool.StartProcess(Repository.File("eng/format.sh"), ["--width"]);
        result.Error.ShouldBe("");
        result.Code.ShouldBe(0);
    }

    [GeneratedRegex(@"^ {4,}(\$ )?\./tinyengine (?<command>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandLineInText();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<path>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"PackageVersion Include=""(?<name>[^""]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageVersion();
}
