using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Planning;

public class StageOutputTests
{
    [Theory]
    [InlineData(ScheduleKind.Layers)]
    [InlineData(ScheduleKind.Stream)]
    public void An_output_that_the_last_step_reads_is_kept(ScheduleKind kind)
    {
        var net = new NetworkBuilder("two_outputs", 1);
        var first = net.Conv2D(net.Input(12, 8, 2), 4, 3);
        var graph = net.Output(first).Output(net.Move(new Relu(ReluKind.Relu), first)).Build();
        CheckPlan(graph, new CompileOptions("net") { Schedule = kind });
    }

    [Fact]
    public void The_output_of_a_stage_at_the_end_keeps_clear_of_rings()
    {
        var net = new NetworkBuilder("ring", 1);
        var x = net.Conv2D(net.Input(6, 5, 2), 4, 3);
        var graph = net.Output(net.Add(x, net.Conv2D(x, 4, 5))).Build();
        CheckPlan(graph, new CompileOptions("net") { Schedule = ScheduleKind.Stream });
    }

    private static void CheckPlan(Network graph, CompileOptions options)
    {
        foreach (var mode in Enum.GetValues<InputMode>())
            PlanValidator
                .FindMistake(Pipeline.Plan(graph, options with { Interface = new InterfaceModes(mode) }, graph.Name, new DiagnosticBag())!)
                .ShouldBeNull();
    }
}
