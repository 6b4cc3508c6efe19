using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Gives every value of a schedule that is neither constant nor the caller's a place in the arena. Values that share bytes (reshapes) share
/// a buffer; a buffer lives from the step that writes it to the last that reads it; the output of a step may overlap inputs that die in it.
/// </summary>
internal sealed partial class MemoryPlanner
{
    private readonly Schedule _schedule;
    private readonly Network _graph;
    private readonly InputMode _inputMode;
    private readonly Timeline _time;
    private readonly ImmutableArray<ValueId> _roots;
    private readonly int[] _first;
    private readonly int[] _end;
    private readonly int[] _slack;
    private readonly HashSet<int> _kept;

    private MemoryPlanner(Schedule schedule, InputMode inputMode)
    {
        (_schedule, _graph, _inputMode) = (schedule, schedule.Graph, inputMode);
        _time = new Timeline(schedule);
        _roots = FindRoots(schedule);
        _first = new int[_graph.Values.Length];
        _end = new int[_graph.Values.Length];
        _slack = new int[_graph.Values.Length];
        _kept =
        [
            .. _graph
                .Values.Where(value => value.Kind == ValueKind.Variable || (_graph.IsOutput(value.Id) && !schedule.Delivers(value.Id)))
                .Select(value => _roots[value.Id.Index].Index),
        ];
        MeasureLifetimes();
    }

    /// <summary>Plans a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="inputMode">Where inputs are.</param>
    /// <param name="goalBytes">An arena that is small enough, so that the search for places may end there.</param>
    public static MemoryPlan Plan(Schedule schedule, InputMode inputMode, int goalBytes = 0) =>
        Plan(schedule, inputMode, goalBytes, PlacementEffort.Thorough);

    /// <summary>Plans a schedule with more or less effort.</summary>
    internal static MemoryPlan Plan(Schedule schedule, InputMode inputMode, int goalBytes, PlacementEffort effort) =>
        new MemoryPlanner(schedule, inputMode).Plan(goalBytes, effort);

    /// <summary>Bytes that a placement of the buffers takes that are alive in a stage; found with little effort.</summary>
    public static int PriceStage(Schedule schedule, Stage stage, InputMode inputMode)
    {
        var planner = new MemoryPlanner(schedule, inputMode);
        var problem = planner.Collect().Problem;
        var (first, end) = (planner._time.Of(stage.First), planner._time.Of(stage.End));
        var alive = problem
            .Buffers.Index()
            .Where(buffer => buffer.Item.First < end && buffer.Item.End > first)
            .Select(buffer => buffer.Index)
            .ToArray();
        var renumbered = alive.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var overlaps = problem
            .Overlaps.Where(overlap => renumbered.ContainsKey(overlap.Lower) && renumbered.ContainsKey(overlap.Upper))
            .Select(overlap => overlap with { Lower = renumbered[overlap.Lower], Upper = renumbered[overlap.Upper] });
        var alone = problem with
        {
            Buffers =
            [
                .. alive
                    .Select(buffer => problem.Buffers[buffer])
                    .Select(buffer =>
                        buffer with
                        {
                            First = Math.Max(buffer.First, first) - first,
                            End = Math.Min(buffer.End, end) - first,
                        }
                    ),
            ],
            Overlaps = [.. overlaps],
            Groups = problem.Groups.IsEmpty ? [] : [.. alive.Select(buffer => problem.Groups[buffer])],
            Loads = problem.Loads.IsEmpty ? [] : problem.Loads[first..end],
        };
        return BufferPlacer.Place(alone, 0, PlacementEffort.Quick).PeakBytes;
    }

