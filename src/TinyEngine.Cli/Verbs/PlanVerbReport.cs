using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TinyEngine.Boards;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Toolchain;

namespace TinyEngine.Cli.Verbs;

/// <summary>What <c>plan</c> found out.</summary>
/// <param name="File">The model file.</param>
/// <param name="Model">Name of the network.</param>
/// <param name="Target">What the code would be for.</param>
/// <param name="InputMode">Where inputs live: <c>arena</c>, <c>external</c>, or <c>stream</c> when rows are pushed.</param>
/// <param name="OutputMode">How outputs are delivered: whole in the <c>arena</c>, or as <c>rows</c> to a function of the caller's.</param>
/// <param name="Macs">Multiply-accumulates by the shapes.</param>
internal sealed record PlanReport(string File, string Model, string Target, string InputMode, string OutputMode, long Macs) : Report
{
    /// <summary>Plans, the fastest first; none of the others needs less RAM and computes less.</summary>
    public required ImmutableArray<FrontPoint> Front { get; init; }

    /// <summary>Which of them the options lead to.</summary>
    public required int ChosenIndex { get; init; }

    /// <summary>No placement of the chosen plan's buffers is smaller.</summary>
    public required int LowerBoundBytes { get; init; }

    /// <summary>How much larger the arena is.</summary>
    public int GapBytes => Chosen.ArenaBytes - LowerBoundBytes;

    /// <summary>The chosen plan from start to end.</summary>
    public required ImmutableArray<PlanPart> Parts { get; init; }

    /// <summary>The chosen plan.</summary>
    [JsonIgnore]
    public FrontPoint Chosen => Front[ChosenIndex];

    /// <summary>The report of a network's plans.</summary>
    /// <param name="model">The network.</param>
    /// <param name="target">What the code would be for.</param>
    /// <param name="board">The board that was asked for; null for none.</param>
    /// <param name="front">Its plans.</param>
    /// <param name="chosen">Which of them the options lead to.</param>
    public static PlanReport Of(LoadedModel model, Target target, Board? board, ImmutableArray<PlanPoint> front, int chosen)
    {
        var plan = front[chosen].Plan;
        return new PlanReport(
            model.Path,
            model.Graph.Name,
            target.Name,
            plan.Interface.Inputs.ToString().ToLowerInvariant(),
            plan.Interface.Outputs.ToString().ToLowerInvariant(),
            model.Graph.CountMacs()
        )
        {
            Front = [.. front.Select(point => FrontPoint.Of(point, model.Name, target, board))],
            ChosenIndex = chosen,
            LowerBoundBytes = plan.LowerBoundBytes,
            Parts = [.. PlanPart.Of(plan)],
        };
    }
}

/// <summary>A plan on the front.</summary>
/// <param name="Schedule">Kind of schedule.</param>
/// <param name="ArenaBytes">The arena.</param>
/// <param name="IoBytes">What else must be resident while the network runs: inputs that the caller keeps, or one row.</param>
/// <param name="WithInputBytes">The arena and the whole input, where that lies in memory beside the arena.</param>
/// <param name="MacsExecuted">Multiply-accumulates of a run.</param>
/// <param name="MacsRatio">F: those in relation to the network's own.</param>
/// <param name="InstructionsEstimate">Instructions of a run, as the instruction model predicts them; of a Cortex-M7 for cores that are not
/// counted.</param>
/// <param name="MillisecondsEstimate">Time of a run on the board that was asked for, at one instruction per cycle; null without
/// one.</param>
/// <param name="Stages">Number of stages.</param>
/// <param name="StageSteps">Steps that belong to one.</param>
/// <param name="ConstantBytes">Weights and tables in flash.</param>
internal sealed record FrontPoint(
    string Schedule,
    int ArenaBytes,
    int IoBytes,
    int WithInputBytes,
    long MacsExecuted,
    double MacsRatio,
    long InstructionsEstimate,
    double? MillisecondsEstimate,
    int Stages,
    int StageSteps,
    int ConstantBytes
)
{
    /// <summary>A point of the front.</summary>
    public static FrontPoint Of(PlanPoint point, string name, Target target, Board? board)
    {
        var instructions = point.Instructions;
        var (plan, schedule) = (point.Plan, point.Plan.Schedule);
        var inputs = schedule.Graph.Inputs.Sum(id => schedule.Graph[id].Type.ByteSize);
        var io = plan.Interface.Inputs switch
        {
            Compiler.Scheduling.InputMode.External => inputs,
            Compiler.Scheduling.InputMode.Stream => schedule.LayoutOf(schedule.Graph.Inputs[0]).RowStride,
            _ => 0,
        };
        return new FrontPoint(
            schedule.Name,
            plan.ArenaBytes,
            io,
            plan.Interface.Inputs == Compiler.Scheduling.InputMode.Arena ? plan.ArenaBytes : plan.ArenaBytes + inputs,
            point.MacsExecuted,
            Math.Round(point.MacsRatio, 4),
            instructions,
            TimeEstimate.Of(board, instructions)?.MillisecondsEstimate,
            schedule.Stages.Length,
            schedule.Stages.Sum(stage => stage.Count),
            new CModel(plan, name).ConstantBytes
        );
    }
}

