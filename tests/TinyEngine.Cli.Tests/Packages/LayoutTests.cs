using System.Text.Json;
using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace TinyEngine.Cli.Tests.Packages;

/// <summary>What each build system asks of a library's folder, as docs/reference/packages.md states it.</summary>
public partial class LayoutTests(PackageFixture fixture) : IClassFixture<PackageFixture>
{
    // The list of the Arduino library specification.
    private static readonly string[] ArduinoCategories =
    [
        "Display",
        "Communication",
        "Signal Input/Output",
        "Sensors",
        "Device Control",
        "Timing",
        "Data Storage",
        "Data Processing",
        "Other",
        "Uncategorized",
    ];

    public static TheoryData<string> Kinds => [.. PackageFixture.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_package_lists_its_files_and_brings_readme_and_licence(string kind)
    {
        using var report = JsonDocument.Parse(fixture.Text(kind, "report.json"));
        report.RootElement.GetProperty("package").GetString().ShouldBe(kind);
        report.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()).ShouldBe(fixture.Files(kind));
        fixture.Text(kind, "LICENSE").ShouldContain("Apache License");
        var readme = fixture.Text(kind, "README.md");
        readme.ShouldContain("| arena (RAM) |");
        readme.ShouldContain("net_run(&arena");
        readme.ShouldNotContain("\n\n\n");
    }

