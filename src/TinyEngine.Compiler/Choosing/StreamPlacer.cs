using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;

namespace TinyEngine.Compiler.Choosing;

/// <summary>Makes plans of row stages: decides which way each stage runs, and whether rows are kept in rings or have a place of their own
/// each.</summary>
/// <param name="search">Finds the candidates.</param>
internal sealed class StreamPlacer(StreamSearch search)
{
    /// <summary>Ways for the stages of a candidate to run that are looked at.</summary>
    private const int MostTried = 12;

    /// <summary>Ways for the stages of a candidate to run that are placed with care.</summary>
    private const int MostPlacedTurns = 3;

    /// <summary>A placement that is this close to the fullest stage is not improved any more.</summary>
    private const int Slack = 64;

    /// <summary>Rings that take no more than this, in relation to the least possible, are not worth a table.</summary>
    private const double WorthATable = 1.01;

    /// <summary>Finds the candidates.</summary>
    public StreamSearch Search => search;

    /// <summary>Places a candidate: in rings where these do, otherwise with scattered rows if that takes less.</summary>
    public MemoryPlan Place(Partition candidate, PlacementEffort effort)
    {
        var goal = candidate.Bytes + Slack;
        var downwards = search.Plan(candidate, PlacementEffort.Quick, _ => false);
        var scattered = downwards.ArenaBytes > WorthATable * goal ? Scatter(downwards.Schedule) : null;
        if (scattered?.ArenaBytes <= goal)
            return scattered;
        var rings = PlaceRings(candidate, downwards, effort);
        if (rings.ArenaBytes > WorthATable * goal && rings.Schedule.Stages.Any(stage => stage.Climbs))
            scattered = Smaller(scattered ?? rings, Scatter(rings.Schedule));
        return Smaller(rings, scattered);

        MemoryPlan Scatter(Schedule schedule) => search.Plan(ScatteredRows.In(schedule), candidate, effort);
    }

    /// <summary>The smaller of two plans; the first when they take the same.</summary>
    private static MemoryPlan Smaller(MemoryPlan best, MemoryPlan? other) =>
        other is not null && other.ArenaBytes < best.ArenaBytes ? other : best;

    /// <summary>Places a candidate with its stages running downwards, taking turns, and turned one by one as long as that helps. Short
    /// searches for places tell which of these are worth a long one.</summary>
    private MemoryPlan PlaceRings(Partition candidate, MemoryPlan downwards, PlacementEffort effort)
    {
        var goal = candidate.Bytes + Slack;
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
            best = Smaller(best, search.Plan(trial.Schedule, candidate, PlacementEffort.Thorough));
        }

        return best;

        void Try(bool[] trial)
        {
            var plan = search.Plan(candidate, PlacementEffort.Quick, stage => trial[stage]);
            var at = trials.FindIndex(other => other.ArenaBytes > plan.ArenaBytes);
            if (at == 0)
                turns = trial;
            trials.Insert(at < 0 ? trials.Count : at, plan);
        }
    }
}
