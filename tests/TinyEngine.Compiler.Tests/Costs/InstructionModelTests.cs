using System.Text.Json;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Costs;

/// <summary>The instruction model against what was measured, without an emulator: the baselines hold the counts.</summary>
public sealed class InstructionModelTests
{
    private static readonly Dictionary<string, JsonElement> Baselines = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        File.ReadAllText(Repository.File("tests", "baselines", "networks.json"))
    )!;

    public static TheoryData<string> Names => [.. TestNetworks.All.Select(network => network.Name).Where(Baselines.ContainsKey)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Predictions_agree_with_the_baselines(string name)
    {
        var layers = Layers(TestNetworks.All.Single(network => network.Name == name).Build());
        var measured = Baselines[name].GetProperty("cortex-m7").GetProperty("instructions").GetInt64();
        var predicted = PlanInstructions.Of(MemoryPlanner.Plan(layers)).Total;
        ((double)predicted / measured).ShouldBeInRange(0.95, 1.05);
    }

    /// <summary>All kernels of the library compute inference, also those that only other compilers or later choices would call.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_kernel_of_the_library_has_a_price(string target) =>
        KernelLibrary
            .Symbols.Where(kernel => !InstructionModel.Of(Target.Find(target)!).Knows(kernel))
            .ShouldBeEmpty("add them to tests/TinyEngine.Calibration and run eng/calibrate.sh");

    [Fact]
    public void Every_table_is_that_of_a_target_and_every_kernel_in_it_exists()
    {
        foreach (var target in Target.All.Select(target => target.Costs).Distinct())
        {
            Target.Find(target).ShouldNotBeNull().Costs.ShouldBe(target);
            var table = Repository.File("src", "TinyEngine.Compiler", "Targets", "tables", $"{target}.txt");
            foreach (var kernel in File.ReadLines(table).Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')[0]).Skip(1))
                (kernel == LoopCosts.Name || KernelLibrary.Symbols.Contains(kernel)).ShouldBeTrue(kernel);
        }
    }

    [Fact]
    public void A_row_stage_costs_more_than_whole_tensors_and_a_narrow_one_still_more()
    {
        var layers = Layers(DemoNetwork.Build());
        var plans = new PlanSearch(layers with { Interface = new InterfaceModes(InputMode.Stream) });
        var front = plans.Front;
        var (whole, stream, narrow) = (
            PlanInstructions.Of(front[0].Plan),
            PlanInstructions.Of(plans.Find(ScheduleKind.Stream).Plan),
            PlanInstructions.Of(front[^1].Plan)
        );
        stream.Total.ShouldBeGreaterThan(whole.Total);
        narrow.Total.ShouldBeGreaterThan(stream.Total);
        narrow.Loops.ShouldBeGreaterThan(stream.Loops);
    }

    [Fact]
    public void A_pointwise_call_costs_what_its_blocks_cost()
    {
        // 20 pixels are four blocks of five: 15 instructions for each channel and group of four depths, 47 around those.
        var net = new NetworkBuilder("pointwise", 1);
        var layers = Layers(net.Output(net.Conv2D(net.Input(1, 20, 96), 64, 1, FusedActivation.None)).Build());
        var inner = 4 * 64 * ((15 * 24) + 47);
        PlanInstructions.Of(MemoryPlanner.Plan(layers)).Steps[0].ShouldBeInRange(inner, inner * 107 / 100);
    }

    public static TheoryData<string> Targets => [.. Target.All.Select(target => target.Name)];

    private static Schedule Layers(Graph.Network graph)
    {
        var bag = new DiagnosticBag();
        return LayerScheduler.Build(Pipeline.Optimize(graph), Target.CortexM7, "test", bag).ShouldNotBeNull(string.Join('\n', bag.Items));
    }
}
