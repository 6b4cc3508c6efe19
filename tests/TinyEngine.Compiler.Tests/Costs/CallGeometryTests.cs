using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Costs;

/// <summary>Costs read the fields of a call, and none of them is guessed.</summary>
public class CallGeometryTests
{
    private static readonly ImmutableArray<Schedule> Schedules =
    [
        .. TestNetworks.All.SelectMany(
            _ => new[] { Target.CortexM7, Target.Host },
            (network, isa) => LayerScheduler.Build(network.Build(), isa, "x", new DiagnosticBag())!
        ),
    ];

    [Fact]
    public void Every_call_has_the_fields_that_its_costs_depend_on()
    {
        foreach (var schedule in Schedules)
        {
            foreach (var step in schedule.Steps.Where(step => !step.Calls.IsEmpty))
                Price(schedule, step.Node, step.Calls).ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("inChannels")]
    [InlineData("outChannels")]
    [InlineData("kernelHeight")]
    [InlineData("strideX")]
    [InlineData("padLeft")]
    [InlineData("clampMin")]
    [InlineData("in")]
    public void A_field_of_another_name_is_an_error(string field)
    {
        var (schedule, step, call) = FirstConvolution();
        var renamed = call with
        {
            Params = call.Params! with
            {
                Fields = [.. call.Params.Fields.Select(old => old.Name == field ? old with { Name = "renamed" } : old)],
            },
        };
        Should
            .Throw<InvalidOperationException>(() => Price(schedule, step.Node, [renamed]))
            .Message.ShouldContain($"a field '{field}', which te_conv2d_s8_params lacks");
    }

    [Fact]
    public void A_field_of_another_kind_is_an_error()
    {
        var (schedule, step, call) = FirstConvolution();
        var changed = call with
        {
            Params = call.Params! with
            {
                Fields = [.. call.Params.Fields.Select(old => old.Name == "strideX" ? new CField("strideX", [1, 2]) : old)],
            },
        };
        Should.Throw<InvalidOperationException>(() => Price(schedule, step.Node, [changed])).Message.ShouldContain("'strideX'");
    }

    private static (Schedule Schedule, Step Step, RowCall Call) FirstConvolution()
    {
        foreach (var schedule in Schedules.Where(schedule => schedule.Target == Target.CortexM7))
        {
            foreach (var step in schedule.Steps)
            {
                if (step.Calls is [RowCall { Params.CType: "te_conv2d_s8_params" } call])
                    return (schedule, step, call);
            }
        }

        throw new InvalidOperationException("no network has a convolution");
    }

    private static double Price(Schedule schedule, int node, ImmutableArray<KernelCall> calls) =>
        InstructionModel.Of(Target.CortexM7).OfWhole(schedule.Graph, schedule.Graph.Nodes[node], calls);
}