/// <summary>Steps of a plan that belong together: a stage, or consecutive steps over whole tensors.</summary>
/// <param name="Kind"><c>rows</c> or <c>whole</c>.</param>
/// <param name="FirstStep">First step.</param>
/// <param name="EndStep">One past the last.</param>
/// <param name="Bytes">Most bytes of the arena in use.</param>
/// <param name="SetsPeak">Whether it decides the size of the arena.</param>
/// <param name="Operators">Operators in TFLite's spelling.</param>
/// <param name="Outputs">Name of the first output of each.</param>
/// <param name="Rings">Tensors of which only some rows are kept; none where steps run over whole tensors.</param>
internal sealed record PlanPart(
    string Kind,
    int FirstStep,
    int EndStep,
    int Bytes,
    bool SetsPeak,
    ImmutableArray<string> Operators,
    ImmutableArray<string> Outputs,
    ImmutableArray<PlanRing> Rings
)
{
    /// <summary>Steps that take turns, row by row.</summary>
    public const string Rows = "rows";

    /// <summary>Steps over whole tensors.</summary>
    public const string Whole = "whole";

    /// <summary>The parts of a plan.</summary>
    public static IEnumerable<PlanPart> Of(MemoryPlan plan)
    {
        var schedule = plan.Schedule;
        for (int first = 0, end; first < schedule.Steps.Length; first = end)
        {
            var stage = schedule.StageOf(first);
            end = first + 1;
            while (end < schedule.Steps.Length && (stage is null ? schedule.StageOf(end) is null : stage.Contains(end)))
                end++;
            var steps = Enumerable.Range(first, end - first).ToList();
            yield return new PlanPart(
                stage is null ? Whole : Rows,
                first,
                end,
                steps.Max(plan.LiveBytes),
                steps.Contains(plan.FullestStep),
                [.. steps.Select(step => schedule.NodeOf(schedule.Steps[step]).Op.Name)],
                [.. steps.Select(step => schedule.NodeOf(schedule.Steps[step]).Name)],
                stage is null ? [] : [.. PlanRing.Of(plan, stage)]
            );
        }
    }
}

/// <summary>A tensor of which a stage keeps some rows.</summary>
/// <param name="Step">The step that makes it; −1 for an input whose rows arrive.</param>
/// <param name="Name">The tensor.</param>
/// <param name="Rows">Rows kept.</param>
/// <param name="OfRows">Rows that it has.</param>
/// <param name="Layout"><c>channelLast</c> or <c>rowPlanar</c>.</param>
/// <param name="Bytes">Bytes of the rows kept; 0 when they lie in another tensor's.</param>
/// <param name="Host">The tensor in whose rows they lie; empty when they have their own.</param>
/// <param name="Columns">Columns of a row that is computed again for each reader and never kept; 0 for others.</param>
internal sealed record PlanRing(int Step, string Name, int Rows, int OfRows, string Layout, int Bytes, string Host, int Columns)
{
    /// <summary>Channel by channel.</summary>
    public const string Planar = "rowPlanar";

    /// <summary>The rings of a stage: its streamed input, then the outputs of its steps that die in it.</summary>
    public static IEnumerable<PlanRing> Of(MemoryPlan plan, Stage stage)
    {
        var schedule = plan.Schedule;
        if (stage.StreamedInput is { } input)
            yield return Of(schedule, stage, input, -1);
        for (var step = stage.First; step < stage.End; step++)
        {
            foreach (
                var value in schedule
                    .NodeOf(schedule.Steps[step])
                    .Outputs.Items.Where(value => schedule.IsRing(value) || schedule.Hosts.ContainsKey(value))
            )
                yield return Of(schedule, stage, value, step);
        }
    }

    private static PlanRing Of(Schedule schedule, Stage stage, ValueId value, int step)
    {
        var layout = schedule.LayoutOf(value);
        var order = layout.Order == ElementOrder.RowPlanar ? Planar : "channelLast";
        var host = schedule.Hosts.TryGetValue(value, out var found) ? schedule.Graph[found].Name : "";
        var columns = stage.NarrowOf(step) is { } narrow && step != narrow.Project ? narrow.Columns : 0;
        return new PlanRing(
            step,
            schedule.Graph[value].Name,
            layout.Rows,
            schedule.RowsOf(value),
            order,
            host.Length > 0 ? 0 : layout.ByteSize,
            host,
            columns
        );
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlanReport))]
internal sealed partial class PlanJson : JsonSerializerContext;
