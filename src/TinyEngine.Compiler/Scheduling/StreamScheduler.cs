using System.Collections.Immutable;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Where inputs come from, as far as schedules care.</summary>
internal enum InputSupply
{
    /// <summary>Whole, in the arena.</summary>
    Arena,

    /// <summary>Whole, in memory of the caller's.</summary>
    External,

    /// <summary>Row by row; the arena holds as many rows as are needed.</summary>
    Rows,
}

/// <summary>A <c>stream</c> schedule that was not built yet.</summary>
internal sealed class StreamCandidate
{
    internal StreamCandidate(Partition partition) => Partition = partition;

    internal Partition Partition { get; }

    /// <summary>Estimated arena in bytes: of the fullest stage, placed by itself.</summary>
    public int EstimatedBytes => Partition.Bytes;

    /// <summary>Multiply-accumulates that it computes again.</summary>
    public long ExtraMacs => Partition.ExtraMacs;
}

/// <summary>
/// The <c>stream</c> schedules: runs of operators become stages that keep a few rows of each value between them. Narrow blocks compute rows
/// again to keep even fewer. What one search finds out about a stage serves the next.
/// </summary>
internal sealed class StreamScheduler
{
    private readonly StagePricer _pricer;
    private readonly ScheduleBuilder _builder;
    private readonly int _count;
    private readonly Func<Schedule, int, int> _place;
    private readonly Dictionary<(int First, int End, EquatableArray<NarrowBlock> Narrow), int> _placed = [];

    /// <summary>Looks at a network.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="supply">Where inputs come from; rows need a single input.</param>
    /// <param name="place">Places the buffers of the only stage of a schedule and tells how many bytes they take while it runs; no fewer
    /// than the number that it is given are possible.</param>
    public StreamScheduler(Schedule layers, InputSupply supply, Func<Schedule, int, int> place)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var selector = new KernelSelector(layers.Graph, layers.Target, layers.Goal);
        var flow = new NetworkFlow(layers, selector, supply == InputSupply.External);
        ValueId? streamed = supply == InputSupply.Rows ? layers.Graph.Inputs.Single() : null;
        (_pricer, _builder, _count, _place) = (
            new StagePricer(flow, streamed),
            new ScheduleBuilder(flow, selector, streamed),
            flow.Count,
            place
        );
    }

    /// <summary>Rows that were simulated to price stages, and stages that were placed: the effort so far.</summary>
    public (long Rows, int Placements) Effort => (_pricer.Events, _placed.Count);

    /// <summary>Finds the candidates, the fastest first, each next one estimated to be smaller and slower.</summary>
    /// <param name="recompute">Whether narrow blocks are allowed, which compute some rows again.</param>
    /// <param name="ceiling">Bytes that no candidate may exceed by far; the smaller, the quicker the search.</param>
    public ImmutableArray<StreamCandidate> Explore(bool recompute, long ceiling) =>
        [.. StageSearch.Explore(_pricer, _count, recompute, ceiling, Place).Select(partition => new StreamCandidate(partition))];

    /// <summary>Builds a candidate.</summary>
    /// <param name="candidate">Which one.</param>
    /// <param name="climbs">Whether the n-th stage runs from the bottom to the top; one that streams the input or delivers outputs never
    /// does.</param>
    public Schedule Build(StreamCandidate candidate, Func<int, bool> climbs)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return _builder.Build("stream", candidate.Partition.Parts, climbs);
    }

    private int Place(StagePrice part)
    {
        var key = (part.First, part.End, part.Narrow);
        return _placed.TryGetValue(key, out var bytes)
            ? bytes
            : _placed[key] = _place(_builder.Build("stream", [part], _ => false), part.Bytes);
    }
}
