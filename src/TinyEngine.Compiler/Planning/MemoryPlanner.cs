using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// Gives every value of a schedule that is neither constant nor the caller's a place in the arena. Values that share bytes (reshapes) share a
/// buffer; a buffer lives from the step that writes it to the last that reads it; the output of a step may overlap inputs that die in it.
/// </summary>
public sealed class MemoryPlanner
{
    private readonly Schedule _schedule;
    private readonly Graph.Graph _graph;
    private readonly InputMode _inputMode;
    private readonly ImmutableArray<ValueId> _roots;
    private readonly int[] _first;
    private readonly int[] _end;
    private readonly int[] _slack;
    private readonly HashSet<int> _kept;

    private MemoryPlanner(Schedule schedule, InputMode inputMode)
    {
        (_schedule, _graph, _inputMode) = (schedule, schedule.Graph, inputMode);
        _roots = FindRoots(schedule);
        _first = new int[_graph.Values.Length];
        _end = new int[_graph.Values.Length];
        _slack = new int[_graph.Values.Length];
        _kept = [.. _graph.Values.Where(value => value.Kind == ValueKind.Variable || _graph.IsOutput(value.Id)).Select(value => _roots[value.Id.Index].Index)];
        MeasureLifetimes();
    }

    /// <summary>Plans a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="inputMode">Where inputs are.</param>
    /// <param name="goalBytes">An arena that is small enough, so that the search for places may end there.</param>
    public static MemoryPlan Plan(Schedule schedule, InputMode inputMode, int goalBytes = 0) => new MemoryPlanner(schedule, inputMode).Plan(goalBytes);

    /// <summary>Bytes that a plan takes; found with little effort, so that a plan is hardly ever larger and sometimes smaller.</summary>
    public static int Estimate(Schedule schedule, InputMode inputMode) => BufferPlacer.Estimate(new MemoryPlanner(schedule, inputMode).Collect().Problem);

    /// <summary>Bytes that a placement of the buffers takes that are alive in a stage; found with little effort.</summary>
    public static int PriceStage(Schedule schedule, Stage stage, InputMode inputMode)
    {
        var planner = new MemoryPlanner(schedule, inputMode);
        var needs = planner.Collect();
        var alive = needs.Problem.Buffers.Index().Where(buffer => buffer.Item.LivesIn(stage.First)).Select(buffer => buffer.Index).ToArray();
        var renumbered = alive.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var overlaps = needs.Problem.Overlaps.Where(overlap => renumbered.ContainsKey(overlap.Lower) && renumbered.ContainsKey(overlap.Upper))
            .Select(overlap => overlap with { Lower = renumbered[overlap.Lower], Upper = renumbered[overlap.Upper] });
        var problem = new PlacementProblem(
            [.. alive.Select(buffer => needs.Problem.Buffers[buffer] with { First = 0, End = 1 })], [.. overlaps], MemoryPlan.Alignment);
        return BufferPlacer.Estimate(problem);
    }

    private MemoryPlan Plan(int goalBytes)
    {
        var needs = Collect();
        var placement = BufferPlacer.Place(needs.Problem, goalBytes);
        int RoundUp(int bytes) => (bytes + MemoryPlan.Alignment - 1) / MemoryPlan.Alignment * MemoryPlan.Alignment;
        return new MemoryPlan(
            _schedule,
            _inputMode,
            [.. needs.Problem.Buffers.Select((request, i) => new PlannedBuffer(request, placement.Offsets[i], needs.Values[i]))],
            [.. _roots.Select(root => needs.BufferOf[root.Index] is { } b ? placement.Offsets[b] : (int?)null)],
            [.. needs.ScratchOf.Select(b => b is { } index ? placement.Offsets[index] : (int?)null)],
            _roots,
            FindDescending(needs.Problem.Overlaps, needs.BufferOf, placement, needs.Problem),
            RoundUp(placement.PeakBytes),
            RoundUp(placement.LowerBoundBytes))
        {
            CounterOffsets = [.. needs.CountersOf.Select(b => placement.Offsets[b])],
            ArrivalOffset = needs.Arrival is { } index ? placement.Offsets[index] : null,
        };
    }

