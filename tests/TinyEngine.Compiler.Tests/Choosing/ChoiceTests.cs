using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Choosing;

/// <summary>The plan that a limit leads to is as fast as any that fits: those of other cuts that the search finds under many ceilings, and
/// those of random cuts, which know nothing of the search.</summary>
public class ChoiceTests
{
    /// <summary>How much slower than the best plan that fits a choice may be.</summary>
    private const double Tolerance = 1.02;

    /// <summary>How much faster the plan that a limit leads to may be than the fastest listed that fits: the list has one for each size
    /// worth having, a limit is looked at closely.</summary>
    private const double Agreement = 1.02;

    private const int RandomPlans = 150;

    public static TheoryData<string> Networks =>
        [
            "residual",
            "input_residual",
            "long_skip",
            "inception",
            "unet",
            "odd_stride2",
            "uneven_windows",
            "depth_multiplier",
            "padded",
            "many_channels",
        ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_limit_leads_to_a_plan_within_2_percent_of_the_fastest_that_fits(string name)
    {
        var graph = Pipeline.Optimize(TestNetworks.All.Single(network => network.Name == name).Build());
        var mode = PlanSearch.WhyNotByRows(graph) is null ? InputMode.Stream : InputMode.Arena;
        var modes = new InterfaceModes(mode);
        var layers = LayerScheduler.Build(graph, Target.CortexM7, name, new DiagnosticBag(), modes: modes).ShouldNotBeNull();
        var plans = new PlanSearch(layers);
        var (whole, least) = (plans.Find(ScheduleKind.Layers), plans.Find(ScheduleKind.Auto, 1));
        List<PlanPoint> all = [whole, least, .. Explored(layers, least.Plan.ArenaBytes, whole.Plan.ArenaBytes), .. Random(graph, mode)];
        foreach (var share in new[] { 0.1, 0.4, 0.7 })
        {
            var sram = least.Plan.ArenaBytes + (long)(share * (whole.Plan.ArenaBytes - least.Plan.ArenaBytes));
            var found = plans.Find(ScheduleKind.Auto, sram);
            found.Plan.ArenaBytes.ShouldBeLessThanOrEqualTo((int)sram);
            var best = all.Where(point => point.Plan.ArenaBytes <= sram).Min(point => point.Instructions);
            found.Instructions.ShouldBeLessThanOrEqualTo((long)(Tolerance * best), $"{name} in {sram} bytes");
        }
    }

    /// <summary>A list of plans and a search with a limit answer the same question: what fits is in the list, and nothing faster is found
    /// than what is listed, nor anything slower.</summary>
    [Theory]
    [InlineData(0.35, 160)]
    [InlineData(0.5, 128)]
    [InlineData(0.75, 96)]
    public void What_a_limit_leads_to_is_what_the_list_holds(double width, int resolution)
    {
        var graph = Pipeline.Optimize(MobileNets.V2(width, resolution).WithoutWeights());
        var layers = LayerScheduler
            .Build(graph, Target.CortexM7, "mobilenet", new DiagnosticBag(), modes: new InterfaceModes(InputMode.Stream))
            .ShouldNotBeNull();
        var front = new PlanSearch(layers).Front;
        foreach (var sram in new[] { 8, 16, 24, 32, 48, 64, 96, 128, 192 }.Select(kibibytes => 1024 * kibibytes))
        {
            var found = new PlanSearch(layers).Find(ScheduleKind.Auto, sram);
            var listed = front.Where(point => point.Plan.ArenaBytes <= sram).MinBy(point => point.Instructions);
            (found.Plan.ArenaBytes <= sram).ShouldBe(listed is not null, $"{sram} bytes");
            if (listed is not null)
                found.Instructions.ShouldBeInRange((long)(listed.Instructions / Agreement), listed.Instructions, $"{sram} bytes");
        }
    }

    private static IEnumerable<PlanPoint> Explored(Schedule layers, int least, int most)
    {
        var search = new StreamSearch(layers);
        var placer = new StreamPlacer(search);
        return Enumerable
            .Range(0, 11)
            .SelectMany(tenth =>
                new[] { false, true }.SelectMany(recompute => search.Explore(recompute, least + ((most - least) * tenth / 10)))
            )
            .DistinctBy(cut => new EquatableArray<TinyEngine.Compiler.Scheduling.Stages.StagePrice>(cut.Parts))
            .Select(cut => PlanPoint.Of(placer.Place(cut, PlacementEffort.Thorough)));
    }

    private static IEnumerable<PlanPoint> Random(Network graph, InputMode mode) =>
        Enumerable
            .Range(0, RandomPlans)
            .Select(seed => RandomPlan.Build(graph, seed, Target.CortexM7, mode))
            .Where(plan => plan.Interface.Outputs == OutputMode.Arena)
            .Select(PlanPoint.Of);
}
