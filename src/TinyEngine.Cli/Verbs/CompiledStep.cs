using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Report;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli.Verbs;

/// <summary>A step of the schedule.</summary>
/// <param name="Index">Number of the step.</param>
/// <param name="SourceIndex">Index of the operator in the file; −1 when the compiler made it.</param>
/// <param name="Op">Operator, in TFLite's spelling.</param>
/// <param name="Name">Name of its first output.</param>
/// <param name="Kernels">Symbols of its kernels; none when the output is the input.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Bytes">Bytes of the arena in use, buffers that overlap counted once.</param>
/// <param name="Buffers">Buffers that it reads or writes.</param>
internal sealed record CompiledStep(
    int Index,
    int SourceIndex,
    string Op,
    string Name,
    ImmutableArray<string> Kernels,
    long Macs,
    int Bytes,
    ImmutableArray<int> Buffers
)
{
    /// <summary>Bytes of packed weights.</summary>
    public int WeightBytes { get; init; }

    /// <summary>Bytes of workspace.</summary>
    public int ScratchBytes { get; init; }

    /// <summary>Highest end of a buffer in use.</summary>
    public int ArenaEnd { get; init; }

    /// <summary>Instructions in a run, as the instruction model predicts them, without the loop of a stage that it may belong to.</summary>
    public long InstructionsEstimate { get; init; }

    /// <summary>Instructions that ran; null where they were not counted.</summary>
    public long? Instructions { get; init; }

    /// <summary>Their ratio; null where there are none of either.</summary>
    public double? InstructionsPerMac => BenchedLayer.Ratio(Instructions, Macs);

    /// <summary>A step of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="index">Number of the step.</param>
    /// <param name="instructions">Instructions that were counted; null for none.</param>
    public static CompiledStep Of(MemoryPlan plan, int index, long? instructions = null)
    {
        var (schedule, step) = (plan.Schedule, plan.Schedule.Steps[index]);
        var node = schedule.NodeOf(step);
        var roots = node.Inputs.Concat(node.Outputs).Select(id => plan.Roots[id.Index]).ToHashSet();
        return new CompiledStep(
            index,
            node.SourceIndex,
            node.Op.Name,
            node.Name,
            [.. step.Calls.SelectMany(call => call.Symbols).Distinct()],
            (node.Op as ICountMacs)?.CountMacs(schedule.Graph.TypesOf(node)) ?? 0,
            plan.LiveBytes(index),
            [
                .. plan
                    .Buffers.Index()
                    .Where(buffer => buffer.Item.Value is { } value ? roots.Contains(value) : buffer.Item.Request.LivesIn(index))
                    .Select(buffer => buffer.Index),
            ]
        )
        {
            WeightBytes = step
                .Calls.SelectMany(call => call.Constants)
                .Where(constant => constant.Kind == ConstantKind.Weights)
                .Sum(constant => constant.ByteSize),
            ScratchBytes = step.ScratchBytes,
            ArenaEnd = plan.PeakOf(index),
            Instructions = instructions,
        };
    }
}

/// <summary>Steps that run row by row together.</summary>
/// <param name="FirstStep">First step.</param>
/// <param name="EndStep">One past the last.</param>
/// <param name="Bytes">Most bytes of the arena in use.</param>
/// <param name="Climbs">Whether rows are computed from the last to the first.</param>
/// <param name="Rings">Tensors of which only some rows are kept.</param>
internal sealed record CompiledStage(int FirstStep, int EndStep, int Bytes, bool Climbs, ImmutableArray<PlanRing> Rings)
{
    /// <summary>A stage of a plan.</summary>
    public static CompiledStage Of(MemoryPlan plan, Stage stage) =>
        new(
            stage.First,
            stage.End,
            Enumerable.Range(stage.First, stage.Count).Max(plan.LiveBytes),
            stage.Climbs,
            [.. PlanRing.Of(plan, stage)]
        );
}

/// <summary>A feature map that patches share.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Step">The step that makes it; −1 for an input.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="PatchRows">Rows that the largest patch computes, or reads of an input.</param>
/// <param name="PatchColumns">Columns of it.</param>
/// <param name="PixelRatio">How often a pixel is computed or read, on average.</param>
/// <param name="FieldRows">Rows that the middle pixel of the map at the split depends on.</param>
/// <param name="FieldColumns">Columns of it.</param>
internal sealed record PatchedMap(
    string Name,
    int Step,
    int Height,
    int Width,
    int PatchRows,
    int PatchColumns,
    double PixelRatio,
    int FieldRows,
    int FieldColumns
)
{
    /// <summary>A map of a schedule.</summary>
    public static PatchedMap Of(Schedule schedule, PatchMap map) =>
        new(
            schedule.Graph[map.Value].Name,
            map.Step,
            map.Size.Height,
            map.Size.Width,
            map.TileRows,
            map.TileColumns,
            Math.Round(map.PixelRatio, 4),
            map.Field.Rows.Count,
            map.Field.Columns.Count
        );
}

/// <summary>How a network was verified.</summary>
/// <param name="Match">Whether all outputs on all targets are the expected ones.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Inputs">Where they come from: <c>files</c> or <c>random</c>.</param>
/// <param name="Expectation">Where expected outputs come from: <c>files</c> or <c>interpreter</c>.</param>
/// <param name="Results">One for each target.</param>
internal sealed record Verified(bool Match, int Samples, string Inputs, string Expectation, ImmutableArray<VerifiedTarget> Results)
{
    /// <summary>What was found out.</summary>
    public static Verified Of(Verification verification) =>
        new(
            verification.Match,
            verification.Samples,
            verification.Inputs,
            verification.Expectation,
            [
                .. verification.Results.Select(result => new VerifiedTarget(
                    result.Target.Name,
                    result.Status,
                    result.Match,
                    result.Sanitized,
                    result.Instructions,
                    result.Macs
                )
                {
                    Ram = result.Ram,
                    Flash = result.Flash,
                }),
            ]
        );
}

/// <summary>How it ended on a target. Figures that the target cannot tell are null.</summary>
/// <param name="Target">The target.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Match">Whether it ran and all outputs are as expected.</param>
/// <param name="Sanitized">Whether the code also ran under sanitizers.</param>
/// <param name="Instructions">Instructions of the slowest sample.</param>
/// <param name="Macs">Multiply-accumulates by the shapes.</param>
internal sealed record VerifiedTarget(
    string Target,
    [property: JsonConverter(typeof(StatusConverter))] VerificationStatus Status,
    bool Match,
    bool Sanitized,
    long? Instructions,
    long Macs
)
{
    /// <summary>Their ratio; null where there are none of either.</summary>
    public double? InstructionsPerMac => BenchedLayer.Ratio(Instructions, Macs);

    /// <summary>Measured RAM.</summary>
    public Ram? Ram { get; init; }

    /// <summary>Measured flash.</summary>
    public Flash? Flash { get; init; }
}
