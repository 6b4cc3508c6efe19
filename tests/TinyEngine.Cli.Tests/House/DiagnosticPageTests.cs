using System.Text.RegularExpressions;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Every diagnostic tells people where to read more; there must be something to read.</summary>
public class DiagnosticPageTests
{
    private static readonly string Folder = Repository.File("docs/reference/diagnostics");

    private static readonly Lazy<string[]> Cases = new(() =>
        [
            .. Directory
                .EnumerateFiles(Repository.File("tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path) != "DiagnosticPageTests.cs")
                .Select(File.ReadAllText),
        ]
    );

    public static TheoryData<string> Ids => [.. Diag.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_has_a_page_with_cause_example_and_remedy(string id)
    {
        var page = File.ReadAllText(Path.Combine(Folder, $"{id}.md"));
        page.ShouldStartWith($"# {id}: {Diag.All.Single(descriptor => descriptor.Id == id).Title}\n");
        foreach (var section in new[] { "\n## Cause\n", "\n## Example\n", "\n## Remedy\n" })
            page.ShouldContain(section);
        page.ShouldContain($" {id}: ");
    }

    /// <summary>The tests of its messages run elsewhere; here it is seen that there are some, with the text behind the id.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_has_a_case_with_its_text(string id) =>
        Cases.Value.ShouldContain(text => Regex.IsMatch(text, $@"{id}(: |"", \$?@?"")[\w'{{\\<-]"), $"no test states what {id} says");

    [Fact]
    public void A_page_belongs_to_a_diagnostic() =>
        Directory
            .EnumerateFiles(Folder)
            .Select(Path.GetFileNameWithoutExtension)
            .Order()
            .ShouldBe(Diag.All.Select(descriptor => descriptor.Id));
}