    /// <summary>The placement problem, and which of its buffers is for what.</summary>
    private sealed record Needs(PlacementProblem Problem, ImmutableArray<ValueId?> Values, int?[] BufferOf, int?[] ScratchOf, int[] CountersOf, int? Arrival);

    private Needs Collect()
    {
        var buffers = new List<(BufferRequest Request, ValueId? Value)>();
        var bufferOf = new int?[_graph.Values.Length];
        foreach (var value in _graph.Values.Where(NeedsBuffer))
        {
            bufferOf[value.Id.Index] = buffers.Count;
            var v = value.Id.Index;
            buffers.Add((new BufferRequest(value.Name, checked(_schedule.Layouts[v].ByteSize + _slack[v]), _first[v], _end[v]), value.Id));
        }

        var scratchOf = new int?[_schedule.Steps.Length];
        foreach (var (s, step) in _schedule.Steps.Index().Where(step => _schedule.StageOf(step.Index) is null))
        {
            if (step.ScratchBytes == 0)
                continue;
            scratchOf[s] = buffers.Count;
            buffers.Add((new BufferRequest($"scratch of {_schedule.NodeOf(step).ShownName}", step.ScratchBytes, s, s + 1), null));
        }

        var countersOf = _schedule.Stages.Select(stage => AddWorkspaces(stage, buffers, scratchOf)).ToArray();
        int? arrival = null;
        if (_inputMode == InputMode.Stream)
        {
            arrival = buffers.Count;
            buffers.Add((new BufferRequest("rows arrived", sizeof(int), 0, Math.Max(1, _schedule.Steps.Length)), null));
        }

        var overlaps = FindOverlaps(bufferOf);
        foreach (var stage in _schedule.Stages)
            overlaps = overlaps.AddRange(new StageOverlaps(_schedule, stage, id => bufferOf[_roots[id.Index].Index], Dies).Find());
        return new Needs(
            new PlacementProblem([.. buffers.Select(b => b.Request)], overlaps, MemoryPlan.Alignment), [.. buffers.Select(b => b.Value)], bufferOf, scratchOf, countersOf, arrival);
    }

    /// <summary>Adds what a stage needs besides rows: one scratch for all kernels, sums that are kept between events, counters.</summary>
    /// <returns>Index of the counters' buffer.</returns>
    private int AddWorkspaces(Stage stage, List<(BufferRequest Request, ValueId? Value)> buffers, int?[] scratchOf)
    {
        var name = $"steps {stage.First} to {stage.End - 1}";
        var (shared, bytes) = (buffers.Count, 0);
        for (var s = stage.First; s < stage.End; s++)
        {
            if (_schedule.Steps[s].ScratchBytes > 0 && !_schedule.Steps[s].Accumulates)
                (scratchOf[s], bytes) = (shared, Math.Max(bytes, _schedule.Steps[s].ScratchBytes));
        }

        if (bytes > 0)
            buffers.Add((new BufferRequest($"scratch of {name}", bytes, stage.First, stage.End), null));
        for (var s = stage.First; s < stage.End; s++)
        {
            if (!_schedule.Steps[s].Accumulates)
                continue;
            scratchOf[s] = buffers.Count;
            buffers.Add((new BufferRequest($"sums of {_schedule.NodeOf(_schedule.Steps[s]).ShownName}", _schedule.Steps[s].ScratchBytes, stage.First, stage.End), null));
        }

        buffers.Add((new BufferRequest($"row counters of {name}", stage.Count * Stage.CounterBytes, stage.First, stage.End), null));
        return buffers.Count - 1;
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

    private bool NeedsBuffer(Value value) => _roots[value.Id.Index] == value.Id && value.Kind switch
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

        foreach (var output in _graph.Outputs.Select(o => _roots[o.Index].Index))
            _end[output] = Math.Max(steps, 1); // without steps an input can still be an output
    }

