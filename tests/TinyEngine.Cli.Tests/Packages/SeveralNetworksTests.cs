using System.Text;
using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Emission;
using static TinyEngine.Cli.Tests.Packages.PackageFixture;

namespace TinyEngine.Cli.Tests.Packages;

/// <summary>Networks that were compiled one by one, each with other options, in one program.</summary>
[Trait("Needs", "Emulator")]
public sealed partial class SeveralNetworksTests : IDisposable
{
    private static readonly Network[] All =
    [
        new("first", "GRAPH/tiny_mobilenet", "--optimize speed --schedule layers"),
        new("second", "GRAPH/tiny_mobilenet", "--optimize size --target cortex-m4 --schedule stream --input-mode stream"),
        new("third", "GRAPH/unet_step", "--target host --schedule stream --output-mode rows"),
    ];

    private readonly TempFolder _folder = new();

    public static TheoryData<string> PackageKinds => [.. Kinds];

    [PackageTheory]
    [MemberData(nameof(PackageKinds))]
    public void Two_and_three_networks_of_every_package_run_in_one_program(string kind)
    {
        Link(kind, All[..2]);
        Link(kind, All);
    }

    private void Link(string kind, Network[] networks)
    {
        var objects = networks.SelectMany(network => Compile(kind, network)).ToList();
        var includes = networks.SelectMany(network => new[] { "-I", Code(kind, network) }).ToArray();
        foreach (var (compiler, file) in new[] { ("gcc", "main.c"), ("g++", "main.cpp") })
        {
            File.WriteAllText(_folder[file], Program(networks));
            Run(compiler, ["-Wall", "-Wextra", "-Werror", .. includes, "-c", _folder[file], "-o", _folder["main.o"]]);

            // As objects, then as archives of which everything is linked.
            Run(compiler, [_folder["main.o"], .. objects, "-o", _folder["program"]]);
            Run(_folder["program"]).ShouldBe(Passed(networks));
            var archives = networks.Select(network => _folder[$"lib{network.Name}.a"]);
            Run(compiler, [_folder["main.o"], "-Wl,--whole-archive", .. archives, "-Wl,--no-whole-archive", "-o", _folder["program"]]);
            Run(_folder["program"]).ShouldBe(Passed(networks));
        }
    }

    [PackageFact]
    public void Networks_run_in_one_program_on_the_emulator()
    {
        var ports = Repository.File("kernels/ports");
        string[] core =
        [
            "-mcpu=cortex-m7",
            "-mthumb",
            "-mfpu=fpv5-d16",
            "-mfloat-abi=hard",
            "-ffunction-sections",
            "-I",
            $"{ports}/common",
        ];
        var objects = All.SelectMany(network => Compile("plain", network, "arm-none-eabi-", core)).ToList();
        File.WriteAllText(_folder["main.c"], Program(All));
        Run(
            "arm-none-eabi-gcc",
            [
                .. core,
                .. All.SelectMany(network => new[] { "-I", Code("plain", network) }),
                _folder["main.c"],
                $"{ports}/common/startup.c",
                $"{ports}/common/te_port.c",
                .. objects,
                "-nostartfiles",
                "--specs=nosys.specs",
                "-T",
                $"{ports}/mps2-an500/link.ld",
                "-o",
                _folder["program"],
            ]
        );
        Emulate("mps2-an500", _folder["program"]).ShouldBe(Passed(All));
    }

    [PackageTheory]
    [MemberData(nameof(PackageKinds))]
    public void A_library_of_three_networks_passes_as_every_package(string kind)
    {
        string[] models = ["tiny_mobilenet", "unet_step", "two_inputs"];
        foreach (var arena in new[] { "separate", "shared" })
        {
            var result = Tool.Run([
                "compile",
                .. models.Select(model => new ModelFolder($"GRAPH/{model}").Model),
                "--output",
                _folder["all"],
                "--package",
                kind,
                "--arena",
                arena,
            ]);
            result.Code.ShouldBe(0, result.Error);
            var folder = kind == "plain" ? _folder["all"] : _folder["all/src"];
            var kernels = Directory.GetFiles(folder, "*_kernels*.c").ShouldHaveSingleItem();
            Path.GetFileName(kernels).ShouldBe("all_kernels.c");
            var sources = Directory.GetFiles(folder, "*.c");
            if (kind == "plain")
            {
                // No example: it is enough that the objects build, with all warnings.
                foreach (var source in sources)
                    Run("gcc", ["-std=c99", "-Wall", "-Wextra", "-Werror", "-c", source, "-o", _folder["object.o"]]);
                continue;
            }

            Network[] networks = [.. models.Select(model => new Network(model, "", ""))];
            foreach (var (compiler, file) in new[] { ("gcc", "main.c"), ("g++", "main.cpp") })
            {
                var shared = arena == "shared";
                File.WriteAllText(_folder[file], Program(networks, shared ? "all_shared_arena" : null));
                Run(compiler, ["-Wall", "-Wextra", "-Werror", "-I", folder, "-c", _folder[file], "-o", _folder["main.o"]]);
                Run("gcc", ["-std=c99", "-O1", _folder["main.o"], .. sources, "-lstdc++", "-o", _folder["program"]]);
                Run(_folder["program"]).ShouldBe(Passed(networks));
            }
        }
    }

