using TinyEngine.Compiler.Interpreter;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Every operator with random shapes, attributes and quantization: the interpreter, portable C under sanitizers, SIMD C on the
/// emulator and, through its portable bodies, under sanitizers. All operators of a seed are one program.
/// <c>TINYENGINE_DIFFERENTIAL_SEED</c> runs another seed.</summary>
[Trait("Needs", "Emulator")]
public sealed class DifferentialTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    private const int Samples = 3;

    public static TheoryData<int> Seeds =>
        Environment.GetEnvironmentVariable("TINYENGINE_DIFFERENTIAL_SEED") is { Length: > 0 } seed
            ? [int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)]
            : [1, 2];

    [EmulatorTheory]
    [MemberData(nameof(Seeds))]
    public async Task Generated_code_of_random_operators_equals_the_interpreter(int seed)
    {
        var graph = RandomOperators.Build(seed);
        foreach (var target in new[] { Target.Host, Target.CortexM4 })
        {
            using var compiled = new CompiledNetwork(graph, target);
            var result = await shared.Verifier.VerifyAsync(compiled.Model, Extremes(graph), target);
            string.Join('\n', result.Diagnostics).ShouldBe("", $"seed {seed}");
            result.Match.ShouldBeTrue($"seed {seed}");
            result.Sanitized.ShouldBeTrue();
            if (target.IsEmulated)
                result.Ram!.Value.StackBound!.Value.ShouldBeGreaterThanOrEqualTo(result.Ram.Value.Stack!.Value);
        }
    }

    /// <summary>LSTM and SVDF layers keep their states over a sequence, from reset on.</summary>
    [EmulatorTheory]
    [MemberData(nameof(Seeds))]
    public async Task Sequences_of_random_recurrent_layers_equal_the_interpreter(int seed)
    {
        var graph = RandomOperators.BuildRecurrent(seed);
        var interpreter = new Interpreter(graph);
        var samples = Extremes(graph)
            .Concat(CompiledNetwork.Samples(graph, Samples))
            .Select(sample =>
                sample with
                {
                    Expected =
                    [
                        .. interpreter
                            .Run([.. sample.Inputs.Select(input => input.ToArray())])
                            .Select(output => (ReadOnlyMemory<byte>)output),
                    ],
                }
            )
            .ToList();
        samples
            .Skip(Samples + 2)
            .Zip(samples)
            .Any(pair => pair.First.Expected.Zip(pair.Second.Expected).Any(output => !output.First.Span.SequenceEqual(output.Second.Span)))
            .ShouldBeTrue("the same inputs later in the sequence give other outputs");
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
        {
            using var compiled = new CompiledNetwork(graph, target);
            var result = await shared.Verifier.VerifyAsync(compiled.Model, samples, target, new VerifyOptions { KeepState = true });
            string.Join('\n', result.Diagnostics).ShouldBe("", $"seed {seed}");
            result.Match.ShouldBeTrue($"seed {seed}");
            result.Sanitized.ShouldBeTrue();
        }
    }

    /// <summary>Random inputs, and two samples in which every code is at an end of its range.</summary>
    private static List<Sample> Extremes(Graph.Network graph)
    {
        var samples = CompiledNetwork.Samples(graph, Samples);
        foreach (var fill in new byte[] { 0x80, 0x7F })
        {
            byte[][] inputs =
            [
                .. graph.Inputs.Select(id =>
                    Enumerable
                        .Range(0, graph[id].Type.ByteSize)
                        .Select(i => i % 2 == 0 && graph[id].Type.DType == Graph.DType.Int16 ? (byte)0 : fill)
                        .ToArray()
                ),
            ];
            var outputs = new Interpreter(graph).Run(inputs);
            samples.Add(new Sample([.. inputs.Select(i => (ReadOnlyMemory<byte>)i)], [.. outputs.Select(o => (ReadOnlyMemory<byte>)o)]));
        }

        return samples;
    }
}
