using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Tools;
using Xunit.Abstractions;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>The plan that a limit of RAM leads to, measured beside others that fit: the prediction that chooses it tells the truth. The
/// choice itself, among all plans, is held by the prediction (<c>ChoiceTests</c>). <c>eng/sweep.sh choices</c> takes ten networks, three
/// limits each, for which it sets <c>TINYENGINE_SWEEP</c>; else there are three cases.</summary>
[Trait("Needs", "Emulator")]
public sealed class MeasuredChoiceTests(SharedVerifier shared, ITestOutputHelper output) : IClassFixture<SharedVerifier>
{
    private static readonly string[] Swept =
    [
        "depth_multiplier",
        "dilated",
        "inception",
        "large_kernels",
        "long_skip",
        "odd_stride2",
        "one_column",
        "residual",
        "three_outputs",
        "unet",
    ];

    /// <summary>Networks, and where the limit lies between the least RAM and that of whole tensors.</summary>
    public static TheoryData<string, double> Cases
    {
        get
        {
            if (Environment.GetEnvironmentVariable("TINYENGINE_SWEEP") is null)
                return new TheoryData<string, double>
                {
                    { "residual", 0.4 },
                    { "unet", 0.1 },
                    { "depth_multiplier", 0.7 },
                };
            var cases = new TheoryData<string, double>();
            foreach (var name in Swept)
            {
                foreach (var share in new[] { 0.1, 0.4, 0.7 })
                    cases.Add(name, share);
            }

            return cases;
        }
    }

    /// <summary>How much slower than the best plan that fits a choice may be.</summary>
    private const double Tolerance = 1.02;

    private const int RandomPlans = 150;
    private const int Measured = 5;

    [EmulatorTheory]
    [MemberData(nameof(Cases))]
    public async Task A_limit_leads_to_a_plan_within_2_percent_of_the_fastest_measured(string name, double share)
    {
        var source = TestNetworks.All.Single(network => network.Name == name).Build();
        var graph = Pipeline.Optimize(source);
        var layers = LayerScheduler.Build(graph, Target.CortexM7, name, new DiagnosticBag()).ShouldNotBeNull();
        var plans = new PlanSearch(layers);
        var (whole, least) = (plans.Find(ScheduleKind.Layers).Plan.ArenaBytes, plans.Find(ScheduleKind.Auto, 1).Plan.ArenaBytes);
        var sram = least + (int)(share * (whole - least));
        var found = plans.Find(ScheduleKind.Auto, sram).Plan;
        var others = Enumerable
            .Range(0, RandomPlans)
            .Select(seed => RandomPlan.Build(graph, seed, Target.CortexM7, InputMode.Arena))
            .Where(plan => plan.Interface.Outputs == OutputMode.Arena && plan.ArenaBytes <= sram)
            .OrderBy(plan => PlanPoint.Of(plan).Instructions)
            .Take(Measured)
            .ToList();
        others.AddRange(plans.Front.Select(point => point.Plan).Where(plan => plan.ArenaBytes <= sram && plan != found));
        var chosen = await Instructions(source, found);
        var best = chosen;
        foreach (var other in others)
            best = Math.Min(best, await Instructions(source, other));
        output.WriteLine($"| {name} | {sram} | {found.Schedule.Name} | {chosen} | {others.Count} | {(double)chosen / best:F3} |");
        chosen.ShouldBeLessThanOrEqualTo((long)(Tolerance * best));
    }

    private async Task<long> Instructions(Graph.Network source, MemoryPlan plan)
    {
        using var compiled = new CompiledNetwork(plan);
        var result = await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(source, 1), Target.CortexM7);
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        return result.Instructions!.Value;
    }
}
