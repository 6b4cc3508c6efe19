namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>
/// The figures by which TinyEngine describes patch-based inference: as if all maps were squares and n divided them. What each patch really
/// computes and reads, also where that is not so, says <see cref="PatchGrid"/>.
/// </summary>
/// <param name="PatchCount">Patches along each side, n (<c>n_patch</c>).</param>
/// <param name="LayerCount">Layers of the head, which runs patch by patch (<c>layer_cnt</c>).</param>
/// <param name="SingleReceptiveField">Side of the input square behind one pixel of the head's output (<c>single_rf</c>).</param>
/// <param name="OutputChannels">Channels of the head's output (<c>output_c</c>).</param>
/// <param name="OutputHeight">Height of the map that the first layer after the head writes (<c>output_h</c>).</param>
/// <param name="OutputWidth">Width of the map that the first layer after the head writes (<c>output_w</c>).</param>
/// <param name="PatchReceptiveField">Side of the input square behind one patch of the head's output, from that output's long side
/// (<c>grain_rf</c>).</param>
/// <param name="PatchReceptiveFieldHeight">The same, from the output's height (<c>grain_rf_height</c>).</param>
/// <param name="PadLeft">Rows and columns that the first patches reach beyond the input's top and left (<c>pad_l</c>).</param>
/// <param name="PadRight">Rows and columns that the last patches reach beyond the input's bottom and right (<c>pad_r</c>).</param>
internal sealed record PatchParameters(
    int PatchCount,
    int LayerCount,
    int SingleReceptiveField,
    int OutputChannels,
    int OutputHeight,
    int OutputWidth,
    int PatchReceptiveField,
    int PatchReceptiveFieldHeight,
    int PadLeft,
    int PadRight
);
