using System.Collections.Concurrent;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Toolchain;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>A sample of random networks in random row stages, as generated C: under sanitizers on this computer and on an emulated
/// Cortex-M7.</summary>
[Trait("Needs", "Emulator")]
public sealed class RandomScheduleEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    private const int FirstSeed = 40_000;
    private const int Candidates = 240;
    private const int Count = 30;

    /// <summary>The harness hands whole inputs over.</summary>
    private static readonly string[] Beyond = ["streamed input"];

    [EmulatorFact]
    public async Task Generated_code_of_random_stages_equals_the_interpreter()
    {
        var sample = Choose();
        sample.SelectMany(StageFeatures.Of).Distinct().Order().ShouldBe(StageFeatures.All.Except(Beyond).Order());
        var problems = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(sample, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (plan, cancellation) =>
        {
            // The run on the board comes with one under sanitizers; portable kernels run on this computer only.
            var target = plan.Schedule.Target == Target.CortexM7 ? Target.CortexM7 : Target.Host;
            using var compiled = new CompiledNetwork(plan);
            var result = await shared.Verifier.VerifyAsync(
                compiled.Model,
                CompiledNetwork.Samples(plan.Schedule.Graph, 2),
                target,
                cancellation: cancellation
            );
            if (!result.Match || !result.Sanitized || !result.Diagnostics.IsEmpty)
                problems.Add(
                    $"{plan.Schedule.Graph.Name} on {target.Name}: match {result.Match}, sanitized {result.Sanitized}, "
                        + $"{string.Join(", ", result.Diagnostics)}"
                );
        });
        string.Join('\n', problems).ShouldBe("");
    }

    /// <summary>Takes again and again the plan that shows most of what was seen least.</summary>
    private static List<MemoryPlan> Choose()
    {
        var open = Enumerable
            .Range(FirstSeed, Candidates)
            .Select(seed => RandomPlan.Build(RandomNetwork.Build(seed), seed, null, InputMode.Arena, InputMode.External))
            .Select(plan => (Plan: plan, Features: StageFeatures.Of(plan)))
            .ToList();
        var seen = StageFeatures.All.ToDictionary(feature => feature, _ => 0);
        var chosen = new List<MemoryPlan>();
        while (chosen.Count < Count)
        {
            var best = open.MaxBy(candidate => candidate.Features.Sum(feature => 1.0 / (1 + (seen[feature] * seen[feature]))));
            open.Remove(best);
            chosen.Add(best.Plan);
            foreach (var feature in best.Features)
                seen[feature]++;
        }

        return chosen;
    }
}
