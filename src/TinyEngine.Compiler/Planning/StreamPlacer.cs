using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Compiler.Planning;

/// <summary>Makes plans of row stages: decides which way each stage runs, and whether rows are kept in rings or have a place of their own
/// each.</summary>
internal static class StreamPlacer
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

    /// <summary>Bytes that the only stage of a schedule takes in rings, found with little effort, or would take with scattered rows; those
    /// are worth placing only in plans that win.</summary>
    /// <param name="schedule">The schedule, with rings.</param>
    /// <param name="inputMode">Where inputs are.</param>
    /// <param name="bound">No placement takes fewer bytes.</param>
    public static int PriceStage(Schedule schedule, InputMode inputMode, int bound) =>
        (int)Math.Min(MemoryPlanner.PriceStage(schedule, schedule.Stages[0], inputMode), Scattered * bound);

    /// <summary>Places a candidate: in rings where these do, otherwise with scattered rows if that takes less.</summary>
    public static MemoryPlan Place(StreamScheduler streams, StreamCandidate candidate, InputMode inputMode, PlacementEffort effort)
    {
        var goal = candidate.EstimatedBytes + Slack;
        var downwards = MemoryPlanner.Plan(
            streams.Build(candidate, _ => false),
            inputMode,
            candidate.EstimatedBytes,
            PlacementEffort.Quick
        );
        var scattered = downwards.ArenaBytes > WorthATable * goal ? Scatter(downwards.Schedule) : null;
        if (scattered?.ArenaBytes <= goal)
            return scattered;
        var rings = PlaceRings(streams, candidate, downwards, effort);
        if (rings.ArenaBytes > WorthATable * goal && rings.Schedule.Stages.Any(stage => stage.Climbs))
            scattered = PlanSearch.Smaller(scattered ?? rings, Scatter(rings.Schedule));
        return PlanSearch.Smaller(rings, scattered);

        MemoryPlan Scatter(Schedule schedule) =>
            MemoryPlanner.Plan(ScatteredRows.In(schedule), inputMode, candidate.EstimatedBytes, effort);
    }

    /// <summary>Places a candidate with its stages running downwards, taking turns, and turned one by one as long as that helps. Short
    /// searches for places tell which of these are worth a long one.</summary>
    private static MemoryPlan PlaceRings(StreamScheduler streams, StreamCandidate candidate, MemoryPlan downwards, PlacementEffort effort)
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
            best = PlanSearch.Smaller(best, Plan(trial.Schedule, PlacementEffort.Thorough));
        }

        return best;

        MemoryPlan Plan(Schedule schedule, PlacementEffort howLong) =>
            MemoryPlanner.Plan(schedule, downwards.InputMode, candidate.EstimatedBytes, howLong);

        void Try(bool[] trial)
        {
            var plan = Plan(streams.Build(candidate, stage => trial[stage]), PlacementEffort.Quick);
            var at = trials.FindIndex(other => other.ArenaBytes > plan.ArenaBytes);
            if (at == 0)
                turns = trial;
            trials.Insert(at < 0 ? trials.Count : at, plan);
        }
    }
}
