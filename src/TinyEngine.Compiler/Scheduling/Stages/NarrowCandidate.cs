using System.Collections.Immutable;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>A width of a narrow block.</summary>
/// <param name="Block">The block.</param>
/// <param name="Bytes">Its tile and its chunk, which are there as long as the stage runs.</param>
internal readonly record struct NarrowWidth(NarrowBlock Block, int Bytes);

/// <summary>Three steps that can run as one, with what that saves and costs.</summary>
/// <param name="Expand">The first of them.</param>
/// <param name="Flow">The flow of the last one, which stands for all.</param>
/// <param name="ExtraMacs">Multiply-accumulates that are computed again.</param>
/// <param name="Widths">Fewer columns at a time take less memory and more instructions.</param>
internal sealed record NarrowCandidate(int Expand, RowFlow Flow, long ExtraMacs, ImmutableArray<NarrowWidth> Widths)
{
    /// <summary>Output columns that a block makes at a time where the row is long enough.</summary>
    private const int MostColumns = 8;

    /// <summary>Divisors of the columns.</summary>
    private static readonly ImmutableArray<int> Divisors = [1, 2];

    /// <summary>Number of widths.</summary>
    public static int WidthCount => Divisors.Length;

    /// <summary>Whether a step of both is the same.</summary>
    public bool Meets(NarrowCandidate other) => Math.Abs(Expand - other.Expand) < 3;

    /// <summary>The blocks of a network that save memory, those first that save most for what they cost.</summary>
    public static ImmutableArray<NarrowCandidate> Find(NetworkFlow flow) =>
        [
            .. Enumerable
                .Range(0, Math.Max(0, flow.Count - 2))
                .Where(flow.CanBeNarrow)
                .Select(expand => (Candidate: Of(flow, expand), Saving: Saving(flow, expand)))
                .Where(pair => pair.Saving > 0)
                .OrderByDescending(pair => (double)pair.Saving / Math.Max(1, pair.Candidate.ExtraMacs))
                .Select(pair => pair.Candidate),
        ];

    private static NarrowCandidate Of(NetworkFlow flow, int expand)
    {
        var block = new NarrowBlock(expand, Columns(flow, expand));
        return new NarrowCandidate(
            expand,
            RowFlow.Narrow(flow.Graph.Nodes[expand].Inputs[0], flow.Flows[block.Window]!),
            flow.ExtraMacs(block),
            [.. Divisors.Select(divisor => Width(flow, block with { Columns = (block.Columns + divisor - 1) / divisor }))]
        );
    }

    private static NarrowWidth Width(NetworkFlow flow, NarrowBlock block) =>
        new(block, flow.TileLayout(block).ByteSize + flow.ChunkLayout(block).ByteSize);

    private static int Columns(NetworkFlow flow, int expand)
    {
        var width = flow.Graph[flow.Graph.Nodes[expand + 1].Outputs[0]].Type.Shape[2];
        return Math.Clamp((width + 1) / 2, 1, MostColumns);
    }

    /// <summary>Bytes that a ring of the expansion takes more than the tile.</summary>
    private static int Saving(NetworkFlow flow, int expand)
    {
        var block = new NarrowBlock(expand, Columns(flow, expand));
        var id = flow.Graph.Nodes[expand].Outputs[0];
        var rows = Math.Min(flow.Rows[id.Index], flow.TileLayout(block).Rows);
        return (rows * flow.RowBytes[id.Index]) - flow.TileLayout(block).ByteSize - flow.ChunkLayout(block).ByteSize;
    }
}
