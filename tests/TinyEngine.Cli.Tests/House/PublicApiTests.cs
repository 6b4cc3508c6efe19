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

    /// <summary>Who uses the library learns every public type, and a public type cannot change: the pipeline, what it takes and what it
    /// returns are public, operators, plans and kernels are not. More needs a reason in this comment.</summary>
    private const int MostTypes = 40;

    [Fact]
    public void The_library_offers_few_types() =>
        Names.Sum(name => Assembly.Load(name).GetExportedTypes().Length).ShouldBeLessThanOrEqualTo(MostTypes);

    [Theory]
    [InlineData("TinyEngine.Boards")]
    [InlineData("tinyengine")]
    public void What_is_no_library_offers_nothing(string name) => Assembly.Load(name).GetExportedTypes().ShouldBeEmpty();

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
