using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Our own networks as row streams, in every input mode: the interpreter's bytes, on this computer under sanitizers and on an
/// emulated board, with not one multiply-accumulate too many.</summary>
[Trait("Needs", "Emulator")]
public sealed class StreamEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    public static TheoryData<string, InputMode> Networks
    {
        get
        {
            var data = new TheoryData<string, InputMode>();
            foreach (
                var name in new[]
                {
                    "residual",
                    "input_residual",
                    "long_skip",
                    "three_outputs",
                    "inception",
                    "unet",
                    "odd_stride2",
                    "uneven_windows",
                    "dilated",
                    "depth_multiplier",
                    "one_column",
                    "large_kernels",
                    "padded",
                    "pools",
                    "attention",
                }
            )
            {
                foreach (var mode in Enum.GetValues<InputMode>())
                    data.Add(name, mode);
            }

            data.Add("two_inputs", InputMode.Arena);
            data.Add("two_inputs", InputMode.External);
            data.Add("sequence", InputMode.Arena);
            data.Add("sequence", InputMode.External);
            return data;
        }
    }

    [EmulatorTheory]
    [MemberData(nameof(Networks))]
    public async Task Streams_equal_the_interpreter(string name, InputMode mode)
    {
        var graph = TestNetworks.All.Single(network => network.Name == name).Build();
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
        {
            using var compiled = new CompiledNetwork(graph, target, mode, ScheduleKind.Stream);
            compiled.Plan.Schedule.Name.ShouldBe("stream");
            var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), target);
            Check(result);
            result.MacsExecuted.ShouldBe(result.Macs);
            result.Ram!.Value.Io.ShouldBe(compiled.Model.IoBytes);
        }
    }

    /// <summary>Half of the RAM that whole tensors need makes the search go as far as it must.</summary>
    [EmulatorTheory]
    [InlineData("residual", InputMode.Stream)]
    [InlineData("unet", InputMode.Stream)]
    [InlineData("attention", InputMode.External)]
    [InlineData("odd_stride2", InputMode.Stream)]
    public async Task The_plan_for_little_RAM_equals_the_interpreter(string name, InputMode mode)
    {
        var graph = TestNetworks.All.Single(network => network.Name == name).Build();
        using var layers = new CompiledNetwork(graph, Target.CortexM7, mode, ScheduleKind.Layers);
        using var compiled = new CompiledNetwork(graph, Target.CortexM7, mode, ScheduleKind.Auto, layers.Plan.ArenaBytes / 2);
        compiled.Plan.ArenaBytes.ShouldBeLessThan(layers.Plan.ArenaBytes);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), Target.CortexM7);
        Check(result);
        result.MacsExecuted.ShouldBe(result.Macs + compiled.Plan.Schedule.ExtraMacs);
    }

    private static void Check(VerificationResult result)
    {
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.Sanitized.ShouldBeTrue();
        if (!result.Target.IsEmulated)
            return;
        result.Ram!.Value.Static.ShouldBe(0);
        result.Ram.Value.Stack!.Value.ShouldBeLessThanOrEqualTo(1024);
    }
}
