namespace TinyEngine.Compiler.Scheduling.Patches;

/// <summary>Size of a feature map of one image.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels of a pixel.</param>
internal readonly record struct MapSize(int Height, int Width, int Channels)
{
    /// <summary>The larger of height and width.</summary>
    public int LongSide => Math.Max(Height, Width);

    /// <summary>The smaller of height and width.</summary>
    public int ShortSide => Math.Min(Height, Width);

    /// <summary>Whether another map has the same height and width.</summary>
    public bool HasSidesOf(MapSize other) => (Height, Width) == (other.Height, other.Width);

    /// <inheritdoc/>
    public override string ToString() => $"{Height}x{Width}x{Channels}";
}