    [PackageFact]
    public void The_example_of_a_library_runs_all_its_networks()
    {
        string[] models = [new ModelFolder("GRAPH/tiny_mobilenet").Model, new ModelFolder("GRAPH/unet_step").Model];
        string[] arguments = ["compile", .. models, "--output", _folder["both"], "--package", "cmake"];
        Tool.Run(arguments).Code.ShouldBe(0);
        Run("cmake", "-G", "Unix Makefiles", "-S", _folder["both"], "-B", _folder["build"]);
        Run("cmake", "--build", _folder["build"]);
        const string Expected = ": passed, every output is as expected\n";
        Run(_folder["build/both_example"]).ShouldBe($"tiny_mobilenet{Expected}unet_step{Expected}");
    }

    [SharedReportFact]
    public void The_two_networks_of_the_report_run_in_one_program()
    {
        string[] sources =
        [
            .. new[] { "first", "second" }.SelectMany(name =>
            {
                var model = Path.Combine(SharedReportFactAttribute.Folder, $"{name}.tflite");
                Tool.Run("compile", model, "--output", _folder[name], "--package", "arduino", "--name", name).Code.ShouldBe(0);
                return Directory.GetFiles(_folder[$"{name}/src"], "*.c");
            }),
        ];
        Network[] networks = [new("first", "", ""), new("second", "", "")];
        File.WriteAllText(_folder["main.c"], Program(networks));
        Run("gcc", ["-I", _folder["first/src"], "-I", _folder["second/src"], _folder["main.c"], .. sources, "-o", _folder["program"]]);
        Run(_folder["program"]).ShouldBe(Passed(networks));
    }

    [PackageFact]
    public void Every_kernel_gets_the_prefix_in_both_encodings()
    {
        var files = KernelSources.For("net", KernelLibrary.Symbols).ToDictionary();
        files.Keys.ShouldBe(["net_kernels.h", "net_kernels.c", "net_kernels_anyshift.c"]);
        var objects = new List<string>();
        foreach (var (file, text) in files)
            File.WriteAllText(_folder[file], text);
        foreach (var source in files.Keys.Where(file => file.EndsWith(".c", StringComparison.Ordinal)))
        {
            objects.Add(_folder[source + ".o"]);
            Run("arm-none-eabi-gcc", ["-std=c99", "-O1", "-mcpu=cortex-m4", "-mthumb", "-c", _folder[source], "-o", objects[^1]]);
        }

        var symbols = DefinedSymbol().Matches(Run("arm-none-eabi-nm", ["-g", "--defined-only", .. objects]));
        symbols.Count.ShouldBeGreaterThan(KernelLibrary.Symbols.Length);
        foreach (Match symbol in symbols)
            symbol.Groups["name"].Value.ShouldStartWith("net_te_");

        // Functions that both encodings share are no conflict.
        Run("arm-none-eabi-ld", ["-r", .. objects, "-o", _folder["all.o"]]);
    }

    [PackageFact]
    public void Each_network_runs_its_own_kernels()
    {
        Network[] networks = [new("old", "GRAPH/tiny_mobilenet", ""), new("current", "GRAPH/tiny_mobilenet", "")];
        Generate("plain", networks[0]);
        // What another version of the tool might have had: a kernel that does nothing.
        var file = _folder["old/old_kernels.c"];
        var text = File.ReadAllText(file);
        var body = Body().Match(text);
        body.Success.ShouldBeTrue();
        File.WriteAllText(file, text.Insert(body.Index + body.Length, "    if (x0 >= 0)\n        return;\n"));
        var objects = Build("plain", networks[0]).Concat(Compile("plain", networks[1])).ToList();
        File.WriteAllText(_folder["main.c"], Program(networks));
        Run("gcc", [_folder["main.c"], "-I", _folder["old"], "-I", _folder["current"], .. objects, "-o", _folder["program"]]);
        var result = Tool.StartProcess(_folder["program"], []);
        result.Out.ShouldContain("old: failed\n");
        result.Out.ShouldEndWith("current: passed\n");
    }