    private MemoryPlan Plan(int goalBytes, PlacementEffort effort)
    {
        var needs = Collect();
        var placement = BufferPlacer.Place(needs.Problem, goalBytes, effort);
        int RoundUp(int bytes) => (bytes + MemoryPlan.Alignment - 1) / MemoryPlan.Alignment * MemoryPlan.Alignment;
        ImmutableArray<PlannedBuffer> buffers =
        [
            .. needs.Requests.Select((request, i) => new PlannedBuffer(request, placement.Offsets[i], needs.Values[i])),
            .. PoolsOfRows(needs, placement),
        ];
        return new MemoryPlan(
            _schedule,
            _inputMode,
            buffers,
            [.. _roots.Select(root => needs.BufferOf[root.Index] is { } b ? placement.Offsets[b] : (int?)null)],
            [.. needs.ScratchOf.Select(b => b is { } index ? placement.Offsets[index] : (int?)null)],
            _roots,
            FindDescending(needs, placement),
            RoundUp(Math.Max(placement.PeakBytes, buffers.Select(buffer => buffer.End).DefaultIfEmpty(0).Max())),
            RoundUp(placement.LowerBoundBytes)
        )
        {
            CounterOffsets = [.. needs.CountersOf.Select(b => placement.Offsets[b])],
            ArrivalOffset = needs.Arrival is { } index ? placement.Offsets[index] : null,
            RowOffsets = needs.Rows?.Offsets(place => placement.Offsets[needs.Requests.Length + place])
                ?? ImmutableDictionary<ValueId, ImmutableArray<int>>.Empty,
        };
    }

    /// <summary>The parts of the arena that scattered rows lie in, one for all that are there in the same steps.</summary>
    private IEnumerable<PlannedBuffer> PoolsOfRows(Needs needs, Placement placement)
    {
        foreach (
            var pool in _schedule
                .Scattered.OrderBy(id => id.Index)
                .GroupBy(id => (First: _first[_roots[id.Index].Index], End: _end[_roots[id.Index].Index]))
        )
        {
            var places = pool.SelectMany(id => Enumerable.Range(0, _schedule.RowsOf(id)).Select(row => needs.Rows!.Of(id, row)))
                .Distinct()
                .ToList();
            var offset = places.Min(place => placement.Offsets[needs.Requests.Length + place]);
            var end =
                places.Max(place => placement.Offsets[needs.Requests.Length + place] + needs.Rows!.All[place].Bytes)
                + pool.Max(id => _slack[_roots[id.Index].Index]);
            yield return new PlannedBuffer(
                new BufferRequest($"rows of steps {pool.Key.First} to {pool.Key.End - 1}", end - offset, pool.Key.First, pool.Key.End),
                offset,
                null
            )
            {
                Rows = [.. pool],
            };
        }
    }

    /// <summary>Whether a value's buffer is free after a stage.</summary>
    private bool Dies(ValueId id, Stage stage) => DiesBefore(stage.End, _roots[id.Index].Index);

    /// <summary>Whether a buffer is free from a step on, but not earlier. After the last step the caller still reads outputs.</summary>
    private bool DiesBefore(int step, int root) => _end[root] == step && !_kept.Contains(root);

    private static ImmutableArray<ValueId> FindRoots(Schedule schedule)
    {
        var roots = schedule.Graph.Values.Select(v => v.Id).ToArray();
        foreach (var node in schedule.Steps.Where(step => step.Calls.IsEmpty).Select(schedule.NodeOf))
            roots[node.Outputs[0].Index] = roots[node.Inputs[0].Index];
        foreach (var (lodger, host) in schedule.Hosts)
            roots[lodger.Index] = roots[host.Index];
        return [.. roots];
    }

    private bool NeedsBuffer(Value value) =>
        _roots[value.Id.Index] == value.Id
        && !_schedule.Scattered.Contains(value.Id)
        && value.Kind switch
        {
            ValueKind.Constant => false,
            ValueKind.Input => _inputMode != InputMode.External,
            _ => true,
        };

    private void MeasureLifetimes()
    {
        var steps = _schedule.Steps.Length;
        foreach (var value in _graph.Values)
        {
            if (value.Kind == ValueKind.Variable)
                _end[value.Id.Index] = steps;
            else if (value.Kind == ValueKind.Input)
                _end[value.Id.Index] = 1;
        }

        foreach (var (s, step) in _schedule.Steps.Index())
        {
            var node = _schedule.NodeOf(step);
            foreach (var output in node.Outputs.Select(o => _roots[o.Index].Index).Where(root => _end[root] == 0))
                (_first[output], _end[output]) = LifeOf(node.Outputs[0], s);
            foreach (var input in node.Inputs.Select(i => _roots[i.Index].Index))
            {
                _end[input] = Math.Max(_end[input], LifeOf(_graph.Values[input].Id, s).End);
                _slack[input] = Math.Max(_slack[input], step.Calls.IsEmpty ? 0 : step.Calls.Max(call => call.InputSlackBytes));
            }
        }

        foreach (var output in _graph.Outputs.Where(o => !_schedule.Delivers(o)).Select(o => _roots[o.Index].Index))
            _end[output] = Math.Max(steps, 1); // without steps an input can still be an output
    }