    /// <summary>The steps in which a value that a step reads or writes must be there: all of the step's stage, and all of the patches but for a tile,
    /// which the next patch makes anew.</summary>
    private (int First, int End) LifeOf(ValueId id, int step) => _schedule.Patches is { } patches && patches.Contains(step)
        ? _schedule.IsTile(id) ? (step, step + 1) : (0, patches.End)
        : (_schedule.FirstOf(step), _schedule.EndOf(step));

    private ImmutableArray<OverlapAllowance> FindOverlaps(int?[] bufferOf)
    {
        var overlaps = ImmutableArray.CreateBuilder<OverlapAllowance>();
        foreach (var (s, step) in _schedule.Steps.Index().Where(step => _schedule.RunsAlone(step.Index)))
        {
            var node = _schedule.NodeOf(step);
            if (node.Outputs.Count != 1 || bufferOf[_roots[node.Outputs[0].Index].Index] is not { } lower || _first[_roots[node.Outputs[0].Index].Index] != s)
                continue;
            foreach (var group in node.Inputs.Index().GroupBy(input => _roots[input.Item.Index].Index))
            {
                if (bufferOf[group.Key] is not { } upper || upper == lower || !DiesBefore(s + 1, group.Key))
                    continue;
                var output = _schedule.LayoutOf(node.Outputs[0]);
                if (Largest(group.Select(input => OverlapDistance.OutputBelow(step, input.Index, _schedule.LayoutOf(input.Item), output))) is { } below)
                    overlaps.Add(new OverlapAllowance(lower, upper, below));
                if (OnlyDyingInput(s, node) && Largest(group.Select(input => OverlapDistance.OutputAbove(step, input.Index, _schedule.LayoutOf(input.Item), output))) is { } above)
                    overlaps.Add(new OverlapAllowance(upper, lower, above));
            }
        }

        return overlaps.ToImmutable();
    }

    /// <summary>One order of rows serves a step; with two inputs that may overlap, only the ascending one is offered.</summary>
    private bool OnlyDyingInput(int step, Node node) =>
        node.Inputs.Items.Select(id => _roots[id.Index].Index).Distinct().Count(root => DiesBefore(step + 1, root) && NeedsBuffer(_graph.Values[root])) == 1;

    private static int? Largest(IEnumerable<int?> distances) => distances.Aggregate((int?)0, (largest, d) => d is null || largest is null ? null : Math.Max(d.Value, largest.Value));

    /// <summary>Steps whose output lies over a dying input where only rows in descending order are safe.</summary>
    private ImmutableHashSet<int> FindDescending(ImmutableArray<OverlapAllowance> overlaps, int?[] bufferOf, Placement placement, PlacementProblem problem)
    {
        var descending = ImmutableHashSet.CreateBuilder<int>();
        foreach (var (s, step) in _schedule.Steps.Index())
        {
            if (step.Calls.IsEmpty || !_schedule.RunsAlone(s) || bufferOf[_roots[_schedule.NodeOf(step).Outputs[0].Index].Index] is not { } output)
                continue;
            foreach (var above in overlaps.Where(o => o.Upper == output && problem.Buffers[o.Lower].End == s + 1 && problem.Buffers[output].First == s))
            {
                var rise = placement.Offsets[above.Lower] - placement.Offsets[output];
                var apart = rise >= problem.Buffers[output].Bytes || -rise >= problem.Buffers[above.Lower].Bytes;
                if (!apart && !overlaps.Any(o => o.Lower == output && o.Upper == above.Lower && rise >= o.Distance))
                    descending.Add(s);
            }
        }

        return descending.ToImmutable();
    }
}
