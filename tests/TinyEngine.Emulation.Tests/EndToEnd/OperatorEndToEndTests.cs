using TinyEngine.Compiler.Interpreter;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Generated code of single operators in the corners that the conformance set leaves out, compared with the interpreter.</summary>
[Trait("Needs", "Emulator")]
public sealed class OperatorEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    // Random indices lie outside.
    public static TheoryData<string> Names => [.. OperatorNetworks.Names.Where(name => name != "gather_input")];

    [EmulatorTheory]
    [MemberData(nameof(Names))]
    public async Task Generated_code_equals_the_interpreter(string name)
    {
        var graph = OperatorNetworks.Build(name);
        using var compiled = new CompiledNetwork(graph, Target.CortexM4);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), Target.CortexM4);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.Sanitized.ShouldBeTrue();
        result.MacsExecuted.ShouldBe(result.Macs);
    }

    [EmulatorTheory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(-1, false)]
    public async Task An_index_outside_its_tensor_ends_the_run(int index, bool isInside)
    {
        var graph = OperatorNetworks.Build("gather_input");
        using var compiled = new CompiledNetwork(graph, Target.Host);
        byte[] data = [1, 2, 3, 4, 5, 6];
        var sample = new Sample([data, BitConverter.GetBytes(index)], [isInside ? data.AsMemory(index, 1) : new byte[1]]);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, [sample], Target.Host);
        result.Diagnostics.IsEmpty.ShouldBe(isInside);
        result.Match.ShouldBe(isInside);
    }

    [EmulatorTheory]
    [InlineData("host", false)]
    [InlineData("cortex-m4", false)]
    [InlineData("cortex-m0plus", false)]
    [InlineData("cortex-m3", true)]
    [InlineData("cortex-m33", false)]
    [InlineData("host", true)]
    [InlineData("cortex-m4", true)]
    public async Task State_survives_from_run_to_run(string name, bool startsFromBytes)
    {
        var graph = startsFromBytes ? OperatorNetworks.WithInitialState() : OperatorNetworks.Build("recurrent");
        var target = Target.Find(name)!;
        var interpreter = new Interpreter(graph);
        var samples = CompiledNetwork
            .Samples(graph, 4)
            .Select(sample =>
                sample with
                {
                    Expected = [.. interpreter.Run([.. sample.Inputs.Select(i => i.ToArray())]).Select(o => (ReadOnlyMemory<byte>)o)],
                }
            )
            .ToList();
        using var compiled = new CompiledNetwork(graph, target);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, samples, target, new VerifyOptions { KeepState = true });
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
    }
}
