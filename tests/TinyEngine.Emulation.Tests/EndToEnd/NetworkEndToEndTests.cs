using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Our own networks, from graph to C to bytes: portable kernels on this computer under sanitizers, SIMD kernels on emulated boards
/// and, through their portable bodies, under sanitizers too; compared with the interpreter, measured against baselines.</summary>
[Trait("Needs", "Emulator")]
public sealed class NetworkEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    public static TheoryData<string> Names => [.. TestNetworks.All.Select(network => network.Name)];

    [EmulatorTheory]
    [MemberData(nameof(Names))]
    public async Task Generated_code_equals_the_interpreter(string name)
    {
        var graph = TestNetworks.All.Single(network => network.Name == name).Build();
        foreach (var target in new[] { Target.Host, Target.CortexM4, Target.CortexM7 })
        {
            using var compiled = new CompiledNetwork(graph, target);
            var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), target);
            Check(result);
            if (target.IsEmulated)
            {
                var measured = new Baseline(compiled.Plan.ArenaBytes, result.Instructions!.Value, result.Flash!.Value.Total);
                Baselines.Check(name, target, measured);
            }
        }
    }

    [EmulatorTheory]
    [InlineData("residual")]
    [InlineData("inception")]
    [InlineData("depth_multiplier")]
    [InlineData("dilated")]
    [InlineData("unet")]
    [InlineData("pools")]
    public async Task Small_kernels_give_the_same_bytes(string name)
    {
        var graph = TestNetworks.All.Single(network => network.Name == name).Build();
        foreach (var kind in new[] { ScheduleKind.Layers, ScheduleKind.Stream })
        {
            var options = new CompileOptions("net") { Goal = KernelGoal.Size, Schedule = kind };
            var plan = Pipeline.Plan(Pipeline.Optimize(graph), options, name, new DiagnosticBag()).ShouldNotBeNull();
            plan.Schedule.Symbols.ShouldNotContain(kernel =>
                kernel.Contains("_x5", StringComparison.Ordinal)
                || kernel.Contains("_inside", StringComparison.Ordinal)
                || kernel.Contains("_k3x3", StringComparison.Ordinal)
            );
            using var compiled = new CompiledNetwork(plan);
            Check(await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), Target.CortexM7));
        }
    }

    [EmulatorTheory]
    [InlineData("residual")]
    [InlineData("two_inputs")]
    [InlineData("three_outputs")]
    [InlineData("unet")]
    [InlineData("pools")]
    public async Task Generated_code_equals_the_interpreter_on_a_cortex_m4_with_external_inputs(string name)
    {
        var graph = TestNetworks.All.Single(network => network.Name == name).Build();
        using var compiled = new CompiledNetwork(graph, Target.CortexM4, InputMode.External);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), Target.CortexM4);
        Check(result);
        result.Ram!.Value.Io.ShouldBe(graph.Inputs.Sum(id => graph[id].Type.ByteSize));
    }

    private static void Check(VerificationResult result)
    {
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.MaxAbsDiff.ShouldBe(0);
        result.Sanitized.ShouldBeTrue();
        result.MacsExecuted.ShouldBe(result.Macs);
        if (!result.Target.IsEmulated)
            return;
        result.Ram!.Value.Static.ShouldBe(0);
        result.Ram.Value.Stack!.Value.ShouldBeLessThanOrEqualTo(1024);
        result.Ram.Value.StackBound!.Value.ShouldBeGreaterThanOrEqualTo(result.Ram.Value.Stack.Value);
        result.Ram.Value.StackBound.Value.ShouldBeLessThanOrEqualTo(1024);
    }
}
