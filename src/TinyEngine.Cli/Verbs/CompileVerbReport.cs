using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TinyEngine.Boards;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Report;

namespace TinyEngine.Cli.Verbs;

/// <summary>What <c>compile</c> made; also the content of report.json, which tells neither where it is nor when it was made.</summary>
/// <param name="Model">Name of the network.</param>
/// <param name="Name">Prefix of the C names.</param>
/// <param name="Target">What the code is for.</param>
/// <param name="Schedule">How the network is cut into steps.</param>
internal sealed record CompileReport(string Model, string Name, string Target, string Schedule) : Report
{
    /// <summary>The model file, as it was given; absent in report.json.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>Where the folder is; absent in report.json.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OutputFolder { get; init; }

    /// <summary>The board that was asked for; null for none.</summary>
    public string? Board { get; init; }

    /// <summary>The form of the folder, as <c>--package</c> names it.</summary>
    public string Package { get; init; } = "plain";

    /// <summary>RAM that there is for the arena, as the options or the board say; null when nobody said.</summary>
    public long? SramBytes { get; init; }

    /// <summary>Flash that there is; null when nobody said.</summary>
    public long? FlashBytes { get; init; }

    /// <summary>The options that led to this plan, for people.</summary>
    [JsonIgnore]
    public string PlanOptions { get; init; } = "";

    /// <summary>Where inputs live: <c>arena</c>, <c>external</c>, or <c>stream</c> when rows are pushed.</summary>
    public required string InputMode { get; init; }

    /// <summary>How outputs are delivered: whole in the <c>arena</c>, or as <c>rows</c> to a function of the caller's.</summary>
    public required string OutputMode { get; init; }

    /// <summary>Bytes of the arena.</summary>
    public required int ArenaBytes { get; init; }

    /// <summary>No placement of these buffers is smaller.</summary>
    public required int LowerBoundBytes { get; init; }

    /// <summary>The step with most bytes in use.</summary>
    public required int FullestStep { get; init; }

    /// <summary>Constants.</summary>
    public required ConstantBytes Constants { get; init; }

    /// <summary>Flash, code estimated.</summary>
    public required EstimatedFlash Flash { get; init; }

    /// <summary>Multiply-accumulates of one run.</summary>
    public required long Macs { get; init; }

    /// <summary>Multiply-accumulates of a run with this plan; more where some rows are computed again to save RAM.</summary>
    public required long MacsExecuted { get; init; }

    /// <summary>What it showed to build and run the network; null when only <c>compile</c> ran.</summary>
    public Verified? Verification { get; init; }

    /// <summary>Time on the board, an estimate from counted instructions; null without either.</summary>
    public TimeEstimate? Time { get; init; }

    /// <summary>Instructions of a run, as the instruction model predicts them; of a Cortex-M7 for cores that are not counted.</summary>
    public required long InstructionsEstimate { get; init; }

    /// <summary>Inputs.</summary>
    public required ImmutableArray<JsonTensor> Inputs { get; init; }

    /// <summary>Outputs.</summary>
    public required ImmutableArray<JsonTensor> Outputs { get; init; }

    /// <summary>Steps in running order.</summary>
    public required ImmutableArray<CompiledStep> Steps { get; init; }

    /// <summary>Steps that run row by row together; the others run one after the other over whole tensors.</summary>
    public required ImmutableArray<CompiledStage> Stages { get; init; }

    /// <summary>The maps of the steps that run in patches; none in other schedules.</summary>
    public required ImmutableArray<PatchedMap> Patches { get; init; }

    /// <summary>The plans that there are, the fastest first; none where they were not looked for.</summary>
    public required ImmutableArray<FrontPoint> Front { get; init; }

    /// <summary>Buffers of the arena.</summary>
    public required ImmutableArray<ArenaBuffer> Buffers { get; init; }

