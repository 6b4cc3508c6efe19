using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Compiler.Planning;

/// <summary>Makes plans of row stages: decides which way each stage runs, and whether rows are kept in rings or have a place of their own
/// each.</summary>
internal sealed class StreamPlacer
{
    /// <summary>Ways for the stages of a candidate to run that are looked at.</summary>
    private const int MostTried = 12;

    /// <summary>Ways for the stages of a candidate to run that are placed with care.</summary>
    private const int MostPlacedTurns = 3;

    /// <summary>A placement that is this close to the fullest stage is not improved any more.</summary>
    private const int Slack = 64;

    /// <summary>Rings that take no more than this, in relation to the least possible, are not worth a table.</summary>
    private const double WorthATable = 1.01;

    /// <summary>What scattered rows usually take in relation to the least possible.</summary>
    private const double Scattered = 1.04;

    private readonly InputMode _inputMode;
    private readonly PlannerMemory _memory = new();

    /// <summary>Prepares plans of a network.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="inputMode">Where inputs are.</param>
    public StreamPlacer(Schedule layers, InputMode inputMode)
    {
        _inputMode = inputMode;
        Streams = new StreamScheduler(layers, Supply(inputMode), PriceStage);
    }

    /// <summary>Finds candidates and builds their schedules.</summary>
    public StreamScheduler Streams { get; }

    private static InputSupply Supply(InputMode mode) =>
        mode switch
        {
            InputMode.External => InputSupply.External,
            InputMode.Stream => InputSupply.Rows,
            _ => InputSupply.Arena,
        };

    /// <summary>Bytes that the only stage of a schedule takes in rings, found with little effort, or would take with scattered rows; those
    /// are worth placing only in plans that win.</summary>
    /// <param name="schedule">The schedule, with rings.</param>
    /// <param name="bound">No placement takes fewer bytes.</param>
    private int PriceStage(Schedule schedule, int bound) =>
        (int)Math.Min(MemoryPlanner.PriceStage(schedule, _inputMode, _memory), Scattered * bound);

    /// <summary>Places a candidate: in rings where these do, otherwise with scattered rows if that takes less.</summary>
    public MemoryPlan Place(StreamCandidate candidate, PlacementEffort effort)
    {
        var goal = candidate.EstimatedBytes + Slack;
        var downwards = Plan(Streams.Build(candidate, _ => false), candidate, PlacementEffort.Quick);
        var scattered = downwards.ArenaBytes > WorthATable * goal ? Scatter(downwards.Schedule) : null;
        if (scattered?.ArenaBytes <= goal)
            return scattered;
        var rings = PlaceRings(candidate, downwards, effort);
        if (rings.ArenaBytes > WorthATable * goal && rings.Schedule.Stages.Any(stage => stage.Climbs))
            scattered = PlanSearch.Smaller(scattered ?? rings, Scatter(rings.Schedule));
        return PlanSearch.Smaller(rings, scattered);

        MemoryPlan Scatter(Schedule schedule) => Plan(ScatteredRows.In(schedule), candidate, effort);
    }

    private MemoryPlan Plan(Schedule schedule, StreamCandidate candidate, PlacementEffort effort) =>
        MemoryPlanner.Plan(schedule, _inputMode, candidate.EstimatedBytes, effort, _memory);

    /// <summary>Places a candidate with its stages running downwards, taking turns, and turned one by one as long as that helps. Short
    /// searches for places tell which of these are worth a long one.</summary>
    private MemoryPlan PlaceRings(StreamCandidate candidate, MemoryPlan downwards, PlacementEffort effort)
    {
        var goal = candidate.EstimatedBytes + Slack;
        var trials = new List<MemoryPlan> { downwards };
        var count = downwards.Schedule.Stages.Length;
        var turns = new bool[count];
        for (var odd = 0; odd < 2 && trials[0].ArenaBytes > goal && count > 1; odd++)
            Try([.. turns.Select((_, stage) => stage % 2 == odd)]);
        for (var before = int.MaxValue; trials[0].ArenaBytes < before && trials.Count < MostTried; )
        {
            before = trials[0].ArenaBytes;
            for (var stage = 0; stage < count && trials[0].ArenaBytes > goal && trials.Count < MostTried; stage++)
                Try([.. turns.Select((turn, index) => turn ^ (index == stage))]);
        }

        var best = trials[0];
        foreach (var trial in effort == PlacementEffort.Thorough ? trials.Take(MostPlacedTurns) : [])
        {
            if (best.ArenaBytes <= goal)
                break;
            best = PlanSearch.Smaller(best, Plan(trial.Schedule, candidate, PlacementEffort.Thorough));
        }

        return best;

        void Try(bool[] trial)
        {
            var plan = Plan(Streams.Build(candidate, stage => trial[stage]), candidate, PlacementEffort.Quick);
            var at = trials.FindIndex(other => other.ArenaBytes > plan.ArenaBytes);
            if (at == 0)
                turns = trial;
            trials.Insert(at < 0 ? trials.Count : at, plan);
        }
    }
}
