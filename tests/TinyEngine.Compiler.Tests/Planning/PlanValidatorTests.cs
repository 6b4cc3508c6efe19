using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Planning;

public class PlanValidatorTests
{
    public static TheoryData<string> Names => [.. TestNetworks.All.Select(network => network.Name)];

    private static MemoryPlan Plan(string name, InputMode mode = InputMode.Arena) =>
        Pipeline.Plan(
            TestNetworks.All.Single(n => n.Name == name).Build(),
            new CompileOptions("net") { Target = Target.CortexM7, Interface = new InterfaceModes(mode) },
            name,
            new DiagnosticBag()
        )!;

    [Theory]
    [MemberData(nameof(Names))]
    public void Plans_are_right(string name)
    {
        PlanValidator.FindMistake(Plan(name)).ShouldBeNull();
        PlanValidator.FindMistake(Plan(name, InputMode.External)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Plans_of_row_stages_are_right(string name)
    {
        var graph = Pipeline.Optimize(TestNetworks.All.Single(n => n.Name == name).Build());
        foreach (var mode in Enum.GetValues<InputMode>().Where(mode => mode != InputMode.Stream || PlanSearch.WhyNotByRows(graph) is null))
        {
            var options = new CompileOptions("net") { Schedule = ScheduleKind.Stream, Interface = new InterfaceModes(mode) };
            PlanValidator.FindMistake(Pipeline.Plan(graph, options, name, new DiagnosticBag())!).ShouldBeNull();
        }
    }

    public static TheoryData<string> OperatorNames => [.. OperatorNetworks.Names];

    public static TheoryData<string> Cases => [.. ConformanceCase.All.Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(OperatorNames))]
    public void Plans_of_operators_are_right(string name) => CheckPlans(OperatorNetworks.Build(name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plans_of_conformance_cases_are_right(string path) =>
        CheckPlans(Pipeline.Import(TestFiles.Read($"conformance/{path}/model.tflite"), path, new DiagnosticBag())!);

    [Fact]
    public void A_state_that_a_later_step_overwrites_is_found()
    {
        var graph = OperatorNetworks.Build("recurrent");
        var plan = Pipeline.Plan(graph, new CompileOptions("net"), "recurrent", new DiagnosticBag())!;
        var state = plan.Schedule.Graph.Values.First(v => v.Kind == ValueKind.Variable).Id;
        var last = plan.Schedule.NodeOf(plan.Schedule.Steps[^1]).Outputs[0];
        Move(plan, last.Index, plan.Offsets[state.Index]!.Value).ShouldNotBeNull();
    }

    private static void CheckPlans(Network graph)
    {
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
        {
            foreach (var mode in new[] { InputMode.Arena, InputMode.External })
            {
                var bag = new DiagnosticBag();
                var plan = Pipeline.Plan(
                    Pipeline.Optimize(graph),
                    new CompileOptions("net") { Target = target, Interface = new InterfaceModes(mode) },
                    graph.Name,
                    bag
                );
                string.Join('\n', bag.Items.Where(item => item.Severity == Severity.Error)).ShouldBe("");
                PlanValidator.FindMistake(plan!).ShouldBeNull();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_output_over_an_operand_that_is_still_read_is_found(string name)
    {
        var plan = Plan(name);
        var found = 0;
        foreach (var step in plan.Schedule.Steps.Where(s => !s.Calls.IsEmpty))
        {
            var node = plan.Schedule.NodeOf(step);
            foreach (
                var input in node.Inputs.Where(i => plan.Offsets[i.Index] is not null && plan.Schedule.Graph.Consumers(i)[^1] > step.Node)
            )
            {
                found++;
                Move(plan, node.Outputs[0].Index, plan.Offsets[input.Index]!.Value).ShouldNotBeNull($"{node.Label} over {input}");
            }
        }

        if (name is "residual" or "long_skip")
            found.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scratch_over_what_its_step_reads_is_found(string name)
    {
        var plan = Plan(name);
        foreach (var (s, step) in plan.Schedule.Steps.Index().Where(s => plan.ScratchOffsets[s.Index] is not null))
        {
            var read = plan.Schedule.NodeOf(step).Inputs.First(i => plan.Offsets[i.Index] is not null);
            var wrong = plan with { ScratchOffsets = plan.ScratchOffsets.SetItem(s, plan.Offsets[read.Index]) };
            PlanValidator.FindMistake(wrong).ShouldNotBeNull(plan.Schedule.NodeOf(step).Label);
        }
    }

    [Fact]
    public void A_buffer_that_ends_behind_the_arena_is_found() =>
        PlanValidator
            .FindMistake(Plan("residual") with { ArenaBytes = Plan("residual").ArenaBytes - MemoryPlan.Alignment })
            .ShouldNotBeNull();

    [Fact]
    public void Rows_in_the_wrong_order_are_found()
    {
        var plans = TestNetworks.All.Select(n => Plan(n.Name)).Where(p => !p.DescendingSteps.IsEmpty).ToList();
        plans.ShouldNotBeEmpty();
        foreach (var plan in plans)
            PlanValidator.FindMistake(plan with { DescendingSteps = [] }).ShouldNotBeNull(plan.Schedule.Graph.Name);
    }

    [Fact]
    public void An_output_one_word_nearer_to_its_input_than_is_safe_is_found()
    {
        var found = TestNetworks.All.Select(network => Plan(network.Name)).Sum(CountNearer);
        found.ShouldBeGreaterThan(10);

        // Outputs that lie over their inputs, and not a word lower than they must.
        static int CountNearer(MemoryPlan plan) =>
            plan
                .Schedule.Steps.Where(step => !step.Calls.IsEmpty)
                .Select(plan.Schedule.NodeOf)
                .Count(node =>
                    plan.Offsets[node.Outputs[0].Index] is { } output
                    && node.Inputs.Items.Any(input =>
                        plan.Offsets[input.Index] is { } at && output < at && at < output + plan.Schedule.LayoutOf(node.Outputs[0]).ByteSize
                    )
                    && Move(plan, node.Outputs[0].Index, output + MemoryPlan.Alignment) is not null
                );
    }

    [Fact]
    public void An_alias_elsewhere_than_its_source_is_found()
    {
        var plan = Plan("reshaped");
        var alias = plan.Schedule.NodeOf(plan.Schedule.Steps.First(s => s.Calls.IsEmpty));
        Move(plan, alias.Outputs[0].Index, plan.Offsets[alias.Outputs[0].Index]!.Value + MemoryPlan.Alignment).ShouldNotBeNull();
    }

    private static string? Move(MemoryPlan plan, int value, int offset)
    {
        var room = plan with { Offsets = plan.Offsets.SetItem(value, offset), ArenaBytes = plan.ArenaBytes * 2 };
        return PlanValidator.FindMistake(room);
    }
}
