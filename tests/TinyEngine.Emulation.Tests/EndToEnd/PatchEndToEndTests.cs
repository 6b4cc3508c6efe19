using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>The <c>patches</c> schedule as generated code: the bytes of the interpreter, and as many multiply-accumulates as the schedule
/// says.</summary>
[Trait("Needs", "Emulator")]
public sealed class PatchEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    private const int RandomNetworks = 8;

    /// <summary>Network, split, n.</summary>
    public static TheoryData<string, int, int> Cuts =>
        new()
        {
            { "residual", 12, 3 },
            { "input_residual", 3, 2 },
            { "long_skip", 2, 3 },
            { "two_inputs", 4, 2 },
            { "three_outputs", 4, 2 },
            { "inception", 8, 2 },
            { "uneven_windows", 4, 2 },
            { "dilated", 3, 3 },
            { "grouped", 3, 2 },
            { "large_kernels", 3, 2 },
            { "arithmetic", 6, 2 },
        };

    [EmulatorTheory]
    [MemberData(nameof(Cuts))]
    public Task Patches_give_the_interpreters_bytes(string name, int split, int n) =>
        Check(
            TestNetworks.All.Single(network => network.Name == name).Build(),
            new PatchChoice(split, n),
            Target.CortexM7,
            split % 2 == 0 ? InputMode.Arena : InputMode.External
        );

    [EmulatorFact]
    public async Task Random_networks_in_patches_give_the_interpreters_bytes()
    {
        for (var seed = 0; seed < RandomNetworks; seed++)
        {
            var graph = PatchNetworks.Build(seed);
            var choice = Deepest(graph, 2 + (seed % 2));
            if (choice.Split > 0)
                await Check(graph, choice, seed % 3 == 0 ? Target.CortexM4 : Target.Host, InputMode.Arena);
        }
    }

    [EmulatorFact]
    public async Task An_image_that_is_pushed_row_by_row_is_collected()
    {
        var graph = TestNetworks.All.Single(network => network.Name == "residual").Build();
        await Check(graph, new PatchChoice(6, 2), Target.Host, InputMode.Stream);
    }

    /// <summary>Published networks, where they are at hand, with their golden bytes.</summary>
    [PublicNetworkTheory]
    [InlineData("mcunet-in0", 12, 2)]
    [InlineData("mcunet-in0", 19, 3)]
    [InlineData("mbv2-w0.35-r144", 6, 3)]
    [InlineData("mbv2-w0.35-r144", 12, 2)]
    [InlineData("vww_96_int8", 8, 2)]
    [InlineData("vww_96_int8", 5, 3)]
    [InlineData("tinyengine-detection", 12, 2)]
    [InlineData("tinyengine-detection", 5, 3)]
    [InlineData("person_detect", 10, 2)]
    [InlineData("pretrainedResnet_quant", 7, 3)]
    public async Task Public_networks_in_patches_give_the_golden_bytes(string name, int split, int n)
    {
        var folder = Path.Combine(PublicNetworks.Folder!, name);
        var graph = Pipeline.Import(File.ReadAllBytes(Path.Combine(folder, "model.tflite")), name, new DiagnosticBag())!;
        using var compiled = new CompiledNetwork(graph, Target.CortexM7, InputMode.Arena, patch: new PatchChoice(split, n));
        Check(
            await shared.Verifier.VerifyAsync(compiled.Model, PublicNetworkTests.Samples(folder, graph), Target.CortexM7),
            compiled,
            $"{name} split {split} n {n}"
        );
        compiled.Plan.Schedule.ExtraMacs.ShouldBeGreaterThan(0);
    }

    /// <summary>The last split that can be planned.</summary>
    private static PatchChoice Deepest(Graph.Network graph, int n)
    {
        var optimized = Pipeline.Optimize(graph);
        return Enumerable
            .Range(1, PatchScheduler.OperatorCount(optimized))
            .Select(split => new PatchChoice(split, n))
            .LastOrDefault(choice =>
                Pipeline.Plan(
                    optimized,
                    new CompileOptions("net") { Schedule = ScheduleKind.Patches, Patch = choice },
                    graph.Name,
                    new DiagnosticBag()
                )
                    is not null
            );
    }

    private async Task Check(Graph.Network graph, PatchChoice choice, Target target, InputMode mode)
    {
        using var compiled = new CompiledNetwork(graph, target, mode, patch: choice);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), target);
        Check(result, compiled, $"{graph.Name} {choice} {target.Name}");
    }

    private static void Check(VerificationResult result, CompiledNetwork compiled, string context)
    {
        string.Join('\n', result.Diagnostics).ShouldBe("", context);
        result.Match.ShouldBeTrue(context);
        result.Sanitized.ShouldBeTrue(context);
        result.MacsExecuted.ShouldBe(result.Macs + compiled.Plan.Schedule.ExtraMacs, context);
    }
}
