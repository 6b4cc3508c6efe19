using System.Collections.Frozen;
using System.Collections.Immutable;
using TinyEngine.Compiler.Kernels;

namespace TinyEngine.Compiler.Costs;

/// <summary>
/// Kernels whose instructions are a sum of the same things: blocks of pixels, channels, taps. How often each thing happens in a call
/// follows from its sizes; what each costs was fitted to measurements, for every kernel on its own.
/// </summary>
internal abstract class KernelFamily
{
    /// <summary>The families by the names that the list of kernels gives them.</summary>
    private static readonly FrozenDictionary<string, KernelFamily> ByName = new Dictionary<string, KernelFamily>(StringComparer.Ordinal)
    {
        [nameof(Pointwise)] = new Pointwise(),
        [nameof(Convolution)] = new Convolution(),
        [nameof(DepthwiseInside)] = new DepthwiseInside(),
        [nameof(DepthwisePadded)] = new DepthwisePadded(),
        [nameof(DepthwiseLines)] = new DepthwiseLines(),
        [nameof(FullyConnectedVector)] = new FullyConnectedVector(),
        [nameof(OutputSums)] = new OutputSums(),
        [nameof(WeightedRows)] = new WeightedRows(),
        [nameof(WideWindow)] = new WideWindow(),
        [nameof(PortableWindow)] = new PortableWindow(),
        [nameof(TransposedWindow)] = new TransposedWindow(),
        [nameof(MatrixProduct)] = new MatrixProduct(),
        [nameof(VectorProducts)] = new VectorProducts(),
        [nameof(Sums)] = new Sums(),
        [nameof(Accumulation)] = new Accumulation(),
        [nameof(Pooling)] = new Pooling(),
        [nameof(Extremes)] = new Extremes(),
        [nameof(SoftmaxRows)] = new SoftmaxRows(),
        [nameof(ColumnByColumn)] = new ColumnByColumn(),
        [nameof(LongShortMemory)] = new LongShortMemory(),
        [nameof(FilterMemory)] = new FilterMemory(),
        [nameof(VariableUpdate)] = new VariableUpdate(),
        [nameof(Linear)] = new Linear(),
        [nameof(Addends)] = new Addends(),
        [nameof(Detections)] = new Detections(),
        [nameof(Functions)] = new Functions(),
        [nameof(Slices)] = new Slices(),
        [nameof(Updating)] = new Updating(),
        [nameof(Windows)] = new Windows(),
        [nameof(Elementwise)] = new Elementwise(),
        [nameof(PixelPicking)] = new PixelPicking(),
        [nameof(Padding)] = new Padding(),
        [nameof(Mirroring)] = new Mirroring(),
        [nameof(Copying)] = new Copying(),
        [nameof(Picking)] = new Picking(),
        [nameof(PixelCopying)] = new PixelCopying(),
        [nameof(Filling)] = new Filling(),
        [nameof(Walking)] = new Walking(),
        ["LogisticTable"] = new Sigmoids(1 << 9),
        ["TanhTable"] = new Sigmoids(1 << 8),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of all families.</summary>
    public static IEnumerable<string> AllNames => ByName.Keys;

    /// <summary>Names of the things that are counted.</summary>
    public abstract ImmutableArray<string> Terms { get; }

    /// <summary>The family of a kernel; null for one that is counted with the code around kernels (<see cref="LoopCosts"/>).</summary>
    public static KernelFamily? Of(string kernel) => KernelTable.TryOf(kernel) is { } row ? ByName.GetValueOrDefault(row.Family) : null;

    /// <summary>Adds up how often each thing happens in a call.</summary>
    /// <param name="work">The call.</param>
    /// <param name="counts">Sums, in the order of <see cref="Terms"/>.</param>
    public abstract void Count(in KernelWork work, Span<double> counts);

    /// <summary>Quotient, rounded up.</summary>
    protected static int CeilDivide(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}

/// <summary>A family whose things are an enumeration.</summary>
/// <typeparam name="TTerm">The things.</typeparam>
internal abstract class KernelFamily<TTerm> : KernelFamily
    where TTerm : struct, Enum
{
    private static readonly ImmutableArray<string> Names = [.. Enum.GetNames<TTerm>()];

    /// <inheritdoc/>
    public override ImmutableArray<string> Terms => Names;

    /// <summary>The second pass over outputs of a narrow activation: how many runs of bytes, how many words and bytes.</summary>
    protected static (int Runs, int Words, int Bytes) ClampPass(in KernelWork work)
    {
        var g = work.Geometry;
        if (!g.Clamps)
            return default;
        var (runs, length) =
            g.Out.Channel == 1 && g.Out.Pixel == g.OutChannels ? (1, work.Columns * g.OutChannels)
            : g.Out.Channel == 1 ? (work.Columns, g.OutChannels)
            : g.Out.Pixel == 1 ? (g.OutChannels, work.Columns)
            : (work.Columns * g.OutChannels, 1);
        return (runs, runs * (length / 4), runs * (length % 4));
    }
}
