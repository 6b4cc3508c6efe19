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
/// The <c>stream</c> schedules: runs of operators become stages that keep a few rows of each value between them. Nothing is computed twice.
/// </summary>
public sealed class StreamScheduler
{
    private readonly NetworkFlow _flow;
    private readonly KernelSelector _selector;
    private readonly InputSupply _supply;
    private readonly ValueId? _streamed;
    private readonly ImmutableArray<Partition> _partitions;

    /// <summary>Finds the partitions of a network.</summary>
    /// <param name="layers">The network's schedule of whole tensors.</param>
    /// <param name="supply">Where inputs come from; rows need a single input.</param>
    public StreamScheduler(Schedule layers, InputSupply supply)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _selector = new KernelSelector(layers.Graph, layers.Isa);
        _flow = new NetworkFlow(layers, _selector);
        _supply = supply;
        _streamed = supply == InputSupply.Rows ? layers.Graph.Inputs.Single() : null;
        _partitions = StageSearch.Explore(_flow, _streamed, supply == InputSupply.External);
    }

    /// <summary>Number of candidates; the first is the fastest, each next one is estimated to be smaller and slower.</summary>
    public int Count => _partitions.Length;

    /// <summary>Estimated arena of a candidate.</summary>
    public int EstimatedBytes(int candidate) => _partitions[candidate].Bytes;

    /// <summary>Builds a candidate.</summary>
    public Schedule Build(int candidate) => ScheduleBuilder.Build("stream", _flow, _selector, _partitions[candidate], _streamed, _supply == InputSupply.External);
}