    /// <summary>Compiles a network, builds its objects and an archive of them, and checks their symbols.</summary>
    private string[] Compile(string kind, Network network, string tools = "", params string[] flags)
    {
        Generate(kind, network);
        return Build(kind, network, tools, flags);
    }

    private void Generate(string kind, Network network)
    {
        var data = new ModelFolder(network.Model);
        string[] words = ["compile", data.Model, "--output", _folder[network.Name], "--package", kind, "--name", network.Name];
        var result = Tool.Run([
            .. words,
            .. network.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "--with-selftest",
            .. data.Inputs,
        ]);
        result.Code.ShouldBe(0, result.Error);
    }

    private string[] Build(string kind, Network network, string tools = "", params string[] flags)
    {
        var folder = Directory.CreateDirectory(_folder[$"objects/{network.Name}"]).FullName;
        var objects = new List<string>();
        foreach (var source in Directory.GetFiles(Code(kind, network), "*.c").Order(StringComparer.Ordinal))
        {
            objects.Add(Path.Combine(folder, Path.GetFileName(source) + ".o"));
            Run(tools + "gcc", ["-std=c99", "-O1", "-DTE_STEP_HOOK", .. flags, "-c", source, "-o", objects[^1]]);
        }

        Run(tools + "ar", ["rcs", _folder[$"lib{network.Name}.a"], .. objects]);
        foreach (Match symbol in DefinedSymbol().Matches(Run(tools + "nm", ["-g", "--defined-only", .. objects])))
            symbol.Groups["name"].Value.ShouldStartWith(network.Name + "_");
        return [.. objects];
    }

    private string Code(string kind, Network network) => kind == "plain" ? _folder[network.Name] : _folder[$"{network.Name}/src"];

    private static string Passed(Network[] networks) => string.Concat(networks.Select(network => $"{network.Name}: passed\n"));

    /// <summary>A program that runs the self-tests, as C and as C++.</summary>
    private static string Program(Network[] networks, string? sharedArena = null)
    {
        var text = new StringBuilder();
        text.Append(
            """
            #ifdef __arm__
            #include "te_port.h"
            #define put te_port_puts
            #else
            #include <stdio.h>
            #define put(text) fputs(text, stdout)
            #endif
            #ifdef __cplusplus
            #define C extern "C"
            #else
            #define C
            #endif

            """
        );
        if (sharedArena is not null)
            text.Append($"#include \"{sharedArena}.h\"\nstatic {sharedArena} arena;\n");
        foreach (var (name, _, _) in networks)
        {
            text.Append($"#include \"{name}_selftest.h\"\n");
            text.Append($"C void {name}_selftest_print(const char *text) {{ put(text); }}\n");
            if (sharedArena is null)
                text.Append($"static {name}_arena arena_{name};\n");
        }

        text.Append("int main(void)\n{\n");
        foreach (var (name, _, _) in networks)
        {
            var arena = sharedArena is null ? $"&arena_{name}" : $"&arena.{name}";
            text.Append($"    put({name}_selftest({arena}) == 0 ? \"{name}: passed\\n\" : \"{name}: failed\\n\");\n");
        }

        return text.Append("    return 0;\n}\n").ToString();
    }

    public void Dispose() => _folder.Dispose();

    // A line of nm: "00000000 T first_run".
    [GeneratedRegex("^[0-9a-f]+ [A-Za-z] (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex DefinedSymbol();

    // The start of a convolution kernel.
    [GeneratedRegex(@"^void te_conv2d_s8_x\d__dsp\([^)]*\)\n\{\n", RegexOptions.Multiline)]
    private static partial Regex Body();

    private sealed record Network(string Name, string Model, string Options);
}

/// <summary>A test over networks that users reported, which are not part of the repository; skipped where they are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedReportFactAttribute : FactAttribute
{
    public static string Folder { get; } = Path.GetFullPath(Repository.File("../shared/reports/two_networks_one_firmware"));

    public SharedReportFactAttribute() => Skip = Directory.Exists(Folder) ? Missing.Compiler : $"no {Folder}";
}
