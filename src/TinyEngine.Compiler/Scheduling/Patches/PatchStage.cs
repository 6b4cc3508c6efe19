using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>The head of a schedule that runs once for each of n × n patches of the map at the split: its steps are the first
/// ones.</summary>
/// <param name="End">One past the last step.</param>
/// <param name="PatchCount">Patches along each side, n.</param>
/// <param name="Regions">For each patch, row after row, and each step the pixels of the step's output that the patch computes.</param>
/// <param name="Kept">Outputs of steps whose whole maps are put together from the patches: the map at the split and whatever else is read
/// after it, outputs of the network among them. The others exist as a tile of one patch at a time.</param>
internal sealed record PatchStage(
    int End,
    int PatchCount,
    ImmutableArray<ImmutableArray<PatchRegion>> Regions,
    ImmutableHashSet<ValueId> Kept
)
{
    /// <summary>Whether a step runs patch by patch.</summary>
    public bool Contains(int step) => step >= 0 && step < End;

    /// <summary>Rows that a tile of a step's output must have.</summary>
    public int TileRows(int step) => Regions.Max(patch => patch[step].Rows.Count);

    /// <summary>Columns that a tile of a step's output must have.</summary>
    public int TileColumns(int step) => Regions.Max(patch => patch[step].Columns.Count);

    /// <summary>Pixels of a step's output that all patches compute together.</summary>
    public long Pixels(int step) => Regions.Sum(patch => patch[step].PixelCount);
}
