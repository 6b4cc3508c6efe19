using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>
/// Published networks of other owners, where they are at hand: golden bytes, and no more RAM and instructions than promised. The networks
/// lie in
/// <c>$TINYENGINE_MODELS</c> or beside the checkout in <c>shared/models</c>; they are not part of this repository.
/// </summary>
[Trait("Needs", "Emulator")]
public sealed class PublicNetworkTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    /// <summary>Network, arena limit in bytes, and million instructions that TensorFlow Lite Micro with CMSIS-NN needs on the same
    /// core.</summary>
    public static TheoryData<string, int, double> Networks =>
        new()
        {
            { "mcunet-in0", 42_000, 25.8 },
            { "mcunet-in1", 80_000, 50.7 },
            { "mcunet-in2", 205_000, 323.0 },
            { "mcunet-320kb-1mb_imagenet", 212_000, 389.8 },
            { "mcunet-in4", 328_000, 438.1 },
            { "mbv2-w0.35-r144", 264_000, 101.3 },
            { "proxyless-w0.3-r176", 198_000, 185.7 },
            { "tinyengine-vww", 93_992, 48.4 },
            { "tinyengine-detection", 257_448, 75.2 },
            { "vww_96_int8", 41_000, 24.5 },
            { "pretrainedResnet_quant", 38_000, 29.9 },
            { "person_detect", 41_000, 23.2 },
            { "kws_ref_model", 11_000, 7.8 },
            { "ad01_int8", 4_000, 0.58 },
            { "micro_speech_quantized", 16_000, 1.49 },
        };

    [PublicNetworkTheory]
    [MemberData(nameof(Networks))]
    public async Task Golden_bytes_within_the_promised_memory_and_instructions(string name, int arenaBytes, double peerMillions)
    {
        var folder = Path.Combine(PublicNetworks.Folder!, name);
        var bag = new DiagnosticBag();
        var graph = Pipeline.Import(File.ReadAllBytes(Path.Combine(folder, "model.tflite")), name, bag);
        string.Join('\n', bag.Items).ShouldBe("");
        using var compiled = new CompiledNetwork(graph!, Target.CortexM7);
        compiled.Plan.ArenaBytes.ShouldBeLessThanOrEqualTo(arenaBytes);

        var result = await shared.Verifier.VerifyAsync(compiled.Model, Samples(folder, graph!), Target.CortexM7);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.MacsExecuted.ShouldBe(result.Macs);
        result.Instructions!.Value.ShouldBeLessThanOrEqualTo((long)(peerMillions * 1e6));
        CheckPrediction(compiled.Plan, result);
        result.Ram!.Value.Static.ShouldBe(0);
        result.Ram.Value.Stack!.Value.ShouldBeLessThanOrEqualTo(1024);
        result.Ram.Value.StackBound!.Value.ShouldBeInRange(result.Ram.Value.Stack.Value, 1024);
    }

    /// <summary>Network and arena limit in bytes, when its rows stream and nothing is computed twice.</summary>
    public static TheoryData<string, int> Streams =>
        new()
        {
            { "mbv2-w0.35-r144", 26_000 },
            { "mcunet-in0", 14_200 },
            { "mcunet-in1", 18_500 },
            { "mcunet-in2", 58_000 },
            { "mcunet-320kb-1mb_imagenet", 61_000 },
            { "mcunet-in4", 76_000 },
            { "proxyless-w0.3-r176", 46_000 },
            { "vww_96_int8", 12_000 },
        };

    /// <summary>Narrow blocks compute a little again and save more; the host counts what really ran.</summary>
    [PublicNetworkTheory]
    [InlineData("mbv2-w0.35-r144", 19_500, 1.10)]
    [InlineData("mcunet-in0", 11_500, 1.25)]
    [InlineData("mcunet-in4", 64_000, 1.25)]
    [InlineData("proxyless-w0.3-r176", 34_000, 1.25)]
    public async Task Less_memory_costs_some_computation(string name, int arenaBytes, double overhead)
    {
        var folder = Path.Combine(PublicNetworks.Folder!, name);
        var graph = Pipeline.Import(File.ReadAllBytes(Path.Combine(folder, "model.tflite")), name, new DiagnosticBag())!;
        using var narrow = new CompiledNetwork(
            graph,
            Target.CortexM7,
            InputMode.Stream,
            ScheduleKind.Auto,
            arenaBytes,
            maxOverhead: overhead
        );
        narrow.Plan.ArenaBytes.ShouldBeLessThanOrEqualTo(arenaBytes);

        var result = await shared.Verifier.VerifyAsync(narrow.Model, Samples(folder, graph), Target.CortexM7);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.MacsExecuted.ShouldBe(result.Macs + narrow.Plan.Schedule.ExtraMacs);
        ((double)result.MacsExecuted!.Value / result.Macs).ShouldBeLessThanOrEqualTo(overhead);
        CheckPrediction(narrow.Plan, result);
    }

    [PublicNetworkTheory]
    [MemberData(nameof(Streams))]
    public async Task Rows_stream_through_a_fraction_of_the_memory_at_the_same_speed(string name, int arenaBytes)
    {
        var folder = Path.Combine(PublicNetworks.Folder!, name);
        var graph = Pipeline.Import(File.ReadAllBytes(Path.Combine(folder, "model.tflite")), name, new DiagnosticBag())!;
        using var stream = new CompiledNetwork(graph, Target.CortexM7, InputMode.Stream, ScheduleKind.Stream);
        stream.Plan.ArenaBytes.ShouldBeLessThanOrEqualTo(arenaBytes);

        var samples = Samples(folder, graph);
        var result = await shared.Verifier.VerifyAsync(stream.Model, samples, Target.CortexM7);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.MacsExecuted.ShouldBe(result.Macs);
        CheckPrediction(stream.Plan, result);
        result.Ram!.Value.Arena.ShouldBeLessThanOrEqualTo(arenaBytes);
        result.Ram.Value.Stack!.Value.ShouldBeLessThanOrEqualTo(1024);

        using var layers = new CompiledNetwork(graph, Target.CortexM7, InputMode.Arena, ScheduleKind.Layers);
        var whole = await shared.Verifier.VerifyAsync(
            layers.Model,
            [samples[0]],
            Target.CortexM7,
            new VerifyOptions { InstrumentedHostRun = false }
        );
        result.SampleInstructions[0].ShouldBeLessThanOrEqualTo(whole.SampleInstructions[0] * 110 / 100);
    }

    /// <summary>Small networks without a promise: one with state, one of scalars.</summary>
    [PublicNetworkTheory]
    [InlineData("keyword_scrambled_8bit")]
    [InlineData("hello_world_int8")]
    public async Task Golden_bytes(string name)
    {
        var folder = Path.Combine(PublicNetworks.Folder!, name);
        var bag = new DiagnosticBag();
        var graph = Pipeline.Import(File.ReadAllBytes(Path.Combine(folder, "model.tflite")), name, bag);
        string.Join('\n', bag.Items).ShouldBe("");
        using var compiled = new CompiledNetwork(graph!, Target.CortexM4);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, Samples(folder, graph!), Target.CortexM4);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.MacsExecuted.ShouldBe(result.Macs);

        // Vectors of 1 and 16 elements are shorter than those that costs were fitted to.
        if (name != "hello_world_int8")
            CheckPrediction(compiled.Plan, result);
    }

    /// <summary>A Cortex-M33 executes the kernels of a Cortex-M7, and is predicted as well.</summary>
    [PublicNetworkTheory]
    [InlineData("mcunet-in0")]
    [InlineData("pretrainedResnet_quant")]
    [InlineData("kws_ref_model")]
    [InlineData("ad01_int8")]
    public async Task A_Cortex_M33_takes_the_instructions_of_a_Cortex_M7(string name)
    {
        var folder = Path.Combine(PublicNetworks.Folder!, name);
        var graph = Pipeline.Import(File.ReadAllBytes(Path.Combine(folder, "model.tflite")), name, new DiagnosticBag())!;
        var counts = new List<long>();
        foreach (var target in new[] { Target.CortexM7, Target.CortexM33 })
        {
            using var compiled = new CompiledNetwork(graph, target);
            var result = await shared.Verifier.VerifyAsync(compiled.Model, Samples(folder, graph), target);
            string.Join('\n', result.Diagnostics).ShouldBe("");
            result.Match.ShouldBeTrue();
            CheckPrediction(compiled.Plan, result);
            counts.Add(result.Instructions!.Value);
        }

        counts[1].ShouldBeLessThanOrEqualTo(counts[0] * 103 / 100);
    }

    /// <summary>Plans are predicted within 5 %.</summary>
    private static void CheckPrediction(MemoryPlan plan, VerificationResult result) =>
        ((double)PlanInstructions.Of(plan).Total / result.Instructions!.Value).ShouldBeInRange(0.95, 1.05);

    /// <summary>Golden samples of a network.</summary>
    internal static List<Sample> Samples(string folder, Graph.Network graph)
    {
        ReadOnlyMemory<byte> Tensor(string kind, int sample, int index) =>
            File.ReadAllBytes(Path.Combine(folder, $"{kind}{sample}_{index}.bin"));
        return
        [
            .. Enumerable
                .Range(0, 2)
                .Select(k => new Sample(
                    [.. graph.Inputs.Select((_, i) => Tensor("in", k, i))],
                    [.. graph.Outputs.Select((_, o) => Tensor("out", k, o))]
                )),
        ];
    }
}

/// <summary>Where the published networks are.</summary>
internal static class PublicNetworks
{
    /// <summary>The folder; null when they are not here.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TINYENGINE_MODELS") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        var beside = Path.GetFullPath(Repository.File("..", "shared", "models"));
        return Directory.Exists(beside) ? beside : null;
    }
}

/// <summary>A theory on the published networks; skipped, with the reason, where they or the emulator are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicNetworkTheoryAttribute : TheoryAttribute
{
    public PublicNetworkTheoryAttribute() =>
        Skip = ToolCheck.Reason ?? (PublicNetworks.Folder is null ? "the published networks are not here: set TINYENGINE_MODELS" : null);
}
