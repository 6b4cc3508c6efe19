using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Emission;

/// <summary>The loop that is generated for a stage computes its rows in the order that was planned.</summary>
public class StageConditionTests
{
    [Fact]
    public void The_generated_loop_repeats_the_planned_events()
    {
        var (stages, tables, clipped, sums) = (0, 0, 0, 0);
        for (var seed = 5000; seed < 5150; seed++)
        {
            var schedule = RandomPlan.Build(RandomNetwork.Build(seed), seed, null, InputMode.Arena, InputMode.Stream).Schedule;
            foreach (var stage in schedule.Stages)
            {
                var conditions = Enumerable
                    .Range(stage.First, stage.Count)
                    .Select(step => StageCondition.Of(schedule, stage, step))
                    .ToList();
                Run(schedule, stage, conditions)
                    .SequenceEqual(stage.Events)
                    .ShouldBeTrue($"seed {seed}, steps {stage.First} to {stage.End - 1}");
                stages++;
                var terms = conditions.OfType<StageCondition>().SelectMany(condition => condition.Terms).ToList();
                tables += terms.Count(term => term.Line is null);
                clipped += terms.Count(term => term.IsClipped);
                sums += terms.Count(term => term.Sum is not null);
            }
        }

        stages.ShouldBeGreaterThan(100);
        tables.ShouldBeGreaterThan(10);
        clipped.ShouldBeGreaterThan(100);
        sums.ShouldBeGreaterThan(5);
    }

    /// <summary>The arena is planned for this order, so rows that wait for nothing must not wait for the first row of the input.</summary>
    [Fact]
    public void Rows_in_the_padding_are_computed_before_the_first_row_arrives()
    {
        var net = new NetworkBuilder("padded", 1);
        var x = net.Conv2D(net.Input(9, 6, 2), 3, 3);
        x = net.MaxPool2D(net.Pad(x, 4, 0, 1, 1), 3);
        var graph = net.Output(net.Conv2D(x, 2, WindowSpec.Square(3, stride: 2))).Build();
        var options = new CompileOptions("net") { Schedule = ScheduleKind.Stream, Interface = new InterfaceModes(InputMode.Stream) };
        var plan = Pipeline.Plan(graph, options, graph.Name, new DiagnosticBag())!;
        plan.Schedule.Stages[0].Events[0].Step.ShouldNotBe(RowEvent.Arrival);
        var text = Pipeline.Emit(plan, options).Files["net.c"];
        var begin = text.IndexOf("void net_begin(", StringComparison.Ordinal);
        text[begin..text.IndexOf("net_push_rows(", StringComparison.Ordinal)].ShouldContain("stage_0(arena);");
    }

    /// <summary>What the C does, at the beginning and whenever a row has arrived: run the latest step that can run until none
    /// can.</summary>
    private static List<RowEvent> Run(Schedule schedule, Stage stage, List<StageCondition?> conditions)
    {
        var events = new List<RowEvent>();
        var next = new int[stage.Count];
        var rows = stage.StreamedInput is { } input ? schedule.RowsOf(input) : 0;
        for (var arrived = 0; ; arrived++)
        {
            while (true)
            {
                var local = conditions.FindLastIndex(condition => condition?.Holds(next, arrived) == true);
                if (local < 0)
                    break;
                events.Add(new RowEvent(stage.First + local, stage.Climbs ? conditions[local]!.Events - 1 - next[local] : next[local]));
                next[local]++;
            }

            if (arrived == rows)
                return events;
            events.Add(new RowEvent(RowEvent.Arrival, arrived));
        }
    }
}
