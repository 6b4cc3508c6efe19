using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Programs of a single file below <c>eng</c>, which belong to no project: they are built against the library as it is.</summary>
[Trait("Needs", "Packages")]
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Repository.File("eng"), "*.cs", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Each_builds(string script)
    {
        var path = Directory.GetFiles(Repository.File("eng"), script, SearchOption.AllDirectories).ShouldHaveSingleItem();
        var result = Tool.StartProcess(
            "dotnet",
            ["build", path, "--configuration", "Release", "--no-dependencies", "--nologo", "--verbosity", "quiet"],
            Repository.File("eng"),
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            ("DOTNET_NOLOGO", "1"),
            ("MSBUILDDISABLENODEREUSE", "1"),
            ("UseSharedCompilation", "false")
        );
        result.Code.ShouldBe(0, result.Out + result.Error);
    }
}
