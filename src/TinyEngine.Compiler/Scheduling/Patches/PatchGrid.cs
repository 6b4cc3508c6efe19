using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>One patch: what it keeps, what it computes for that, what it reads of the network's input.</summary>
/// <param name="Row">Row in the grid of patches.</param>
/// <param name="Column">Column in the grid of patches.</param>
/// <param name="Input">Pixels of the network's input that the patch reads; empty if it reads none.</param>
/// <param name="Computed">For each layer of the head, the pixels of its output that the patch computes. Taps outside of these that lie in
/// the map's padding are padding; there are no other taps outside.</param>
/// <param name="Kept">For each layer in <see cref="PatchGrid.KeptLayers"/>, the pixels that this patch alone contributes to the whole map;
/// part of what it computes.</param>
internal sealed record Patch(
    int Row,
    int Column,
    PatchRegion Input,
    EquatableArray<PatchRegion> Computed,
    EquatableArray<PatchRegion> Kept
);

/// <summary>The exact regions of a head that runs in n × n patches.</summary>
/// <param name="PatchCount">Patches along each side, n.</param>
/// <param name="LayerCount">Layers of the head.</param>
/// <param name="KeptLayers">Layers of the head whose whole map is put together from the patches: those read after the split (the last, and
/// the source of every residual that crosses the split), and those that nobody reads, because they are outputs of the network.</param>
/// <param name="Patches">The patches, row after row.</param>
internal sealed record PatchGrid(int PatchCount, int LayerCount, EquatableArray<int> KeptLayers, EquatableArray<Patch> Patches);
