using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Keeps the compiler's one assembly free of cycles: a file uses only its own namespace and those before it in the list.</summary>
public partial class NamespaceOrderTests
{
    private const string Prefix = "TinyEngine.Compiler";

    // The order of dependency, which is also the order in which to read the code.
    private static readonly string[] Order =
    [
        "Formats",
        "Targets",
        "CSource",
        "Calls",
        "Costs",
        "Lowering",
        "Operators",
        "Import",
        "Passes",
        "Training",
        "Scheduling",
        "Planning",
        "Emission",
        "Interpreter",
        "Networks",
        "Pipeline",
    ];

    [Fact]
    public void A_file_uses_only_its_own_namespace_and_earlier_ones()
    {
        var root = Repository.File("src", Prefix);
        var violations = new List<string>();
        foreach (var path in Sources(root))
        {
            var own = Rank(Path.GetRelativePath(root, path).Split('/'));
            if (own < 0)
            {
                violations.Add($"{Path.GetRelativePath(Repository.Root, path)} stands in no folder of the list");
                continue;
            }

            violations.AddRange(
                Uses(File.ReadAllText(path))
                    .Where(used => Array.IndexOf(Order, used) > own)
                    .Select(used => $"{Path.GetRelativePath(Repository.Root, path)} uses {Prefix}.{used}, which comes after {Order[own]}")
            );
        }

        violations.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_says_the_namespace_of_its_folder()
    {
        var root = Repository.File("src", Prefix);
        foreach (var path in Sources(root))
        {
            var folder = Path.GetRelativePath(root, path).Split('/')[0];
            var expected = folder.EndsWith(".cs", StringComparison.Ordinal) ? Prefix : $"{Prefix}.{folder}";
            File.ReadLines(path)
                .First(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                .ShouldStartWith($"namespace {expected}", customMessage: path);
        }
    }

    private static IEnumerable<string> Sources(string root) =>
        Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    // Files that lie beside the folders (Pipeline.cs) are the last room.
    private static int Rank(string[] parts) => parts.Length == 1 ? Order.Length - 1 : Array.IndexOf(Order, parts[0]);

    private static IEnumerable<string> Uses(string text) =>
        UsingLine().Matches(text).Select(match => match.Groups["room"].Value).Distinct();

    [GeneratedRegex(
        @"^(global )?using (static |[\w]+ = )?TinyEngine\.Compiler\.(?<room>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex UsingLine();
}
