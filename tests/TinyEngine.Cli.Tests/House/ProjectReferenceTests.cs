using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>The order of the projects: each references only earlier ones.</summary>
public partial class ProjectReferenceTests
{
    private static readonly string[] Order = ["Graph", "Compiler", "Toolchain", "Boards", "Search", "Report", "Cli"];

    [Fact]
    public void A_project_references_only_earlier_ones()
    {
        foreach (var path in Directory.EnumerateFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories))
        {
            var own = Array.IndexOf(Order, Path.GetFileNameWithoutExtension(path)["TinyEngine.".Length..]);
            own.ShouldBeGreaterThanOrEqualTo(0, path);
            foreach (Match match in Reference().Matches(File.ReadAllText(path)))
                Array.IndexOf(Order, match.Groups[1].Value).ShouldBeInRange(0, own - 1, path);
        }
    }

    [GeneratedRegex(@"ProjectReference Include=""[^""]*/TinyEngine\.(\w+)\.csproj""")]
    private static partial Regex Reference();
}