    [Fact]
    public void A_package_is_replaced_by_one_of_another_kind()
    {
        using var folder = new TempFolder();
        foreach (var kind in PackageFixture.Kinds.Reverse())
            PackageFixture.Compile(kind, folder["net"]);
        Directory.GetFiles(folder["net"]).Length.ShouldBe(fixture.Files("plain").Count);
        folder.Names.ShouldNotContain(name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/mine.c", "src/mine.c")]
    [InlineData("empty/", "empty")]
    public void What_the_user_put_into_a_package_is_TE5005_and_stays(string path, string named)
    {
        using var folder = new TempFolder();
        PackageFixture.Compile("cmake", folder["net"]);
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"net/{path}"])!);
        if (!path.EndsWith('/'))
            folder.Write($"net/{path}", 1);
        var before = folder.Names.ToList();
        var result = Tool.Run("compile", ModelFolder.TinyMobilenet.Model, "--output", folder["net"], "--package", "zephyr");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"error TE5005: the folder is not empty\n    why: '{named}' is not from the earlier 'compile'");
        folder.Names.ShouldBe(before);
    }

    [Fact]
    public void An_unknown_kind_is_exit_code_2()
    {
        var result = Tool.Run("compile", ModelFolder.TinyMobilenet.Model, "--output", fixture.Path("none"), "--package", "zefyr");
        (result.Code, result.Error).ShouldBe(
            (
                2,
                "tinyengine: unknown package 'zefyr', known are plain, cmake, zephyr, esp-idf, arduino, platformio\n"
                    + "    did you mean: zephyr\n"
                    + "    try: tinyengine help compile\n"
            )
        );
    }

    [Fact]
    public void Arduino_library_specification()
    {
        var fields = fixture
            .Text("arduino", "library.properties")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (
            var field in new[] { "name", "version", "author", "maintainer", "sentence", "paragraph", "category", "url", "architectures" }
        )
            fields[field].ShouldNotBeEmpty();
        fields["name"].ShouldMatch("^[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}$");
        fields["version"].ShouldMatch(@"^\d+\.\d+\.\d+$");
        ArduinoCategories.ShouldContain(fields["category"]);
        fields["architectures"].ShouldBe("*");
        foreach (var include in fields["includes"].Split(','))
            File.Exists(fixture.Path("arduino", "src", include)).ShouldBeTrue();

        // A sketch has the name of its folder; sources lie below src only.
        File.Exists(fixture.Path("arduino", "examples", "SelfTest", "SelfTest.ino")).ShouldBeTrue();
        fixture
            .Files("arduino")
            .Where(file => file.EndsWith(".c", StringComparison.Ordinal))
            .ShouldAllBe(file => file.StartsWith("src/", StringComparison.Ordinal));
        Directory.Exists(fixture.Path("arduino", "utility")).ShouldBeFalse();
    }

    [Fact]
    public void PlatformIO_library_manifest()
    {
        using var json = JsonDocument.Parse(fixture.Text("platformio", "library.json"));
        var root = json.RootElement;
        root.GetProperty("name").GetString()!.ShouldMatch("^[A-Za-z0-9_ .-]{1,100}$");
        root.GetProperty("version").GetString()!.ShouldMatch(@"^\d+\.\d+\.\d+$");
        root.GetProperty("license").GetString().ShouldBe("Apache-2.0");
        var build = root.GetProperty("build");
        foreach (var folder in new[] { "srcDir", "includeDir" })
            File.Exists(fixture.Path("platformio", build.GetProperty(folder).GetString()!, root.GetProperty("headers").GetString()!))
                .ShouldBeTrue();
        build.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()).ShouldContain("-O3");
        var project = fixture.Text("platformio", "examples", "selftest", "platformio.ini");
        project.ShouldContain("\n[env:native]\nplatform = native\n");
        project.ShouldContain("lib_deps = net=symlink://../..\n");
    }

    [Fact]
    public void Zephyr_module()
    {
        var module = Yaml(fixture.Text("zephyr", "zephyr", "module.yml"));
        Keys(module).ShouldBe(["name", "build", "samples"]);
        var build = (YamlMappingNode)module["build"];
        Keys(build).ShouldBe(["cmake", "kconfig"]);
        File.Exists(fixture.Path("zephyr", $"{build["cmake"]}", "CMakeLists.txt")).ShouldBeTrue();
        File.Exists(fixture.Path("zephyr", $"{build["kconfig"]}")).ShouldBeTrue();
        foreach (var samples in (YamlSequenceNode)module["samples"])
            Directory.Exists(fixture.Path("zephyr", $"{samples}")).ShouldBeTrue();

        // One symbol, declared by Kconfig, set by the sample, asked for by CMake.
        var symbol = Config().Match(fixture.Text("zephyr", "zephyr", "Kconfig")).Groups[1].Value;
        fixture.Text("zephyr", "samples", "net", "prj.conf").ShouldContain($"CONFIG_{symbol}=y\n");
        fixture.Text("zephyr", "zephyr", "CMakeLists.txt").ShouldStartWith($"if(CONFIG_{symbol})\n");
        SourcesExist("zephyr", "zephyr/CMakeLists.txt");

        var sample = Yaml(fixture.Text("zephyr", "samples", "net", "sample.yaml"));
        Keys(sample).ShouldBe(["sample", "tests"]);
        fixture
            .Text("zephyr", "samples", "net", "CMakeLists.txt")
            .ShouldMatch(@"(?s)EXTRA_ZEPHYR_MODULES.*find_package\(Zephyr REQUIRED.*project\(.*target_sources\(app PRIVATE src/main\.c\)");
    }

    [Fact]
    public void Esp_idf_component()
    {
        fixture.Text("esp-idf", "CMakeLists.txt").ShouldStartWith("idf_component_register(\n");
        SourcesExist("esp-idf", "CMakeLists.txt");
        var manifest = Yaml(fixture.Text("esp-idf", "idf_component.yml"));
        Keys(manifest).ShouldBe(["version", "description", "license", "dependencies"]);
        $"{manifest["version"]}".ShouldMatch(@"^\d+\.\d+\.\d+$");

        var example = fixture.Path("esp-idf", "examples", "net_selftest");
        File.ReadAllText(Path.Combine(example, "CMakeLists.txt"))
            .ShouldMatch(@"(?s)cmake_minimum_required\(.*include\(\$ENV\{IDF_PATH\}/tools/cmake/project\.cmake\).*project\(");
        var dependency = (YamlMappingNode)
            ((YamlMappingNode)Yaml(File.ReadAllText(Path.Combine(example, "main", "idf_component.yml")))["dependencies"])["net"];
        Path.GetFullPath(Path.Combine(example, "main", $"{dependency["override_path"]}")).TrimEnd('/').ShouldBe(fixture.Path("esp-idf"));
    }

    /// <summary>A build file names each C file once, by a path that leads to it.</summary>
    private void SourcesExist(string kind, string buildFile)
    {
        var path = fixture.Path(kind, buildFile);
        var named = SourceLine()
            .Matches(File.ReadAllText(path))
            .Select(match => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, match.Groups[1].Value)))
            .ToList();
        named.Order(StringComparer.Ordinal).ShouldBe(fixture.Sources(kind).Order(StringComparer.Ordinal));
    }

    private static YamlMappingNode Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.ShouldHaveSingleItem().RootNode;
    }

    private static IEnumerable<string> Keys(YamlMappingNode map) => map.Children.Keys.Select(key => $"{key}");

    [GeneratedRegex(@"^config (\w+)", RegexOptions.Multiline)]
    private static partial Regex Config();

    [GeneratedRegex(@"^\s+(\S+\.c)$", RegexOptions.Multiline)]
    private static partial Regex SourceLine();
}
