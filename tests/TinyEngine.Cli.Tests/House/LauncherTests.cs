using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>When ./tinyengine builds and when it does not, in a small copy of the checkout with a stand-in for dotnet.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string FakeDotnet = """
        #!/bin/bash
        case $1 in
            --version) echo 10.0.100 ;;
            publish)
                echo publish >>"$CALLS"
                while [[ $# -gt 0 ]]; do
                    [[ $1 == --output ]] && output=$2
                    [[ $1 == *PublishAot* ]] && native=1
                    [[ $1 == *PublishAot* && -n $NO_ILC ]] && { echo 'x.csproj : error NU1101: no ILCompiler [x.csproj]'; exit 1; }
                    [[ $1 == *ReadyToRun* && -n $NO_CROSSGEN ]] && { echo 'x.csproj : error NU1101: no crossgen'; exit 1; }
                    shift
                done
                [[ -n $BROKEN ]] && { echo "x.cs(1,2): error CS1002: ; expected [x.csproj]"; exit 1; }
                mkdir -p "$output"
                if [[ -z $native ]]; then touch "$output/tinyengine.dll"; exit; fi
                printf '#!/bin/bash\necho native "$@"\n' >"$output/tinyengine"
                chmod +x "$output/tinyengine"
                ;;
            *) shift; echo "ran $*" ;;
        esac
        """;

    private const string First = "tinyengine: building the tool, once; this takes a minute or two ...\n";

    private readonly TempFolder _folder = new();

    public LauncherTests()
    {
        foreach (var folder in new[] { "bin", "repo/eng", "repo/src/TinyEngine.Cli" })
            Directory.CreateDirectory(_folder[folder]);
        foreach (var script in new[] { "tinyengine", "eng/tool.sh", "eng/setup.sh", "global.json" })
            File.Copy(Repository.File(script), _folder[$"repo/{script}"]);
        File.WriteAllText(_folder["bin/dotnet"], FakeDotnet);
        Tool.StartProcess("chmod", ["+x", _folder["bin/dotnet"]]).Code.ShouldBe(0);
        _folder.Write("repo/src/a.cs");
        _folder.Write("repo/src/b.cs");
        foreach (var file in Directory.EnumerateFileSystemEntries(_folder["repo"], "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
    }

    private int Builds => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]).Length : 0;

    private ToolResult Launch(params (string Name, string Value)[] environment) =>
        Tool.StartProcess(
            _folder["repo/tinyengine"],
            ["inspect", "a b"],
            null,
            [("PATH", $"{_folder["bin"]}:/usr/bin:/bin"), ("CALLS", _folder["calls"]), ("TINYENGINE_BUILD", ""), .. environment]
        );

    [Fact]
    public void It_builds_once_and_hands_the_arguments_over()
    {
        Launch().ShouldBe(new ToolResult(0, "native inspect a b\n", First));
        Launch().ShouldBe(new ToolResult(0, "native inspect a b\n", ""));
        Builds.ShouldBe(1);
    }

    [Fact]
    public void A_changed_file_a_deleted_file_and_a_new_file_ask_for_a_build()
    {
        Launch();
        File.SetLastWriteTimeUtc(_folder["repo/src/a.cs"], DateTime.UtcNow.AddSeconds(1));
        Launch();
        Builds.ShouldBe(2);
        File.SetLastWriteTimeUtc(_folder["repo/src/a.cs"], DateTime.UtcNow.AddMinutes(-1));
        File.Delete(_folder["repo/src/b.cs"]);
        Launch();
        Builds.ShouldBe(3);
        _folder.Write("repo/src/c.cs");
        Launch();
        Builds.ShouldBe(4);
        Launch();
        Builds.ShouldBe(4);
    }

    [Fact]
    public void Parallel_calls_build_once()
    {
        Parallel.For(0, 4, _ => Launch().Code.ShouldBe(0));
        Builds.ShouldBe(1);
    }

    [Fact]
    public void A_build_that_fails_shows_its_errors_and_is_tried_again()
    {
        var result = Launch(("BROKEN", "1"));
        result.Code.ShouldBe(70);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldContain("the tool does not build:\nx.cs(1,2): error CS1002: ; expected\n");
        Launch().Code.ShouldBe(0);
    }

    [Fact]
    public void Without_the_compiler_for_native_code_it_builds_ReadyToRun_says_why_and_remembers_it()
    {
        var slower = "tinyengine: the tool will be slower than it could be: aot: error NU1101: no ILCompiler\n";
        Launch(("NO_ILC", "1")).ShouldBe(new ToolResult(0, "ran inspect a b\n", First + slower));
        Builds.ShouldBe(2);
        File.SetLastWriteTimeUtc(_folder["repo/src/a.cs"], DateTime.UtcNow.AddSeconds(1));
        Launch(("NO_ILC", "1")).ShouldBe(new ToolResult(0, "ran inspect a b\n", ""));
        Builds.ShouldBe(3);
    }

    [Fact]
    public void Without_any_package_for_ahead_of_time_code_it_builds_plainly()
    {
        var result = Launch(("NO_ILC", "1"), ("NO_CROSSGEN", "1"));
        (result.Code, result.Out).ShouldBe((0, "ran inspect a b\n"));
        result.Error.ShouldEndWith("the tool will be slower than it could be: readytorun: error NU1101: no crossgen\n");
        Builds.ShouldBe(3);
    }

    [Fact]
    public void A_variable_asks_for_a_quicker_build()
    {
        Launch(("TINYENGINE_BUILD", "plain")).ShouldBe(new ToolResult(0, "ran inspect a b\n", First));
        Builds.ShouldBe(1);
    }

    [Fact]
    public void A_missing_SDK_is_exit_code_3_with_what_to_install()
    {
        File.Delete(_folder["bin/dotnet"]);
        foreach (var tool in new[] { "bash", "env", "readlink", "dirname", "sed", "head", "tr", "sort", "id", "cat" })
            File.CreateSymbolicLink(_folder[$"bin/{tool}"], $"/usr/bin/{tool}");
        var result = Tool.StartProcess(_folder["repo/tinyengine"], ["ops"], null, ("PATH", _folder["bin"]));
        result.Code.ShouldBe(3);
        result.Error.ShouldStartWith(
            "TinyEngine needs the .NET SDK 10.0; the dotnet command is not on the PATH.\n"
                + "    Debian, Ubuntu: install the package dotnet-sdk-10.0\n"
        );
    }

    public void Dispose() => _folder.Dispose();
}
