using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Every command of the README and of the guides is run, in the order of its page, in a folder that looks like a
/// checkout.</summary>
[Trait("Needs", "Emulator")]
public sealed partial class GuideTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public GuideTests()
    {
        foreach (var name in new[] { "tests", "docs" })
            Directory.CreateSymbolicLink(_folder[name], Repository.File(name));
    }

    public static TheoryData<string> Pages =>
        [
            .. new[] { Repository.File("README.md") }
                .Concat(Directory.EnumerateFiles(Repository.File("docs/guide"), "*.md"))
                .Where(page => Commands(page).Count > 0)
                .Select(page => Path.GetRelativePath(Repository.Root, page))
                .Order(StringComparer.Ordinal),
        ];

    [EmulatorTheory]
    [MemberData(nameof(Pages))]
    public void The_commands_of_a_page_work(string page)
    {
        foreach (var command in Commands(Repository.File(page)))
        {
            var result = Run(command);
            result.Code.ShouldBe(0, $"{command}\n{result.Error}");
        }
    }

    [EmulatorFact]
    public void The_output_that_the_README_shows_is_what_comes_but_for_figures()
    {
        var lines = File.ReadAllLines(Repository.File("README.md"));
        var shown = 0;
        foreach (var (index, line) in lines.Index().Where(line => line.Item.StartsWith("    ./tinyengine ", StringComparison.Ordinal)))
        {
            var output = Run(line.Trim()["./tinyengine ".Length..]).Out.Split('\n').Select(Plain).ToList();
            foreach (
                var expected in lines
                    .Skip(index + 1)
                    .SkipWhile(next => next.Length == 0)
                    .TakeWhile(next =>
                        next.StartsWith("    ", StringComparison.Ordinal) && !next.StartsWith("    ./", StringComparison.Ordinal)
                    )
            )
            {
                output.ShouldContain(Plain(expected));
                shown++;
            }
        }

        shown.ShouldBeGreaterThan(5);
    }

    private ToolResult Run(string command) =>
        Tool.Start(
            [
                .. command
                    .Replace("MODEL", "tests/conformance/GRAPH/tiny_mobilenet/model.tflite", StringComparison.Ordinal)
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ],
            _folder.Path
        );

    private static List<string> Commands(string page) =>
        [.. CommandLineInText().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value.Split('#')[0].Trim())];

    // Figures move with kernels and compilers; words and columns stay.
    private static string Plain(string line) => Spaces().Replace(Figures().Replace(line, "0"), " ").Trim();

    [GeneratedRegex(@"^ {4,}\./tinyengine (.*)$", RegexOptions.Multiline)]
    private static partial Regex CommandLineInText();

    [GeneratedRegex(@"[\d,.]+")]
    private static partial Regex Figures();

    [GeneratedRegex(@"[\s─]+")]
    private static partial Regex Spaces();

    public void Dispose() => _folder.Dispose();
}
