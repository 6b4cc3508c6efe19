using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>A rectangle of a feature map. Planning writes one without pixels as <c>default</c>, wherever it lies.</summary>
/// <param name="Rows">Rows, half-open.</param>
/// <param name="Columns">Columns, half-open.</param>
internal readonly record struct PatchRegion(RowRange Rows, RowRange Columns)
{
    /// <summary>Whether there are no pixels.</summary>
    public bool IsEmpty => Rows.IsEmpty || Columns.IsEmpty;

    /// <summary>Number of pixels.</summary>
    public long PixelCount => (long)Rows.Count * Columns.Count;

    /// <summary>This rectangle, or <c>default</c> when it is empty.</summary>
    public PatchRegion Normalized => IsEmpty ? default : this;

    /// <summary>The smallest rectangle that holds both; an empty one counts for nothing.</summary>
    public PatchRegion Union(PatchRegion other) =>
        IsEmpty ? other.Normalized
        : other.IsEmpty ? this
        : new PatchRegion(Rows.Union(other.Rows), Columns.Union(other.Columns));

    /// <summary>Tile (row, column) of a map that is cut into n × n tiles.</summary>
    /// <param name="map">The map.</param>
    /// <param name="n">Tiles along each side; may be larger than the map, then some tiles are empty.</param>
    /// <param name="row">Row of the tile.</param>
    /// <param name="column">Column of the tile.</param>
    /// <returns>The tile. All tiles together cover the map, none overlaps another, and along a side their sizes differ by one at
    /// most.</returns>
    public static PatchRegion Tile(MapSize map, int n, int row, int column) =>
        new PatchRegion(Part(map.Height, n, row), Part(map.Width, n, column)).Normalized;

    /// <summary>One pixel.</summary>
    public static PatchRegion Pixel(int row, int column) => new(new RowRange(row, row + 1), new RowRange(column, column + 1));

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "nothing" : $"{Rows} x {Columns}";

    private static RowRange Part(int size, int n, int index) => new((int)((long)size * index / n), (int)((long)size * (index + 1) / n));
}
