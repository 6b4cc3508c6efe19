using TinyEngine.Graph;

namespace TinyEngine.Compiler.Networks;

/// <summary>The shape of a convolution of any kind, or of a matrix product, seen as a convolution over a map of one pixel: which input
/// element meets which weight.</summary>
/// <param name="Window">How the window moves.</param>
/// <param name="Map">Shape of the input, NHWC.</param>
/// <param name="Weights">Shape of the weights.</param>
/// <param name="Filters">Output channels.</param>
/// <param name="Depth">Input channels that one output channel reads.</param>
/// <param name="Depthwise">Whether the output channel is the innermost axis of the weights.</param>
internal sealed record WeightedLayer(Window2D Window, Shape Map, Shape Weights, int Filters, int Depth, bool Depthwise)
{
    /// <summary>A plain or grouped convolution: OHWI weights.</summary>
    public static WeightedLayer Conv(Window2D window, Shape map, int filters, int groups) =>
        new(window, map, [filters, window.Y.Kernel, window.X.Kernel, map[3] / groups], filters, map[3] / groups, Depthwise: false);

    /// <summary>A depthwise convolution: 1HWO weights.</summary>
    public static WeightedLayer DepthwiseConv(Window2D window, Shape map, int multiplier) =>
        new(window, map, [1, window.Y.Kernel, window.X.Kernel, map[3] * multiplier], map[3] * multiplier, 1, Depthwise: true);

    /// <summary>A matrix product of a vector: weights of outputs and inputs.</summary>
    public static WeightedLayer Product(int inputs, int outputs)
    {
        var one = new WindowAxis(1, 1, 1, 0, 0);
        return new WeightedLayer(new Window2D(one, one), [1, 1, 1, inputs], [outputs, inputs], outputs, inputs, Depthwise: false);
    }

    /// <summary>Axis of the weights that output channels run along.</summary>
    public int ChannelAxis => Depthwise ? 3 : 0;

    /// <summary>Weights that are not all alike, the largest of each channel 127, as converters leave them.</summary>
    public sbyte[] MakeWeights(SplitMix64 random)
    {
        var codes = new sbyte[Weights.ElementCount];
        var taps = codes.Length / Filters;
        var reals = new double[taps];
        for (var filter = 0; filter < Filters; filter++)
        {
            for (var t = 0; t < taps; t++)
                reals[t] = random.Real(-1, 1) + random.Real(-1, 1);
            var largest = reals.Max(Math.Abs);
            for (var t = 0; t < taps; t++)
                codes[Depthwise ? (t * Filters) + filter : (filter * taps) + t] = (sbyte)Math.Round(127 * reals[t] / largest);
        }

        return codes;
    }

    /// <summary>How the sums of one output channel are spread over inputs and pixels, without the bias.</summary>
    /// <param name="filter">Output channel.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="inputs">Inputs, each a whole map.</param>
    /// <param name="zeroPoint">Zero point of the inputs.</param>
    public SumStatistics Measure(int filter, ReadOnlySpan<sbyte> weights, IEnumerable<byte[]> inputs, int zeroPoint)
    {
        var statistics = new SumStatistics();
        var (height, width) = (Window.Y.OutputSize(Map[1]), Window.X.OutputSize(Map[2]));
        foreach (var input in inputs)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    statistics.Add(Sum(filter, y, x, weights, input, zeroPoint));
            }
        }

        return statistics;
    }

    private int Sum(int filter, int y, int x, ReadOnlySpan<sbyte> weights, byte[] input, int zeroPoint)
    {
        var first = filter / (Filters * Depth / Map[3]) * Depth;
        var (tap, step) = Depthwise ? (filter, Filters) : (filter * (weights.Length / Filters), 1);
        var sum = 0;
        for (var ky = 0; ky < Window.Y.Kernel; ky++)
        {
            var iy = Window.Y.InputStart(y) + (ky * Window.Y.Dilation);
            for (var kx = 0; kx < Window.X.Kernel; kx++)
            {
                var ix = Window.X.InputStart(x) + (kx * Window.X.Dilation);
                var inside = (uint)iy < (uint)Map[1] && (uint)ix < (uint)Map[2];
                var at = inside ? (((iy * Map[2]) + ix) * Map[3]) + first : 0;
                for (var c = 0; c < Depth; c++, tap += step)
                    sum += inside ? ((sbyte)input[at + c] - zeroPoint) * weights[tap] : 0;
            }
        }

        return sum;
    }
}

/// <summary>Count, mean, variance and bounds of integers.</summary>
internal sealed class SumStatistics
{
    private long _total;
    private Int128 _squares;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest.</summary>
    public int Minimum { get; private set; } = int.MaxValue;

    /// <summary>Largest.</summary>
    public int Maximum { get; private set; } = int.MinValue;

    /// <summary>Mean.</summary>
    public double Mean => (double)_total / Count;

    /// <summary>Variance.</summary>
    public double Variance => Math.Max(0, ((double)_squares / Count) - (Mean * Mean));

    /// <summary>Adds one.</summary>
    public void Add(int sum)
    {
        Count++;
        _total += sum;
        _squares += (long)sum * sum;
        Minimum = Math.Min(Minimum, sum);
        Maximum = Math.Max(Maximum, sum);
    }
}
