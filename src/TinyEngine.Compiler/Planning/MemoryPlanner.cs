using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Shapes;
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
    private readonly Timeline _time;
    private readonly Lifetimes _lives;
    private readonly ImmutableArray<ValueId> _roots;
    private readonly PlannerMemory _memory;
    private readonly Stage?[] _stageOf;
    private readonly int[] _first;
    private readonly int[] _end;
    private readonly int[] _slack;

    private MemoryPlanner(Schedule schedule, PlannerMemory memory)
    {
        (_schedule, _graph, _memory) = (schedule, schedule.Graph, memory);
        _stageOf = new Stage?[schedule.Steps.Length];
        foreach (var stage in schedule.Stages)
            Array.Fill(_stageOf, stage, stage.First, stage.Count);
        _time = new Timeline(schedule);
        _lives = new Lifetimes(schedule);
        _roots = _lives.Roots;
        _first = new int[_graph.Values.Length];
        _end = new int[_graph.Values.Length];
        _slack = new int[_graph.Values.Length];
        WidenLifetimes();
        MeasureSlack();
    }

    /// <summary>Plans a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="goalBytes">An arena that is small enough, so that the search for places may end there.</param>
    public static MemoryPlan Plan(Schedule schedule, int goalBytes = 0) => Plan(schedule, goalBytes, PlacementEffort.Thorough);

    /// <summary>Plans a schedule with more or less effort.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="goalBytes">An arena that is small enough, so that the search for places may end there.</param>
    /// <param name="effort">How long to search.</param>
    /// <param name="memory">What is known from other plans of the same network in the same mode.</param>
    internal static MemoryPlan Plan(Schedule schedule, int goalBytes, PlacementEffort effort, PlannerMemory? memory = null) =>
        new MemoryPlanner(schedule, memory ?? new PlannerMemory()).Plan(goalBytes, effort);

    /// <summary>Bytes that a placement takes of the buffers that are alive in the only stage of a schedule without scattered rows; found
    /// with little effort.</summary>
    internal static int PriceStage(Schedule schedule, PlannerMemory memory) =>
        new MemoryPlanner(schedule, memory).PriceStage(schedule.Stages[0]);

    private int PriceStage(Stage stage)
    {
        var (sizes, bufferOf) = (new List<int>(), new int[_graph.Values.Length]);
        foreach (var value in _graph.Values)
        {
            var v = value.Id.Index;
            bufferOf[v] = -1;
            if (_first[v] >= stage.End || _end[v] <= stage.First || !NeedsBuffer(value))
                continue;
            bufferOf[v] = sizes.Count;
            sizes.Add(checked(_schedule.Layouts[v].ByteSize + _slack[v]));
        }

        sizes.AddRange(WorkspacesOf(stage).Select(workspace => workspace.Bytes));
        if (_schedule.Interface.Inputs == InputMode.Stream)
            sizes.Add(ArrivalBytes);
        var problem = new PlacementProblem(
            [.. sizes.Select(bytes => new BufferRequest("", bytes, 0, 1))],
            [
                .. OverlapsOf(stage)
                    .Where(overlap => bufferOf[overlap.Lower] >= 0 && bufferOf[overlap.Upper] >= 0)
                    .Select(overlap => overlap with { Lower = bufferOf[overlap.Lower], Upper = bufferOf[overlap.Upper] }),
            ],
            MemoryPlan.Alignment
        );
        return BufferPlacer.Place(problem, 0, PlacementEffort.Quick).PeakBytes;
    }

    private MemoryPlan Plan(int goalBytes, PlacementEffort effort)
    {
        var needs = Collect();
        var placement = _memory.Place(needs.Problem, goalBytes, effort);
        int RoundUp(int bytes) => (bytes + MemoryPlan.Alignment - 1) / MemoryPlan.Alignment * MemoryPlan.Alignment;
        ImmutableArray<PlannedBuffer> buffers =
        [
            .. needs.Requests.Select((request, i) => new PlannedBuffer(request, placement.Offsets[i], needs.Values[i])),
            .. PoolsOfRows(needs, placement),
        ];
        return new MemoryPlan(
            _schedule,
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
    private bool DiesBefore(int step, int root) => _end[root] == step && !_lives.IsKept(new ValueId(root));

    private bool NeedsBuffer(Value value) =>
        _roots[value.Id.Index] == value.Id
        && (_schedule.Scattered.IsEmpty || !_schedule.Scattered.Contains(value.Id))
        && value.Kind switch
        {
            ValueKind.Constant => false,
            ValueKind.Input => _schedule.Interface.HoldsInputs,
            _ => true,
        };

    /// <summary>A buffer must be there from the first to the last step of the stages that write and read it.</summary>
    private void WidenLifetimes()
    {
        foreach (var root in _graph.Values.Select(value => value.Id).Where(id => _roots[id.Index] == id))
        {
            var (birth, death) = (_lives.BirthOf(root), _lives.DeathOf(root));
            _first[root.Index] = birth < 0 ? 0 : LifeOf(root, birth).First;
            // What the caller fills or reads is there for one step at least, even if none uses it.
            _end[root.Index] = Math.Max(1, death < 0 || _lives.IsKept(root) ? death : LifeOf(root, death).End);
        }
    }

    private void MeasureSlack()
    {
        foreach (var step in _schedule.Steps)
        {
            var slack = 0;
            foreach (var call in step.Calls)
                slack = Math.Max(slack, call.InputSlackBytes);
            foreach (var input in _schedule.NodeOf(step).Inputs)
            {
                var root = _roots[input.Index].Index;
                _slack[root] = Math.Max(_slack[root], slack);
            }
        }
    }

    /// <summary>The steps in which a value that a step reads or writes must be there: all of the step's stage, and all of the patches but
    /// for a tile, which the next patch makes anew.</summary>
    private (int First, int End) LifeOf(ValueId id, int step) =>
        _schedule.Patches is { } patches && patches.Contains(step) ? (_schedule.IsTile(id) ? (step, step + 1) : (0, patches.End))
        : _stageOf[step] is { } stage ? (stage.First, stage.End)
        : (step, step + 1);

    private bool RunsAlone(int step) => _stageOf[step] is null && !(_schedule.Patches?.Contains(step) ?? false);

    /// <summary>How a step that runs by itself may lay its output over an input that dies in it.</summary>
    private void FindOverlaps(int?[] bufferOf, ImmutableArray<OverlapAllowance>.Builder overlaps)
    {
        for (var s = 0; s < _schedule.Steps.Length; s++)
        {
            var node = _schedule.NodeOf(_schedule.Steps[s]);
            if (
                !RunsAlone(s)
                || node.Outputs.Count != 1
                || node.Op is IUpdatesVariable
                || _roots[node.Outputs[0].Index].Index is var output && (bufferOf[output] is not { } lower || _first[output] != s)
            )
                continue;
            foreach (var (root, below, above) in DistancesOf(s, node))
            {
                if (bufferOf[root] is not { } upper || root == output || !DiesBefore(s + 1, root))
                    continue;
                if (below is { } distance)
                    overlaps.Add(new OverlapAllowance(bufferOf[output]!.Value, upper, distance));
                if (above is { } rise && OnlyDyingInput(s, node))
                    overlaps.Add(new OverlapAllowance(upper, bufferOf[output]!.Value, rise));
            }
        }
    }

    /// <summary>For each buffer that a step over whole tensors reads, the distances to its output.</summary>
    private ImmutableArray<StepDistance> DistancesOf(int s, Node node)
    {
        var step = _schedule.Steps[s];
        if (_memory.Distances.TryGetValue(step, out var known))
            return known;
        var output = _schedule.LayoutOf(node.Outputs[0]);
        return _memory.Distances[step] = [
            .. node
                .Inputs.Index()
                .GroupBy(input => _roots[input.Item.Index].Index)
                .Select(group => new StepDistance(
                    group.Key,
                    Largest(group.Select(input => OverlapDistance.OutputBelow(step, input.Index, _schedule.LayoutOf(input.Item), output))),
                    Largest(group.Select(input => OverlapDistance.OutputAbove(step, input.Index, _schedule.LayoutOf(input.Item), output)))
                )),
        ];
    }

    /// <summary>How the buffers of a stage may overlap, by the values that own them; without scattered rows.</summary>
    private ImmutableArray<OverlapAllowance> OverlapsOf(Stage stage) =>
        _memory.Stages.TryGetValue(stage, out var known)
            ? known
            : _memory.Stages[stage] = new StageOverlaps(
                _schedule,
                stage,
                (id, _) => NeedsBuffer(_graph[_roots[id.Index]]) ? _roots[id.Index].Index : null,
                Dies
            ).Find();

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
            if (step.Calls.IsEmpty || !RunsAlone(s) || bufferOf[_roots[_schedule.NodeOf(step).Outputs[0].Index].Index] is not { } output)
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
