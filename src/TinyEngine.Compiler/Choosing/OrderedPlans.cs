using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Choosing;

/// <summary>The plans of a network whose operators run in one order; each is made when it is asked for, once.</summary>
/// <param name="layers">The schedule of whole tensors in that order.</param>
internal sealed class OrderedPlans(Schedule layers)
{
    /// <summary>Candidates whose estimate is this close to the best are placed with care, to see which is really the smallest.</summary>
    private const double Near = 1.06;

    private const int MostPlaced = 3;

    /// <summary>A plan that saves a smaller share of the RAM of a faster one is not worth having.</summary>
    private const double LeastSaving = 0.01;

    /// <summary>Shares of the ceiling under which the smallest plan is looked for, one after the other. A low ceiling makes for a close
    /// look, so it is raised until something fits.</summary>
    private static readonly double[] CeilingShares = [0.3, 0.5, 0.75, 1];

    private readonly StreamPlacer _placer = new(new StreamSearch(layers));
    private readonly Dictionary<(EquatableArray<StagePrice> Parts, PlacementEffort Effort), PlanPoint> _placed = [];
    private readonly List<PlanPoint>?[] _rows = new List<PlanPoint>?[2];
    private PlanPoint? _whole;

    /// <summary>The plan of whole tensors.</summary>
    public PlanPoint Whole => _whole ??= PlanPoint.Of(MemoryPlanner.Plan(layers));

    /// <summary>The cuts that come into question, each to be planned and priced anew whenever it is called.</summary>
    public IEnumerable<Func<PlanPoint>> Candidates() =>
        _placer
            .Search.Explore(recompute: false, long.MaxValue)
            .Concat(_placer.Search.Explore(recompute: true, long.MaxValue))
            .Select(cut => (Func<PlanPoint>)(() => PlanPoint.Of(_placer.Search.Plan(cut, PlacementEffort.Quick, _ => false))));

    /// <summary>Plans of row stages: for every size one, and the smallest that there is. Those that would save next to nothing are left
    /// out.</summary>
    /// <param name="recompute">Whether narrow blocks are allowed; only what is smaller than without them is listed then.</param>
    public IReadOnlyList<PlanPoint> Rows(bool recompute) => _rows[recompute ? 1 : 0] ??= FindRows(recompute);

    private List<PlanPoint> FindRows(bool recompute)
    {
        var ceiling = recompute ? SmallestBytes(Rows(recompute: false)) : long.MaxValue;
        var (plans, smallest) = (new List<PlanPoint>(), ceiling);
        var candidates = _placer.Search.Explore(recompute, ceiling);
        foreach (var candidate in candidates)
        {
            if (candidate.Bytes > (1 - LeastSaving) * smallest && candidate != candidates[^1])
                continue;
            plans.Add(Place(candidate, EffortFor(candidate, candidates)));
            smallest = Math.Min(smallest, plans[^1].Plan.ArenaBytes);
        }

        if (PlaceSmallest(recompute, Math.Min(smallest, Whole.Plan.ArenaBytes), long.MaxValue) is { } closer)
            plans.Add(closer);
        return plans;
    }

    private static long SmallestBytes(IReadOnlyList<PlanPoint> plans) =>
        plans.Select(point => (long)point.Plan.ArenaBytes).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>The fastest plan that fits, if there is any.</summary>
    /// <param name="recompute">Whether narrow blocks are allowed.</param>
    /// <param name="sramBytes">Bytes that there are.</param>
    /// <param name="extraMacs">The most multiply-accumulates that may be computed again.</param>
    public IEnumerable<PlanPoint> Fitting(bool recompute, long sramBytes, long extraMacs)
    {
        var candidates = _placer.Search.Explore(recompute, sramBytes);
        return candidates
            .Where(candidate => candidate.ExtraMacs <= extraMacs)
            .Select(candidate => Place(candidate, EffortFor(candidate, candidates)))
            .Where(point => point.Plan.ArenaBytes <= sramBytes)
            .Take(1);
    }

    /// <summary>The smallest plan that computes no more than so much again; null without any.</summary>
    public PlanPoint? Smallest(bool recompute, long extraMacs) => PlaceSmallest(recompute, long.MaxValue, extraMacs);

    /// <summary>The smallest plan under a ceiling.</summary>
    private PlanPoint? PlaceSmallest(bool recompute, long ceiling, long extraMacs)
    {
        foreach (var share in CeilingShares)
        {
            var allowed = _placer
                .Search.Explore(recompute, (long)(share * ceiling))
                .Where(candidate => candidate.ExtraMacs <= extraMacs)
                .ToList();
            if (allowed.Count > 0)
                return PlaceSmallest(allowed, ceiling);
        }

        return null;
    }

    private PlanPoint? PlaceSmallest(List<Partition> allowed, long ceiling)
    {
        PlanPoint? best = null;
        var limit = Near * allowed.Min(candidate => candidate.Bytes);
        foreach (
            var candidate in allowed.Where(candidate => candidate.Bytes <= limit).OrderBy(candidate => candidate.Bytes).Take(MostPlaced)
        )
        {
            if (candidate.Bytes >= (best?.Plan.ArenaBytes ?? ceiling))
                break;
            var point = Place(candidate, PlacementEffort.Thorough);
            if (best is null || point.Plan.ArenaBytes < best.Plan.ArenaBytes)
                best = point;
        }

        return best;
    }

    /// <summary>How carefully a candidate is placed: those that may be the smallest with care.</summary>
    private static PlacementEffort EffortFor(Partition candidate, ImmutableArray<Partition> candidates) =>
        candidates.TakeLast(MostPlaced).Contains(candidate) && candidate.Bytes <= Near * candidates[^1].Bytes
            ? PlacementEffort.Thorough
            : PlacementEffort.Quick;

    private PlanPoint Place(Partition candidate, PlacementEffort effort)
    {
        var key = (new EquatableArray<StagePrice>(candidate.Parts), effort);
        return _placed.TryGetValue(key, out var known) ? known : _placed[key] = PlanPoint.Of(_placer.Place(candidate, effort));
    }
}
