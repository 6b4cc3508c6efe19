using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>Where the caller keeps the network's inputs.</summary>
public enum InputMode
{
    /// <summary>In the arena: the caller fills them before each run, and the run may overwrite them.</summary>
    Arena,

    /// <summary>In memory of the caller's, which the run only reads.</summary>
    External,

    /// <summary>Handed over row by row; the arena holds as many rows as are needed at a time.</summary>
    Stream,
}

/// <summary>A buffer of the arena.</summary>
/// <param name="Request">Name, size, lifetime.</param>
/// <param name="Offset">Byte offset.</param>
/// <param name="Value">The value it holds, with all its aliases; null for the workspace of a step.</param>
public readonly record struct PlannedBuffer(BufferRequest Request, int Offset, ValueId? Value)
{
    /// <summary>One past its last byte.</summary>
    public int End => Offset + Request.Bytes;

    /// <summary>The scattered values whose rows lie somewhere in it, if that is what it is for.</summary>
    public EquatableArray<ValueId> Rows { get; init; }
}

/// <summary>Where everything lives while the network runs.</summary>
/// <param name="Schedule">What is planned.</param>
/// <param name="InputMode">Where inputs are.</param>
/// <param name="Buffers">All buffers of the arena.</param>
/// <param name="Offsets">For each value its offset in the arena; null for constants, external inputs and scattered values.</param>
/// <param name="ScratchOffsets">For each step the offset of its workspace; null without one.</param>
/// <param name="Roots">For each value the one whose buffer it shares; itself when it has its own.</param>
/// <param name="DescendingSteps">Steps that compute their rows from the last to the first.</param>
/// <param name="ArenaBytes">Size of the arena.</param>
/// <param name="LowerBoundBytes">No placement of these buffers is smaller.</param>
public sealed record MemoryPlan(
    Schedule Schedule,
    InputMode InputMode,
    ImmutableArray<PlannedBuffer> Buffers,
    ImmutableArray<int?> Offsets,
    ImmutableArray<int?> ScratchOffsets,
    ImmutableArray<ValueId> Roots,
    ImmutableHashSet<int> DescendingSteps,
    int ArenaBytes,
    int LowerBoundBytes
)
{
    /// <summary>Offset of the row counters of each stage: one for each step, of <see cref="Stage.CounterBytes"/> bytes.</summary>
    public ImmutableArray<int> CounterOffsets { get; init; } = [];

    /// <summary>Offset of the number of rows that have arrived, an int32; null unless inputs come row by row.</summary>
    public int? ArrivalOffset { get; init; }

    /// <summary>For each scattered value the offset of every row.</summary>
    public ImmutableDictionary<ValueId, ImmutableArray<int>> RowOffsets { get; init; } =
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
