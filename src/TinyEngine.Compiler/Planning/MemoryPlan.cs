using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>A buffer of the arena.</summary>
/// <param name="Request">Name, size, lifetime.</param>
/// <param name="Offset">Byte offset.</param>
/// <param name="Value">The value it holds, with all its aliases; null for the workspace of a step.</param>
internal readonly record struct PlannedBuffer(BufferRequest Request, int Offset, ValueId? Value)
{
    /// <summary>One past its last byte.</summary>
    public int End => Offset + Request.Bytes;

    /// <summary>The scattered values whose rows lie somewhere in it, if that is what it is for.</summary>
    public EquatableArray<ValueId> Rows { get; init; }
}

/// <summary>Where everything lives while the network runs.</summary>
public sealed record MemoryPlan
{
    internal MemoryPlan(
        Schedule schedule,
        ImmutableArray<PlannedBuffer> buffers,
        ImmutableArray<int?> offsets,
        ImmutableArray<int?> scratchOffsets,
        ImmutableArray<ValueId> roots,
        ImmutableHashSet<int> descendingSteps,
        int arenaBytes,
        int lowerBoundBytes
    )
    {
        (Schedule, Buffers, Offsets, ScratchOffsets) = (schedule, buffers, offsets, scratchOffsets);
        (Roots, DescendingSteps, ArenaBytes, LowerBoundBytes) = (roots, descendingSteps, arenaBytes, lowerBoundBytes);
    }

    /// <summary>How tensors pass between the caller and the network.</summary>
    internal InterfaceModes Interface => Schedule.Interface;

    /// <summary>Size of the arena.</summary>
    public int ArenaBytes { get; init; }

    /// <summary>No placement of these buffers is smaller.</summary>
    public int LowerBoundBytes { get; init; }

    /// <summary>What is planned.</summary>
    internal Schedule Schedule { get; init; }

    /// <summary>All buffers of the arena.</summary>
    internal ImmutableArray<PlannedBuffer> Buffers { get; init; }

    /// <summary>For each value its offset in the arena; null for constants, external inputs and scattered values.</summary>
    internal ImmutableArray<int?> Offsets { get; init; }

    /// <summary>For each step the offset of its workspace; null without one.</summary>
    internal ImmutableArray<int?> ScratchOffsets { get; init; }

    /// <summary>For each value the one whose buffer it shares; itself when it has its own.</summary>
    internal ImmutableArray<ValueId> Roots { get; init; }

    /// <summary>Steps that compute their rows from the last to the first.</summary>
    internal ImmutableHashSet<int> DescendingSteps { get; init; }

    /// <summary>Offset of the row counters of each stage: one for each step, of <see cref="Stage.CounterBytes"/> bytes.</summary>
    internal ImmutableArray<int> CounterOffsets { get; init; } = [];

    /// <summary>Offset of the number of rows that have arrived, an int32; null unless inputs come row by row.</summary>
    internal int? ArrivalOffset { get; init; }

    /// <summary>For each scattered value the offset of every row.</summary>
    internal ImmutableDictionary<ValueId, ImmutableArray<int>> RowOffsets { get; init; } =
        ImmutableDictionary<ValueId, ImmutableArray<int>>.Empty;

    /// <summary>The arena and every buffer in it start at a multiple of this; enough for any element type and for word loads.</summary>
    public const int Alignment = 4;

    /// <summary>Whether the arena is as small as these buffers allow.</summary>
    public bool IsOptimal => ArenaBytes == LowerBoundBytes;

    /// <summary>Highest end of the buffers that live in a step.</summary>
    public int PeakOf(int step) => Buffers.Where(b => b.Request.LivesIn(step)).Select(b => b.End).DefaultIfEmpty(0).Max();

    /// <summary>Bytes of the arena that are in use during a step, buffers that overlap counted once.</summary>
    public int LiveBytes(int step)
    {
        var (bytes, end) = (0, 0);
        foreach (var (offset, length) in LiveRanges(step).Order())
        {
            bytes += Math.Max(0, offset + length - Math.Max(offset, end));
            end = Math.Max(end, offset + length);
        }

        return bytes;
    }

    /// <summary>The step that decides the size of the arena: the first of those with most bytes in use.</summary>
    public int FullestStep => Schedule.Steps.IsEmpty ? 0 : Enumerable.Range(0, Schedule.Steps.Length).MaxBy(LiveBytes);

    /// <summary>Ranges of the arena that are in use during a step, for checkers that poison the rest.</summary>
    public ImmutableArray<(int Offset, int Length)> LiveRanges(int step) =>
        [.. Buffers.Where(b => b.Request.LivesIn(step)).Select(b => (b.Offset, b.Request.Bytes))];
}
