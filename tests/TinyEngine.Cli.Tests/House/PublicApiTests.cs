using System.Reflection;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>What the library offers, as reviewed text: a change of it is seen. With <c>TINYENGINE_UPDATE_SNAPSHOTS=1</c> the files are
/// rewritten instead.</summary>
public class PublicApiTests
{
    /// <summary>The assemblies of the library.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["TinyEngine.Graph", "TinyEngine.Compiler", "TinyEngine.Toolchain", "TinyEngine.Report"];

    public static TheoryData<string> Assemblies => [.. Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_API_is_the_reviewed_one(string name)
    {
        var text =
            string.Join(
                '\n',
                Assembly.Load(name).GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe)
            ) + "\n";
        var path = Repository.File("tests/snapshots/api", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text, "run eng/snapshots.sh");
    }

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{ApiText.Kind(type)} {ApiText.Name(type)}";
        if (type.IsEnum)
        {
            yield return $"    {string.Join(", ", Enum.GetNames(type))}";
            yield break;
        }

        foreach (var line in ApiText.MembersOf(type).Select(ApiText.Line).OfType<string>().Order(StringComparer.Ordinal))
            yield return $"    {line}";
    }
}
