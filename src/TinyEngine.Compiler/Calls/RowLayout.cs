using TinyEngine.Graph;

namespace TinyEngine.Compiler.Calls;

/// <summary>Order of the elements within one row of a feature map.</summary>
internal enum ElementOrder
{
    /// <summary>All channels of a pixel together, as in NHWC.</summary>
    ChannelLast,

    /// <summary>All pixels of a channel together: <c>[c][x]</c>.</summary>
    RowPlanar,
}

/// <summary>
/// Where the elements of a feature map lie in its buffer: element (x, c) of row y is at <c>y·RowStride + (x + MarginLeft)·PixelStride +
/// c·ChannelStride</c>. Everything that reads or sizes a buffer asks its layout, never its shape.
/// </summary>
/// <param name="Order">Element order.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="PixelStride">Bytes from a pixel to its right neighbour.</param>
/// <param name="ChannelStride">Bytes from a channel to the next.</param>
/// <param name="RowStride">Bytes from a row to the next.</param>
/// <param name="Rows">Rows in the buffer.</param>
/// <param name="MarginLeft">Columns left of column 0 that hold the zero point.</param>
/// <param name="MarginRight">Columns right of the last one that hold the zero point.</param>
internal readonly record struct RowLayout(
    ElementOrder Order,
    int ElementBytes,
    int PixelStride,
    int ChannelStride,
    int RowStride,
    int Rows,
    int MarginLeft = 0,
    int MarginRight = 0
)
{
    /// <summary>Bytes of the buffer, without slack.</summary>
    public int ByteSize => checked(RowStride * Rows);

    /// <summary>The layout of a whole tensor without margins. Axes before height count as rows.</summary>
    public static RowLayout Dense(TensorType type, ElementOrder order = ElementOrder.ChannelLast)
    {
        var (n, height, width, channels) = type.Shape.ToNhwc();
        var bytes = type.DType.ByteSize();
        return order == ElementOrder.ChannelLast
            ? new RowLayout(order, bytes, channels * bytes, bytes, checked(width * channels * bytes), n * height)
            : new RowLayout(order, bytes, bytes, width * bytes, checked(width * channels * bytes), n * height);
    }

    /// <summary>The same rows in a buffer that keeps only some of them.</summary>
    public RowLayout Ring(int rows) => this with { Rows = rows };

    /// <summary>Row-planar rows that lie channel by channel over the rows of another value, which are at least as long.</summary>
    public RowLayout Over(TensorType type) => this with { ElementBytes = type.DType.ByteSize(), PixelStride = type.DType.ByteSize() };
}
