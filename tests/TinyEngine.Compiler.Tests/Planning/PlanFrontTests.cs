using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Planning;

/// <summary>What the list of plans promises, a search with that much RAM must keep.</summary>
public class PlanFrontTests
{
    public static TheoryData<string> Networks => [.. TestNetworks.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_plan_of_the_front_is_found_by_its_size(string name)
    {
        var graph = Pipeline.Optimize(TestNetworks.All.Single(network => network.Name == name).Build());
        var layers = LayerScheduler.Build(graph, Target.CortexM7, name, new DiagnosticBag()).ShouldNotBeNull();
        var mode = PlanSearch.WhyNotByRows(graph) is null ? InputMode.Stream : InputMode.Arena;
        var front = PlanFront.Of(layers, mode);
        foreach (var point in front)
        {
            var found = PlanSearch.Find(layers, ScheduleKind.Auto, mode, point.Plan.ArenaBytes);
            found.ArenaBytes.ShouldBeLessThanOrEqualTo(point.Plan.ArenaBytes);
            found.Schedule.ExtraMacs.ShouldBeLessThanOrEqualTo(point.Plan.Schedule.ExtraMacs);
        }

        front.Select(point => point.Plan.ArenaBytes).ShouldBe(front.Select(point => point.Plan.ArenaBytes).OrderDescending());
        // Plans that save less than 1 % are not listed, and the smallest is looked for under other ceilings.
        var smallest = PlanSearch.Find(layers, ScheduleKind.Auto, mode, 1).ArenaBytes;
        smallest.ShouldBeInRange(front[^1].Plan.ArenaBytes * 99 / 100, front[^1].Plan.ArenaBytes * 101 / 100);
    }
}
