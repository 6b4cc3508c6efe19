using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>Where inputs come from, as far as schedules care.</summary>
public enum InputSupply
{
    /// <summary>Whole, in the arena.</summary>
    Arena,

    /// <summary>Whole, in memory of the caller's.</summary>
    External,

    /// <summary>Row by row; the arena holds as many rows as are needed.</summary>
    Rows,
}

/// <summary>
/// The <c>stream</c> schedules: runs of operators become stages that keep a few rows of each value between them. Narrow blocks compute rows again to keep even
/// fewer.
/// </summary>
public sealed class StreamScheduler
{
    private readonly NetworkFlow _flow;
    private readonly KernelSelector _selector;
    private readonly ValueId? _streamed;
    private readonly ImmutableArray<Partition> _partitions;

    /// <summary>Finds the partitions of a network.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="supply">Where inputs come from; rows need a single input.</param>
    /// <param name="recompute">Whether narrow blocks are allowed, which compute some rows again.</param>
    /// <param name="ceiling">Bytes that no candidate may exceed by far; the smaller, the quicker the search.</param>
    /// <param name="place">Places the buffers of the only stage of a schedule and tells how many bytes they take while it runs.</param>
    public StreamScheduler(Schedule layers, InputSupply supply, bool recompute, long ceiling, Func<Schedule, int> place)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _selector = new KernelSelector(layers.Graph, layers.Isa);
        _flow = new NetworkFlow(layers, _selector, supply == InputSupply.External);
        _streamed = supply == InputSupply.Rows ? layers.Graph.Inputs.Single() : null;
        _partitions = StageSearch.Explore(_flow, _streamed, recompute, ceiling, part => place(BuildParts([part], _ => false)));
    }

    /// <summary>Number of candidates; the first is the fastest, each next one is estimated to be smaller and slower.</summary>
    public int Count => _partitions.Length;

    /// <summary>Estimated arena of a candidate.</summary>
    public int EstimatedBytes(int candidate) => _partitions[candidate].Bytes;

    /// <summary>Multiply-accumulates that a candidate computes again.</summary>
    public long ExtraMacs(int candidate) => _partitions[candidate].ExtraMacs;

    /// <summary>Builds a candidate.</summary>
    /// <param name="candidate">Which one.</param>
    /// <param name="climbs">Whether the n-th stage runs from the bottom to the top; one that streams the input never does.</param>
    public Schedule Build(int candidate, Func<int, bool> climbs) => BuildParts(_partitions[candidate].Parts, climbs);

    private Schedule BuildParts(ImmutableArray<StagePrice> parts, Func<int, bool> climbs) => ScheduleBuilder.Build("stream", _flow, _selector, parts, _streamed, climbs);
}
