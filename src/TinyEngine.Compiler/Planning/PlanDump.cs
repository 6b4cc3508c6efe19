using System.Text;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>A plan as text for dumps: the steps with their kernels, then the buffers with place and lifetime. Same plan, same
/// text.</summary>
internal static class PlanDump
{
    /// <summary>Writes the plan.</summary>
    public static string Write(MemoryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (schedule, graph, (inputs, outputs)) = (plan.Schedule, plan.Schedule.Graph, plan.Interface);
        var text = new StringBuilder();
        text.Append(
            $"plan of {graph.Name}, schedule {schedule.Name}, arena {plan.ArenaBytes} bytes, lower bound {plan.LowerBoundBytes}, "
                + $"inputs {inputs.ToString().ToLowerInvariant()}, outputs {outputs.ToString().ToLowerInvariant()}\n"
        );
        foreach (var (s, step) in schedule.Steps.Index())
        {
            var node = schedule.NodeOf(step);
            text.Append($"  step {s}: {node.Label}, {plan.LiveBytes(s)} bytes in use")
                .Append(plan.DescendingSteps.Contains(s) ? ", rows from last to first\n" : "\n");
            foreach (var call in step.Calls)
                text.Append($"    {string.Join(", ", call.Symbols)}\n");
            if (schedule.Patches is { } patches && patches.Contains(s))
                text.Append($"    patches {string.Join(", ", patches.Regions.Select(patch => patch[s]))}\n");
            if (step.Calls.IsEmpty)
                text.Append("    nothing to do: the output is the input\n");
        }

        foreach (
            var buffer in plan
                .Buffers.OrderBy(b => b.Request.First)
                .ThenBy(b => b.Offset)
                .ThenBy(b => b.Request.Name, StringComparer.Ordinal)
        )
            text.Append(
                $"  [{buffer.Offset}, {buffer.End}) in steps [{buffer.Request.First}, {buffer.Request.End}): {buffer.Request.Name}"
                    + $"{Order(plan, buffer.Value)}\n"
            );
        foreach (var (id, offsets) in plan.RowOffsets.OrderBy(rows => rows.Key.Index))
            text.Append($"  rows of {graph[id].Name} at {string.Join(", ", offsets)}\n");
        return text.ToString();
    }

    private static string Order(MemoryPlan plan, ValueId? value) =>
        value is { } id ? $", {plan.Schedule.Graph[id].Type} {plan.Schedule.LayoutOf(id).Order.ToString().ToLowerInvariant()}" : "";
}
