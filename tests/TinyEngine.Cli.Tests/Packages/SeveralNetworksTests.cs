using System.Text.RegularExpressions;
using TinyEngine.Cli.Tests.Support;
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
    private static string Program(Network[] networks) =>
        $$"""
            #ifdef __arm__
            #include "te_port.h"
            #define put te_port_puts
            #else
            #include <stdio.h>
            #define put(text) fputs(text, stdout)
            #endif
            {{string.Concat(networks.Select(network => $"#include \"{network.Name}_selftest.h\"\n"))}}
            #ifdef __cplusplus
            #define C extern "C"
            #else
            #define C
            #endif
            {{string.Concat(
                networks.Select(network =>
                    $"static {network.Name}_arena {network.Name};\n"
                    + $"C void {network.Name}_selftest_print(const char *text) {{ put(text); }}\n"
                )
            )}}
            int main(void)
            {
            {{string.Concat(
                networks.Select(network =>
                    $"    put({network.Name}_selftest(&{network.Name}) == 0 "
                    + $"? \"{network.Name}: passed\\n\" : \"{network.Name}: failed\\n\");\n"
                )
            )}}    return 0;
            }

            """;

    public void Dispose() => _folder.Dispose();

    // A line of nm: "00000000 T first_run".
    [GeneratedRegex("^[0-9a-f]+ [A-Za-z] (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex DefinedSymbol();

    // The start of a convolution kernel.
    [GeneratedRegex(@"^void te_conv2d_s8_x\d__dsp\([^)]*\)\n\{\n", RegexOptions.Multiline)]
    private static partial Regex Body();

    private sealed record Network(string Name, string Model, string Options);
}
