using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Choosing;

/// <summary>What the list of plans promises, a search with that much RAM must keep.</summary>
public class PlanFrontTests
{
    public static TheoryData<string> Networks => [.. TestNetworks.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_plan_of_the_front_is_found_by_its_size(string name)
    {
        var graph = Pipeline.Optimize(TestNetworks.All.Single(network => network.Name == name).Build());
        var modes = new InterfaceModes(PlanSearch.WhyNotByRows(graph) is null ? InputMode.Stream : InputMode.Arena);
        var layers = LayerScheduler.Build(graph, Target.CortexM7, name, new DiagnosticBag(), modes: modes).ShouldNotBeNull();
        var plans = new PlanSearch(layers);
        var front = plans.Front;
        foreach (var point in front)
        {
            var found = new PlanSearch(layers).Find(ScheduleKind.Auto, point.Plan.ArenaBytes);
            found.Plan.ArenaBytes.ShouldBeLessThanOrEqualTo(point.Plan.ArenaBytes);
            found.Instructions.ShouldBeLessThanOrEqualTo(point.Instructions);
        }

        front.Select(point => point.Plan.ArenaBytes).ShouldBe(front.Select(point => point.Plan.ArenaBytes).OrderDescending());
        // One question has one answer, whoever asks first.
        front[^1].Plan.ArenaBytes.ShouldBe(new PlanSearch(layers).Find(ScheduleKind.Auto, 1).Plan.ArenaBytes);
        var stream = new PlanSearch(layers).Find(ScheduleKind.Stream);
        stream.Plan.ArenaBytes.ShouldBe(plans.Find(ScheduleKind.Stream).Plan.ArenaBytes);
        var plain = front.Where(point => point.MacsRatio == 1).Min(point => point.Plan.ArenaBytes);
        plain.ShouldBe(Math.Min(stream.Plan.ArenaBytes, front[0].Plan.ArenaBytes));
    }
}
