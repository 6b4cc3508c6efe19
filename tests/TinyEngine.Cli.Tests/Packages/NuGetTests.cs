using System.Diagnostics;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Packages;

/// <summary>The NuGet packages, made by eng/pack.sh and used as a user does: from a feed, here a folder.</summary>
[Trait("Needs", "Packages")]
public sealed class NuGetTests(NuGetTests.Feed feed) : IClassFixture<NuGetTests.Feed>, IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void The_library_compiles_a_model_with_the_program_of_its_README()
    {
        var readme = File.ReadAllText(Repository.File("pack/TinyEngine/README.md"));
        var program = readme.Split("```csharp\n")[1].Split("```")[0];
        feed.Project(_folder, """<PackageReference Include="TinyEngine" Version="*" />""", program);
        File.Copy(ModelFolder.TinyMobilenet.Model, _folder["model.tflite"]);
        feed.Dotnet(_folder.Path, "run").Out.ShouldMatch(@"^\d+ files, arena \d+ bytes\n$");
        File.Exists(_folder["net/net.h"]).ShouldBeTrue();
    }

    [Fact]
    public void The_tool_installs_works_and_starts_fast()
    {
        feed.Dotnet(_folder.Path, "tool", "install", "--add-source", feed.Path, "--tool-path", _folder["tools"], "TinyEngine.Tool");
        var tool = _folder["tools/tinyengine"];
        var result = Tool.StartProcess(tool, ["inspect", ModelFolder.TinyMobilenet.Model]);
        (result.Code, result.Error).ShouldBe((0, ""));
        result.Out.ShouldContain("9,860 MACs");

        // The best of several: what the tool needs, not what else this machine does.
        var best = Enumerable
            .Range(0, 10)
            .Min(_ =>
            {
                var clock = Stopwatch.StartNew();
                Tool.StartProcess(tool, ["--help"]).Code.ShouldBe(0);
                return clock.ElapsedMilliseconds;
            });
        best.ShouldBeLessThan(100);
    }

    [Fact]
    public void Models_become_C_at_build_when_they_or_their_options_changed()
    {
        const string Reference =
            """<PackageReference Include="TinyEngine.Build" Version="*" PrivateAssets="all" /><TinyEngineModel """
            + """Include="a.tflite" Core="cortex-m4" /><TinyEngineModel Include="b.tflite" CName="second" target="host" />""";
        feed.Project(_folder, Reference, "System.Console.WriteLine();");
        foreach (var name in new[] { "a.tflite", "b.tflite" })
            File.Copy(ModelFolder.TinyMobilenet.Model, _folder[name]);
        string[] reports = [_folder["obj/Debug/net10.0/tinyengine/a/report.json"], _folder["obj/Debug/net10.0/tinyengine/b/report.json"]];
        DateTime[] Times() => [.. reports.Select(File.GetLastWriteTimeUtc)];

        feed.Dotnet(_folder.Path, "build");
        File.Exists(_folder["obj/Debug/net10.0/tinyengine/a/a.h"]).ShouldBeTrue();
        File.Exists(_folder["obj/Debug/net10.0/tinyengine/b/second.h"]).ShouldBeTrue();
        File.ReadAllText(reports[0]).ShouldContain("\"target\": \"cortex-m4\"");
        var first = Times();

        feed.Dotnet(_folder.Path, "build");
        Times().ShouldBe(first);

        File.SetLastWriteTimeUtc(_folder["b.tflite"], DateTime.UtcNow.AddSeconds(1));
        feed.Dotnet(_folder.Path, "build");
        (Times()[0], Times()[1]).ShouldBe((first[0], Times()[1]));
        Times()[1].ShouldBeGreaterThan(first[1]);

        File.WriteAllText(
            _folder["app.csproj"],
            File.ReadAllText(_folder["app.csproj"]).Replace("cortex-m4", "cortex-m33", StringComparison.Ordinal)
        );
        feed.Dotnet(_folder.Path, "build");
        File.ReadAllText(reports[0]).ShouldContain("\"target\": \"cortex-m33\"");

        feed.Dotnet(_folder.Path, "clean");
        reports.ShouldAllBe(report => !File.Exists(report));
    }

    [Fact]
    public void An_error_of_a_model_is_an_error_of_the_build()
    {
        feed.Project(
            _folder,
            """<PackageReference Include="TinyEngine.Build" Version="*" PrivateAssets="all" /><TinyEngineModel Include="a.tflite" />""",
            "System.Console.WriteLine();"
        );
        File.Copy(Repository.File("tests/badmodels/float32_conv.tflite"), _folder["a.tflite"]);
        var result = feed.Try(_folder.Path, "build");
        result.Code.ShouldBe(1);
        result.Out.ShouldMatch(@"error TE\d{4}: ");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Packages in a folder, and projects that know this feed only. TINYENGINE_FEED names a folder with packages that were made
    /// before.</summary>
    public sealed class Feed : IDisposable
    {
        private readonly TempFolder _folder = new();

        public Feed()
        {
            if (Environment.GetEnvironmentVariable("TINYENGINE_FEED") is { Length: > 0 } made)
            {
                Path = made;
                return;
            }

            Path = _folder["feed"];
            var result = Tool.StartProcess(Repository.File("eng/pack.sh"), ["--output", Path]);
            result.Code.ShouldBe(0, result.Out + result.Error);
        }

        /// <summary>Where the packages are.</summary>
        public string Path { get; }

        /// <summary>Makes a console program.</summary>
        internal void Project(TempFolder folder, string items, string program)
        {
            File.WriteAllText(
                folder["nuget.config"],
                $"""<configuration><packageSources><clear /><add key="here" value="{Path}" /></packageSources></configuration>"""
            );
            File.WriteAllText(folder["Program.cs"], program);
            File.WriteAllText(
                folder["app.csproj"],
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <Nullable>enable</Nullable>
                    <InvariantGlobalization>true</InvariantGlobalization>
                  </PropertyGroup>
                  <ItemGroup>{items}</ItemGroup>
                </Project>
                """
            );
        }

        /// <summary>Runs dotnet, which must succeed.</summary>
        internal ToolResult Dotnet(string folder, params string[] arguments)
        {
            var result = Try(folder, arguments);
            result.Code.ShouldBe(0, result.Out + result.Error);
            return result;
        }

        /// <summary>Runs dotnet with a package cache of its own.</summary>
        internal ToolResult Try(string folder, params string[] arguments) =>
            Tool.StartProcess(
                "dotnet",
                arguments,
                folder,
                ("NUGET_PACKAGES", _folder["cache"]),
                ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
                ("DOTNET_NOLOGO", "1"),
                ("DOTNET_CLI_UI_LANGUAGE", "en"),
                ("MSBUILDDISABLENODEREUSE", "1"),
                ("UseSharedCompilation", "false")
            );

        public void Dispose() => _folder.Dispose();
    }
}
