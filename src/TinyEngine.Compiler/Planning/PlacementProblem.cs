using System.Collections.Immutable;

namespace TinyEngine.Compiler.Planning;

/// <summary>A buffer to be placed.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bytes">Size.</param>
/// <param name="First">First step in which it is needed.</param>
/// <param name="End">One past the last step.</param>
internal readonly record struct BufferRequest(string Name, int Bytes, int First, int End)
{
    /// <summary>Whether both are needed in some step.</summary>
    public bool LivesWith(BufferRequest other) => First < other.End && other.First < End;

    /// <summary>Whether it is needed in a step.</summary>
    public bool LivesIn(int step) => First <= step && step < End;
}

/// <summary>Two buffers that live together but may overlap: the upper one may start <paramref name="Distance"/> bytes above the start of
/// the lower one (or anywhere higher), although the lower one is longer than that.</summary>
/// <param name="Lower">Index of the buffer at the lower address: a step's output.</param>
/// <param name="Upper">Index of the other: an input that the step consumes.</param>
/// <param name="Distance">Smallest safe distance of their starts in bytes.</param>
internal readonly record struct OverlapAllowance(int Lower, int Upper, int Distance);

/// <summary>Buffers with lifetimes, and the pairs that may overlap.</summary>
/// <param name="Buffers">The buffers.</param>
/// <param name="Overlaps">Allowed overlaps.</param>
/// <param name="Alignment">All offsets are multiples of it.</param>
internal sealed record PlacementProblem(ImmutableArray<BufferRequest> Buffers, ImmutableArray<OverlapAllowance> Overlaps, int Alignment)
{
    /// <summary>Rounds a distance up to the alignment; it may be negative.</summary>
    public int Align(int bytes)
    {
        var rest = bytes % Alignment;
        return rest > 0 ? checked(bytes + Alignment - rest) : bytes - rest;
    }

    /// <summary>For each buffer the number of its group: buffers of a group are placed one after the other, the first to come to life
    /// first. Empty when each is a group of its own.</summary>
    public ImmutableArray<int> Groups { get; init; } = [];

    /// <summary>For each step the bytes that are really in use in it, where that is known better than from the buffers; 0
    /// elsewhere.</summary>
    public ImmutableArray<long> Loads { get; init; } = [];
}

/// <summary>Where every buffer goes.</summary>
/// <param name="Offsets">Byte offset of each buffer.</param>
/// <param name="PeakBytes">Highest end of any buffer.</param>
/// <param name="LowerBoundBytes">No placement of these buffers has a lower peak.</param>
/// <param name="IsOptimal">Whether the peak is proved minimal.</param>
internal sealed record Placement(ImmutableArray<int> Offsets, int PeakBytes, int LowerBoundBytes, bool IsOptimal);
