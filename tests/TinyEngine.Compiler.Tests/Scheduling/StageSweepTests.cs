using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling;

public class StageSweepTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_run_finds_the_peak_of_every_stage_that_its_own_simulation_finds(bool narrow)
    {
        var compared = 0;
        for (var seed = 400; seed < 440; seed++)
        {
            var graph = RandomNetwork.Build(seed);
            var flow = FlowOf(graph, new InterfaceModes(graph.Inputs.Length == 1 ? InputMode.Stream : InputMode.Arena));
            var sweep = new StageSweep(flow);
            var blocks = narrow
                ? NarrowCandidate
                    .Find(flow)
                    .Aggregate(new List<NarrowCandidate>(), (kept, block) => kept.Exists(block.Meets) ? kept : [.. kept, block])
                : [];
            for (var first = 0; first < flow.Count; first++)
            {
                var last = first;
                while (last < flow.Count && last - first < StageSweep.LongestStage && flow.Flows[last] is not null)
                    last++;
                foreach (var streams in new[] { false, true })
                {
                    var input = streams ? graph.Inputs[0] : (ValueId?)null;
                    var ends = Enumerable
                        .Range(first + 1, last - first)
                        .Where(end =>
                            flow.StreamedInput(first, end) is not null == streams
                            && !blocks.Exists(block => Cuts(block, first) || Cuts(block, end))
                        )
                        .ToList();
                    if (ends.Count == 0)
                        continue;
                    sweep.Run(
                        first,
                        ends[^1],
                        input,
                        Inside(first, ends[^1]),
                        Enumerable.Repeat(long.MaxValue, last - first + 1).ToArray()
                    );
                    foreach (var end in ends)
                    {
                        var variant = flow.With([.. Inside(first, end).Select(block => block.Widths[0].Block)]);
                        sweep
                            .PeakBytes(end)
                            .ShouldBe(StageShape.Of(variant, first, end, input)?.PeakLiveBytes, $"seed {seed}, steps {first} to {end - 1}");
                        compared++;
                    }
                }
            }

            IEnumerable<NarrowCandidate> Inside(int first, int end) =>
                blocks.Where(block => block.Expand >= first && block.Expand + 3 <= end);
        }

        compared.ShouldBeGreaterThan(400);
    }

    private static bool Cuts(NarrowCandidate block, int cut) => block.Expand < cut && cut < block.Expand + 3;

    internal static NetworkFlow FlowOf(Network graph, InterfaceModes modes = default)
    {
        var layers = LayerScheduler.Build(graph, Target.CortexM7, graph.Name, new DiagnosticBag(), modes: modes)!;
        return new NetworkFlow(layers, new KernelSelector(graph, Target.CortexM7));
    }
}
