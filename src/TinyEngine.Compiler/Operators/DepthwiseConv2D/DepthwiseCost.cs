using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// Instructions of the depthwise SIMD kernels on a whole map, from the budgets that stand in their sources; within 5 % of what is measured
/// (<c>eng/kernels.sh --bench</c>, lines with "map").
/// </summary>
internal static class DepthwiseCost
{
    /// <summary>The kernel that computes only the taps inside the map, on channel-last rows.</summary>
    public static double Inside(Window2D window, int height, int width, int channels)
    {
        var outputs = (double)window.Y.OutputSize(height) * window.X.OutputSize(width);
        var taps = (double)TapsInside(window.Y, height).Sum() * TapsInside(window.X, width).Sum();
        return (((11.5 * taps) + (50 * outputs)) * channels / 4) + (14 * taps) + (70 * outputs);
    }

    /// <summary>The kernels for one square window, on row-planar rows whose borders are copied.</summary>
    public static double Special(Window2D window, int height, int width, int channels)
    {
        var cost = (Kernel: window.X.Kernel, window.X.Stride) switch
        {
            (3, 1) => new RowCost(6, 75, 9, 7, 8),
            (3, _) => new RowCost(6, 84, 11, 7, 8),
            (5, 1) => new RowCost(7, 146, 14, 9, 0),
            (5, _) => new RowCost(7, 169, 14, 9, 0),
            (_, 1) => new RowCost(10, 237, 17, 12, 0),
            _ => new RowCost(10, 286, 22, 12, 0),
        };
        return TapsInside(window.Y, height).Sum(rows => 150 + (channels * (double)cost.Channel(window.X.Kernel, rows, width, window.X.OutputSize(width))));
    }

    /// <summary>The kernels for whole padded rows, row-planar.</summary>
    public static double Edges(Window2D window, int height, int width, int channels)
    {
        var x = window.X;
        // What a channel costs with its first outputs, four in the middle, and the ends. Stride 1: 1 to 4 outputs after 3x3, 2 to 5 after 5x5, 3 to 6
        // after 7x7; stride 2: 1 to 4 outputs.
        var (first, quad, ends) = (x.Stride, x.Kernel, x.PadBefore) switch
        {
            (1, 3, _) => (112, 75, new[] { 24, 40, 86, 81 }),
            (1, 5, _) => (222, 149, [72, 146, 143, 213]),
            (1, _, _) => (349, 244, [221, 218, 331, 373]),
            (_, 3, _) => (116, 84, [32, 49, 98, 93]),
            (_, 5, _) => (243, 169, [68, 104, 194, 190]),
            (_, _, 2) => (423, 286, [163, 158, 291, 288]),
            _ => (423, 286, [116, 193, 326, 323]),
        };
        var left = x.Stride == 1 ? width - 4 - (x.Kernel / 2) : (width / 2) - 5;
        return window.Y.OutputSize(height) * (150.0 + (channels * (first + (quad * (left / 4)) + ends[left % 4])));
    }

    private static IEnumerable<int> TapsInside(WindowAxis axis, int size) =>
        Enumerable.Range(0, axis.OutputSize(size)).Select(output =>
            Enumerable.Range(0, axis.Kernel).Count(tap => axis.InputStart(output) + (tap * axis.Dilation) is var at && at >= 0 && at < size));

    /// <summary>What a channel of an output row costs.</summary>
    /// <param name="Table">For a kernel row: its weights as pairs.</param>
    /// <param name="Quad">Four outputs.</param>
    /// <param name="Pair">For a kernel row of two outputs.</param>
    /// <param name="One">For a kernel row of one output.</param>
    /// <param name="Start">Before the first quad.</param>
    private readonly record struct RowCost(int Table, int Quad, int Pair, int One, int Start)
    {
        public int Channel(int kernel, int rowsInside, int inWidth, int columns)
        {
            var lines = (rowsInside * (12 + (2 * ((inWidth + 3) / 4)))) + ((kernel - rowsInside) * 5);
            var quads = (columns / 4) + (columns > 4 && columns % 4 == 3 ? 1 : 0);
            var pair = columns % 4 == 2 || columns == 3 ? (kernel * (Pair + 4)) + 22 : 0;
            var one = columns % 4 == 1 || columns == 3 ? (kernel * (One + 4)) + 16 : 0;
            return 35 + (kernel * Table) + lines + (quads > 0 ? Start : 0) + (quads * Quad) + pair + one;
        }
    }
}
