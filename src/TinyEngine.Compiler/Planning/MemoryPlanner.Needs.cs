using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>What needs a place: tensors, rings, scattered rows, workspaces, counters; and what may overlap.</summary>
internal sealed partial class MemoryPlanner
{
    /// <summary>The placement problem, and which of its buffers is for what.</summary>
    /// <param name="Problem">The problem: the requests, then the places of scattered rows.</param>
    /// <param name="Requests">Everything but scattered rows, with lifetimes in steps.</param>
    /// <param name="Values">For each request the value that it is for.</param>
    /// <param name="BufferOf">For each value its request.</param>
    /// <param name="ScratchOf">For each step the request of its workspace.</param>
    /// <param name="CountersOf">For each stage the request of its counters.</param>
    /// <param name="Arrival">The request of the number of rows that arrived.</param>
    /// <param name="Rows">Places of scattered rows; null when there are none.</param>
    private sealed record Needs(
        PlacementProblem Problem,
        ImmutableArray<BufferRequest> Requests,
        ImmutableArray<ValueId?> Values,
        int?[] BufferOf,
        int?[] ScratchOf,
        int[] CountersOf,
        int? Arrival,
        RowPlaces? Rows
    );

    private const int ArrivalBytes = sizeof(int);

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
        for (var s = 0; s < scratchOf.Length; s++)
        {
            var step = _schedule.Steps[s];
            if (_stageOf[s] is not null || step.ScratchBytes == 0)
                continue;
            scratchOf[s] = buffers.Count;
            buffers.Add((new BufferRequest(NameOf("scratch of", step), step.ScratchBytes, s, s + 1), null));
        }

        var countersOf = _schedule.Stages.Select(stage => AddWorkspaces(stage, buffers, scratchOf)).ToArray();
        int? arrival = null;
        if (_schedule.Interface.Inputs == InputMode.Stream)
        {
            arrival = buffers.Count;
            buffers.Add((new BufferRequest("rows arrived", ArrivalBytes, 0, Math.Max(1, _schedule.Steps.Length)), null));
        }

        var rows = _schedule.Scattered.IsEmpty ? null : new RowPlaces(_schedule, _time);
        ImmutableArray<BufferRequest> requests = [.. buffers.Select(b => b.Request)];
        return new Needs(
            Pose(requests, bufferOf, rows),
            requests,
            [.. buffers.Select(b => b.Value)],
            bufferOf,
            scratchOf,
            countersOf,
            arrival,
            rows
        );
    }

    private PlacementProblem Pose(ImmutableArray<BufferRequest> requests, int?[] bufferOf, RowPlaces? rows)
    {
        int? BufferOfRow(ValueId id, int row) =>
            _schedule.Scattered.Contains(id) ? requests.Length + rows!.Of(id, row) : bufferOf[_roots[id.Index].Index];
        ImmutableArray<BufferRequest> buffers =
        [
            .. requests.Select(_time.InMoments),
            .. rows?.All.Select(row => new BufferRequest("row", row.Bytes, row.First, row.End)) ?? [],
        ];
        var (overlaps, loads) = (ImmutableArray.CreateBuilder<OverlapAllowance>(), rows is null ? [] : new long[_time.Count]);
        FindOverlaps(bufferOf, overlaps);
        foreach (var stage in _schedule.Stages)
        {
            if (rows is null)
            {
                foreach (var (lower, upper, distance) in OverlapsOf(stage))
                    overlaps.Add(new OverlapAllowance(bufferOf[lower]!.Value, bufferOf[upper]!.Value, distance));
                continue;
            }

            var found = new StageOverlaps(_schedule, stage, BufferOfRow, Dies);
            overlaps.AddRange(found.Find());
            AddLoads(stage, found, buffers, loads);
        }

        return new PlacementProblem(buffers, overlaps.ToImmutable(), MemoryPlan.Alignment)
        {
            Groups = rows is null
                ? []
                : [.. Enumerable.Range(0, requests.Length), .. rows.All.Select(row => requests.Length + row.Owner.Index)],
            Loads = [.. loads],
        };
    }

    /// <summary>Adds what is in use at each event of a stage.</summary>
    private void AddLoads(Stage stage, StageOverlaps found, ImmutableArray<BufferRequest> buffers, long[] loads)
    {
        var (first, end) = (_time.Of(stage.First), _time.Of(stage.End));
        var counted = found.AddLoads(loads.AsSpan(first, end - first)).ToHashSet();
        foreach (var buffer in buffers.Where((_, index) => !counted.Contains(index)))
        {
            for (var moment = Math.Max(first, buffer.First); moment < Math.Min(end, buffer.End); moment++)
                loads[moment] += buffer.Bytes;
        }
    }

    /// <summary>Adds what a stage needs besides rows.</summary>
    /// <returns>Index of the counters' buffer.</returns>
    private int AddWorkspaces(Stage stage, List<(BufferRequest Request, ValueId? Value)> buffers, int?[] scratchOf)
    {
        foreach (var (name, bytes, users) in WorkspacesOf(stage))
        {
            foreach (var s in users)
                scratchOf[s] = buffers.Count;
            buffers.Add((new BufferRequest(name, bytes, stage.First, stage.End), null));
        }

        return buffers.Count - 1;
    }

    /// <summary>What a stage needs besides rows: one scratch for all kernels, sums that are kept between events, counters last.</summary>
    private List<(string Name, int Bytes, List<int> Users)> WorkspacesOf(Stage stage)
    {
        var (shared, sums, bytes) = (new List<int>(), new List<(string Name, int Bytes, List<int> Users)>(), 0);
        for (var s = stage.First; s < stage.End; s++)
        {
            var step = _schedule.Steps[s];
            if (step.Accumulates)
                sums.Add((NameOf("sums of", step), step.ScratchBytes, [s]));
            else if (step.ScratchBytes > 0)
                shared.Add(s);
            bytes = Math.Max(bytes, step.Accumulates ? 0 : step.ScratchBytes);
        }

        if (bytes > 0)
            sums.Insert(0, ($"scratch of {stage.Label}", bytes, shared));
        sums.Add(($"row counters of {stage.Label}", stage.Count * Stage.CounterBytes, []));
        return sums;
    }

    private string NameOf(string what, Step step) =>
        _memory.Workspaces.TryGetValue(step, out var name) ? name : _memory.Workspaces[step] = $"{what} {_schedule.NodeOf(step).ShownName}";
}
