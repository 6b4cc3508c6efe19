using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Tools;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>The plan that a limit of RAM leads to, measured beside others that fit: the prediction that chooses it tells the truth. The
/// choice itself, among all plans, is held by the prediction (<c>ChoiceTests</c>).</summary>
[Trait("Needs", "Emulator")]
public sealed class MeasuredChoiceTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    /// <summary>How much slower than the best plan that fits a choice may be.</summary>
    private const double Tolerance = 1.02;

    private const int RandomPlans = 150;
    private const int Measured = 5;

    [EmulatorTheory]
    [InlineData("residual", 0.4)]
    [InlineData("unet", 0.1)]
    [InlineData("depth_multiplier", 0.7)]
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
        others.Count.ShouldBeGreaterThan(1);
        var chosen = await Instructions(source, found);
        foreach (var other in others)
            chosen.ShouldBeLessThanOrEqualTo((long)(Tolerance * await Instructions(source, other)), $"{name} in {sram} bytes");
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