    /// <summary>Paths of all files that were written.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The report of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="front">The plans that there are; empty where they were not looked for.</param>
    /// <param name="verification">What was measured; null for nothing.</param>
    /// <param name="board">The board that times are estimated for; null for none.</param>
    public static CompileReport Of(CompiledNetwork network, ImmutableArray<PlanPoint> front, Verification? verification, Board? board)
    {
        var (plan, schedule, graph) = (network.Plan, network.Plan.Schedule, network.Plan.Schedule.Graph);
        var predicted = network.PredictInstructions();
        return new CompileReport(graph.Name, network.Sources.Name, network.Target.Name, schedule.Name)
        {
            Command = "compile",
            InputMode = plan.Interface.Inputs.ToString().ToLowerInvariant(),
            OutputMode = plan.Interface.Outputs.ToString().ToLowerInvariant(),
            ArenaBytes = plan.ArenaBytes,
            LowerBoundBytes = plan.LowerBoundBytes,
            FullestStep = plan.FullestStep,
            Constants = new ConstantBytes(network.Sources.WeightBytes, network.Sources.TableBytes),
            Flash = network.Flash,
            Macs = graph.CountMacs(),
            MacsExecuted = graph.CountMacs() + schedule.ExtraMacs,
            InstructionsEstimate = predicted.Total,
            Inputs = [.. graph.Inputs.Select(id => JsonTensor.From(graph[id]))],
            Outputs = [.. graph.Outputs.Select(id => JsonTensor.From(graph[id]))],
            Steps =
            [
                .. schedule.Steps.Select(
                    (_, index) =>
                        CompiledStep.Of(plan, index, verification?.InstructionsOf(index)) with
                        {
                            InstructionsEstimate = predicted.Steps[index],
                        }
                ),
            ],
            Stages = [.. schedule.Stages.Select(stage => CompiledStage.Of(plan, stage))],
            Patches = [.. PatchMap.Of(schedule).Select(map => PatchedMap.Of(schedule, map))],
            Front = [.. front.Select(point => FrontPoint.Of(point, network.Model.Name, network.Target, board))],
            Verification = verification is null ? null : Verified.Of(verification),
            Buffers =
            [
                .. plan.Buffers.Select(
                    (buffer, index) =>
                        new ArenaBuffer(
                            index,
                            buffer.Request.Name,
                            ArenaBuffer.KindOf(buffer, schedule),
                            buffer.Offset,
                            buffer.Request.Bytes,
                            buffer.Request.First,
                            buffer.Request.End
                        )
                ),
            ],
        };
    }
}

/// <summary>Bytes of constants in flash, kernel parameters not counted.</summary>
/// <param name="Weights">Packed weights.</param>
/// <param name="Tables">Requantization and all other tables.</param>
internal sealed record ConstantBytes(int Weights, int Tables)
{
    /// <summary>The sum.</summary>
    public int Total => Weights + Tables;
}

/// <summary>Bytes of flash. Code is an estimate that is the same on every machine; <c>verify</c> and <c>bench</c> measure it.</summary>
/// <param name="CodeEstimate">Code and kernel parameters.</param>
/// <param name="Constants">Weights and tables; exact.</param>
internal sealed record EstimatedFlash(int CodeEstimate, int Constants)
{
    /// <summary>The sum, as uncertain as its first part.</summary>
    public int TotalEstimate => CodeEstimate + Constants;
}

/// <summary>A buffer of the arena.</summary>
/// <param name="Index">Number of the buffer.</param>
/// <param name="Name">What it holds.</param>
/// <param name="Kind"><c>tensor</c>, <c>ring</c> (some rows of a tensor), <c>rows</c> (rows of several tensors, found by a table) or
/// <c>scratch</c>.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Bytes">Size.</param>
/// <param name="FirstStep">First step in which it is needed.</param>
/// <param name="EndStep">One past the last.</param>
internal sealed record ArenaBuffer(int Index, string Name, string Kind, int Offset, int Bytes, int FirstStep, int EndStep)
{
    /// <summary>What a buffer is for.</summary>
    public static string KindOf(PlannedBuffer buffer, Schedule schedule) =>
        buffer.Rows.Count > 0 ? "rows"
        : buffer.Value is not { } value ? "scratch"
        : schedule.IsRing(value) ? "ring"
        : "tensor";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompileReport))]
[JsonSerializable(typeof(LibraryReport))]
internal sealed partial class CompileJson : JsonSerializerContext;
