using TinyEngine.Cli.Tests.Support;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Every diagnostic tells people where to read more; there must be something to read.</summary>
public class DiagnosticPageTests
{
    private static readonly string Folder = Repository.File("docs/reference/diagnostics");

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

    [Fact]
    public void A_page_belongs_to_a_diagnostic() =>
        Directory
            .EnumerateFiles(Folder)
            .Select(Path.GetFileNameWithoutExtension)
            .Order()
            .ShouldBe(Diag.All.Select(descriptor => descriptor.Id));
}
