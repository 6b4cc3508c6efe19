using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>What a run of a plan does, as far as its instructions depend on it.</summary>
internal static class PlanWork
{
    /// <summary>The kernel calls of a step.</summary>
    public static IEnumerable<RepeatedWork> Of(MemoryPlan plan, int step)
    {
        var schedule = plan.Schedule;
        var (calls, node) = (schedule.Steps[step].Calls, schedule.NodeOf(schedule.Steps[step]));
        if (schedule.Patches?.Contains(step) ?? false)
            return Patches(schedule, step);
        if (schedule.StageOf(step)?.NarrowOf(step) is { } block)
        {
            var geometry = new CallGeometry(calls[0]);
            return Chunks(schedule, block).SelectMany(chunk => NarrowWork.Calls(block, step, calls[0].Kernel, geometry, chunk));
        }

        return StepWork.OfWhole(schedule.Graph.TypesOf(node), calls, schedule.RunsAlone(step) && !plan.DescendingSteps.Contains(step));
    }

    /// <summary>How often the generated code does what <see cref="LoopTerm"/> lists.</summary>
    public static double[] Loops(MemoryPlan plan)
    {
        var (schedule, counts) = (plan.Schedule, new double[LoopCosts.Terms.Length]);
        counts[(int)LoopTerm.PatchSteps] = schedule.Patches is { } patches ? patches.Regions.Length * patches.End : 0;
        if (plan.Interface.Inputs == InputMode.Stream)
        {
            var input = schedule.Graph.Inputs[0];
            counts[(int)LoopTerm.Arrivals] = schedule.RowsOf(input);
            counts[(int)LoopTerm.ArrivalWords] = (double)schedule.RowsOf(input) * schedule.LayoutOf(input).RowStride / 4;
        }

        foreach (var stage in schedule.Stages)
            Stage(schedule, stage, counts);
        return counts;
    }

    /// <summary>The last step that can run is looked for from the stage's end.</summary>
    private static void Stage(Schedule schedule, Stage stage, double[] counts)
    {
        counts[(int)LoopTerm.Stages]++;
        var asked = new int[stage.Count];
        for (int local = stage.Count - 1, before = 0; local >= 0; local--)
            asked[local] = before += stage.NarrowOf(stage.First + local) is { } block && stage.First + local != block.Project ? 0 : 1;
        counts[(int)LoopTerm.Tests] += asked[0];
        var (rows, reads) = (new StageRows(schedule, stage), new List<(ValueId Value, int Row)>());
        foreach (var occurrence in stage.Events)
        {
            if (occurrence.Step == RowEvent.Arrival)
            {
                counts[(int)LoopTerm.Tests] += asked[0];
                continue;
            }

            counts[(int)LoopTerm.Events]++;
            counts[(int)LoopTerm.Tests] += asked[occurrence.Step - stage.First];
            counts[(int)LoopTerm.RingRows] += RingRows(occurrence);
        }

        foreach (var block in stage.Narrow)
        {
            var tile = schedule.LayoutOf(schedule.NodeOf(schedule.Steps[block.Expand]).Outputs[0]);
            foreach (var chunk in Chunks(schedule, block))
                NarrowWork.CountLoops(tile, chunk, counts);
        }

        int RingRows(RowEvent occurrence)
        {
            var node = schedule.NodeOf(schedule.Steps[occurrence.Step]);
            if (schedule.Steps[occurrence.Step].Accumulates)
                return schedule.IsRing(node.Inputs[0]) ? 1 : 0;
            reads.Clear();
            rows.AddRead(occurrence, reads);
            var count = schedule.IsRing(node.Outputs[0]) ? 1 : 0;
            foreach (var (value, _) in reads)
                count += schedule.IsRing(value) ? 1 : 0;
            return count;
        }
    }

    private static IEnumerable<NarrowChunk> Chunks(Schedule schedule, NarrowBlock block) =>
        NarrowWork.Chunks(schedule.Graph, block, (RowCall)schedule.Steps[block.Window].Calls[0]);

    private static IEnumerable<RepeatedWork> Patches(Schedule schedule, int step)
    {
        var types = schedule.Graph.TypesOf(schedule.NodeOf(schedule.Steps[step]));
        foreach (var call in schedule.Steps[step].Calls.OfType<RowCall>())
        {
            var geometry = new CallGeometry(call);
            foreach (var region in schedule.Patches!.Regions.Select(patch => patch[step]))
            {
                var (rows, columns) = (region.Rows, region.Columns);
                var scale = call.LinearCount > 0 ? call.LinearCount / call.Columns : 1;
                foreach (var (inside, times) in Enumerable.Range(rows.Start, rows.Count).CountBy(y => StepWork.RowsInside(types, call, y)))
                    yield return new RepeatedWork(
                        call.Kernel,
                        new KernelWork(geometry, columns.Start * scale, columns.End * scale, inside),
                        times
                    );
            }
        }
    }
}