    /// <summary>The steps in which a value that a step reads or writes must be there: all of the step's stage, and all of the patches but
    /// for a tile, which the next patch makes anew.</summary>
    private (int First, int End) LifeOf(ValueId id, int step) =>
        _schedule.Patches is { } patches && patches.Contains(step)
            ? _schedule.IsTile(id)
                ? (step, step + 1)
                : (0, patches.End)
            : (_schedule.FirstOf(step), _schedule.EndOf(step));

    private ImmutableArray<OverlapAllowance> FindOverlaps(int?[] bufferOf)
    {
        var overlaps = ImmutableArray.CreateBuilder<OverlapAllowance>();
        foreach (var (s, step) in _schedule.Steps.Index().Where(step => _schedule.RunsAlone(step.Index)))
        {
            var node = _schedule.NodeOf(step);
            if (
                node.Outputs.Count != 1
                || bufferOf[_roots[node.Outputs[0].Index].Index] is not { } lower
                || _first[_roots[node.Outputs[0].Index].Index] != s
            )
                continue;
            foreach (var group in node.Inputs.Index().GroupBy(input => _roots[input.Item.Index].Index))
            {
                if (bufferOf[group.Key] is not { } upper || upper == lower || !DiesBefore(s + 1, group.Key))
                    continue;
                var output = _schedule.LayoutOf(node.Outputs[0]);
                if (
                    Largest(
                        group.Select(input => OverlapDistance.OutputBelow(step, input.Index, _schedule.LayoutOf(input.Item), output))
                    ) is
                    { } below
                )
                    overlaps.Add(new OverlapAllowance(lower, upper, below));
                if (
                    OnlyDyingInput(s, node)
                    && Largest(
                        group.Select(input => OverlapDistance.OutputAbove(step, input.Index, _schedule.LayoutOf(input.Item), output))
                    )
                        is { } above
                )
                    overlaps.Add(new OverlapAllowance(upper, lower, above));
            }
        }

        return overlaps.ToImmutable();
    }

    /// <summary>One order of rows serves a step; with two inputs that may overlap, only the ascending one is offered.</summary>
    private bool OnlyDyingInput(int step, Node node) =>
        node.Inputs.Items.Select(id => _roots[id.Index].Index)
            .Distinct()
            .Count(root => DiesBefore(step + 1, root) && NeedsBuffer(_graph.Values[root])) == 1;

    private static int? Largest(IEnumerable<int?> distances) =>
        distances.Aggregate((int?)0, (largest, d) => d is null || largest is null ? null : Math.Max(d.Value, largest.Value));

    /// <summary>Steps whose output lies over a dying input where only rows in descending order are safe.</summary>
    private ImmutableHashSet<int> FindDescending(Needs needs, Placement placement)
    {
        var (overlaps, bufferOf, requests) = (needs.Problem.Overlaps, needs.BufferOf, needs.Requests);
        var descending = ImmutableHashSet.CreateBuilder<int>();
        foreach (var (s, step) in _schedule.Steps.Index())
        {
            if (
                step.Calls.IsEmpty
                || !_schedule.RunsAlone(s)
                || bufferOf[_roots[_schedule.NodeOf(step).Outputs[0].Index].Index] is not { } output
            )
                continue;
            foreach (
                var above in overlaps.Where(o =>
                    o.Upper == output && o.Lower < requests.Length && requests[o.Lower].End == s + 1 && requests[output].First == s
                )
            )
            {
                var rise = placement.Offsets[above.Lower] - placement.Offsets[output];
                var apart = rise >= requests[output].Bytes || -rise >= requests[above.Lower].Bytes;
                if (!apart && !overlaps.Any(o => o.Lower == output && o.Upper == above.Lower && rise >= o.Distance))
                    descending.Add(s);
            }
        }

        return descending.ToImmutable();
    }
}
