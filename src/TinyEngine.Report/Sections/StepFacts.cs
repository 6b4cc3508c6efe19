using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph;

namespace TinyEngine.Report.Sections;

/// <summary>Figures of a step that several sections show.</summary>
internal static class StepFacts
{
    /// <summary>Multiply-accumulates by the shapes.</summary>
    public static long Macs(MemoryPlan plan, int step)
    {
        var node = plan.Schedule.NodeOf(plan.Schedule.Steps[step]);
        return (node.Op as ICountMacs)?.CountMacs(plan.Schedule.Graph.TypesOf(node)) ?? 0;
    }

    /// <summary>Bytes of packed weights.</summary>
    public static int WeightBytes(MemoryPlan plan, int step) =>
        plan
            .Schedule.Steps[step]
            .Calls.SelectMany(call => call.Constants)
            .Where(constant => constant.Kind == ConstantKind.Weights)
            .Sum(constant => constant.ByteSize);
}
