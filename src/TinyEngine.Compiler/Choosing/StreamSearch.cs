using System.Collections.Immutable;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Choosing;

/// <summary>
/// Finds the ways to cut a network into stages that are worth a plan. Prices start as lower bounds of the bytes; only the stages of cuts
/// that win are placed, then the search runs again, until nothing that wins is a bound. What one search finds out about a stage serves the
/// next.
/// </summary>
internal sealed class StreamSearch
{
    private const int MostRounds = 30;

    /// <summary>What scattered rows usually take in relation to the least possible.</summary>
    private const double Scattered = 1.04;

    private readonly StagePricer _pricer;
    private readonly ScheduleBuilder _builder;
    private readonly int _count;
    private readonly PlannerMemory _memory = new();
    private readonly Dictionary<(int First, int End, EquatableArray<NarrowBlock> Narrow), int> _placed = [];

    /// <summary>Looks at a network.</summary>
    /// <param name="layers">The network's schedule of whole tensors; an input that comes row by row must be its only one.</param>
    public StreamSearch(Schedule layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var selector = new KernelSelector(layers.Proofs, layers.Target, layers.Goal);
        var flow = new NetworkFlow(layers, selector);
        _count = flow.Count;
        _pricer = new StagePricer(flow, new StageCosts(flow, InstructionModel.Of(layers.Target)));
        _builder = new ScheduleBuilder(flow, selector);
    }

    /// <summary>Rows that were simulated to price stages, and stages that were placed: the effort so far.</summary>
    public (long Rows, int Placements) Effort => (_pricer.Events, _placed.Count);

    /// <summary>Finds the cuts worth considering, the fastest first, each next one smaller and slower.</summary>
    /// <param name="recompute">Whether narrow blocks are allowed, which compute some rows again.</param>
    /// <param name="ceiling">Bytes that no part may exceed; the smaller, the quicker the search.</param>
    public ImmutableArray<Partition> Explore(bool recompute, long ceiling)
    {
        var prices = StageSearch.Price(_pricer, _count, recompute, ceiling);
        for (var round = 0; ; round++)
        {
            var winners = StageSearch.Solve(prices);
            var open = winners.SelectMany(partition => partition.Parts).Where(part => part.IsStage && !part.IsExact).Distinct().ToList();
            if (open.Count == 0 || round == MostRounds)
                return winners;
            foreach (var part in open)
            {
                var exact = part with { Bytes = Math.Max(part.Bytes, Place(part)), IsExact = true };
                prices.Remove(part);
                if (exact.Bytes <= ceiling)
                    prices.Add(exact);
            }
        }
    }

    /// <summary>Plans a cut, with rings.</summary>
    /// <param name="cut">Where the network is cut.</param>
    /// <param name="effort">How long places are searched for.</param>
    /// <param name="climbs">Whether the n-th stage runs from the bottom to the top; one that streams the input or delivers outputs never
    /// does.</param>
    public MemoryPlan Plan(Partition cut, PlacementEffort effort, Func<int, bool> climbs) =>
        Plan(_builder.Build("stream", cut.Parts, climbs), cut, effort);

    /// <summary>Plans a schedule that was made of a cut.</summary>
    public MemoryPlan Plan(Schedule schedule, Partition cut, PlacementEffort effort) =>
        MemoryPlanner.Plan(schedule, cut.Bytes, effort, _memory);

    /// <summary>Bytes that a stage takes in rings, found with little effort, or would take with scattered rows; those are worth placing
    /// only in plans that win.</summary>
    private int Place(StagePrice part)
    {
        var key = (part.First, part.End, part.Narrow);
        if (_placed.TryGetValue(key, out var bytes))
            return bytes;
        var rings = MemoryPlanner.PriceStage(_builder.Build("stream", [part], _ => false), _memory);
        return _placed[key] = (int)Math.Min(rings, Scattered * part.Bytes);
    }
}
