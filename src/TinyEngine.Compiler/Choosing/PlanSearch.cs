using System.Collections.Immutable;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Ordering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Choosing;

/// <summary>
/// The plans of a network, and the choice among them. Every answer comes from the same plans, each priced by the instruction model of the
/// target, so that what is listed is what is found. A search remembers: a second question costs little.
/// </summary>
internal sealed class PlanSearch
{
    /// <summary>Plans of row stages that take no more, in relation to whole tensors, are fast enough not to ask for those that compute
    /// again.</summary>
    private const double NextToNothing = 1.01;

    private readonly ImmutableArray<OrderedPlans> _orders;
    private ImmutableArray<PlanPoint> _front;

    /// <summary>Prepares a search.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    public PlanSearch(Schedule layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = layers;
        _orders = [.. OperatorOrder.Candidates(layers).Select(order => new OrderedPlans(order))];
    }

    /// <summary>The schedule of whole tensors that every plan starts from.</summary>
    public Schedule Layers { get; }

    /// <summary>Every plan that is worth having, the fastest first, each next one smaller.</summary>
    public ImmutableArray<PlanPoint> Front
    {
        get
        {
            if (_front.IsDefault)
                _front = WorthHaving([Whole, .. Rows(recompute: false), .. Rows(recompute: true)]);
            return _front;
        }
    }

    private PlanPoint Whole => _orders.Select(order => order.Whole).MinBy(point => point.Plan.ArenaBytes)!;

    /// <summary>Why a network cannot take its input row by row; null when it can.</summary>
    public static string? WhyNotByRows(Network graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Inputs.Length != 1 ? $"the network has {graph.Inputs.Length} inputs"
            : graph[graph.Inputs[0]].Type.Shape is not [1, > 1, _, _]
                ? $"its shape {graph[graph.Inputs[0]].Type.Shape} is not one map of several rows"
            : null;
    }

    /// <summary>Finds the plan that was asked for.</summary>
    /// <param name="kind">Kind of schedule.</param>
    /// <param name="sramBytes">RAM that there is for the arena; null when it does not matter. When nothing fits, the smallest plan is
    /// returned.</param>
    /// <param name="maxOverhead">The most multiply-accumulates that a plan may take, in relation to the network's own; 1 computes nothing
    /// twice.</param>
    public PlanPoint Find(ScheduleKind kind, long? sramBytes = null, double maxOverhead = double.PositiveInfinity) =>
        kind switch
        {
            // Who asks for row stages gets them, even where whole tensors take no more.
            ScheduleKind.Stream => Rows(recompute: false).MinBy(point => point.Plan.ArenaBytes) ?? Whole,
            ScheduleKind.Auto when sramBytes is { } limit && Whole.Plan.ArenaBytes > limit => FindFitting(limit, Allowed(maxOverhead)),
            _ => Whole,
        };

    /// <summary>What comes into question, each to be planned and priced anew whenever it is called.</summary>
    public ImmutableArray<Func<PlanPoint>> Candidates() => [.. _orders.SelectMany(order => order.Candidates())];

    private PlanPoint FindFitting(long sramBytes, long extraMacs)
    {
        var plans = new List<PlanPoint> { Whole };
        plans.AddRange(Rows(recompute: false));
        plans.AddRange(_orders.SelectMany(order => order.Fitting(recompute: false, sramBytes, 0)));
        if (extraMacs > 0 && (Fastest() is not { } fast || fast.Instructions > NextToNothing * Whole.Instructions))
        {
            plans.AddRange(Rows(recompute: true).Where(point => point.Plan.Schedule.ExtraMacs <= extraMacs));
            plans.AddRange(_orders.SelectMany(order => order.Fitting(recompute: true, sramBytes, extraMacs)));
            if (Fastest() is null)
                plans.AddRange(_orders.Select(order => order.Smallest(recompute: true, extraMacs)).OfType<PlanPoint>());
        }

        return Fastest() ?? plans.MinBy(point => point.Plan.ArenaBytes)!;

        PlanPoint? Fastest() => plans.Where(point => point.Plan.ArenaBytes <= sramBytes).MinBy(point => point.Instructions);
    }

    private IEnumerable<PlanPoint> Rows(bool recompute) => _orders.SelectMany(order => order.Rows(recompute));

    private long Allowed(double maxOverhead) =>
        double.IsPositiveInfinity(maxOverhead) ? long.MaxValue : (long)((maxOverhead - 1) * Layers.Graph.CountMacs());

    /// <summary>The plans of which none is both smaller and faster than another.</summary>
    private static ImmutableArray<PlanPoint> WorthHaving(IEnumerable<PlanPoint> plans)
    {
        var front = ImmutableArray.CreateBuilder<PlanPoint>();
        foreach (var point in plans.OrderBy(point => point.Instructions).ThenBy(point => point.Plan.ArenaBytes))
        {
            if (front.Count == 0 || point.Plan.ArenaBytes < front[^1].Plan.ArenaBytes)
                front.Add(point);
        }

        return front.ToImmutable();
    }
}
