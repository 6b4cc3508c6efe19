using System.Collections.Immutable;

namespace TinyEngine.Compiler.Costs;

/// <summary>
/// Kernels whose instructions are a sum of the same things: blocks of pixels, channels, taps. How often each thing happens in a call
/// follows from its sizes; what each costs was fitted to measurements, for every kernel on its own.
/// </summary>
internal abstract class KernelFamily
{
    /// <summary>The families, the more special first.</summary>
    private static readonly KernelFamily[] All =
    [
        new Pointwise(),
        new Convolution(),
        new DepthwiseInside(),
        new DepthwisePadded(),
        new DepthwiseLines(),
        new FullyConnectedVector(),
        new WideWindow(),
        new PortableWindow(),
        new TransposedWindow(),
        new MatrixProduct(),
        new Sums(),
        new Accumulation(),
        new ColumnByColumn("te_mean_s16_rows"),
        new Pooling(),
        new Extremes(),
        new SoftmaxRows(),
        new ColumnByColumn("te_l2_normalization_"),
        new LongShortMemory(),
        new FilterMemory(),
        new Sigmoids("te_logistic_s16", 1 << 9),
        new Sigmoids("te_tanh_s16", 1 << 8),
        new Linear(),
        new Elementwise(),
        new PixelPicking(),
        new ColumnByColumn("te_resize_bilinear_"),
        new Padding(),
        new Mirroring(),
        new Copying(),
        new Picking(),
        new PixelCopying(),
        new Filling(),
        new Walking(),
    ];

    /// <summary>Names of the things that are counted.</summary>
    public abstract ImmutableArray<string> Terms { get; }

    /// <summary>The family of a kernel; null for kernels without a model.</summary>
    public static KernelFamily? Of(string kernel) => Array.Find(All, family => family.Includes(kernel));

    /// <summary>Adds up how often each thing happens in a call.</summary>
    /// <param name="work">The call.</param>
    /// <param name="counts">Sums, in the order of <see cref="Terms"/>.</param>
    public abstract void Count(in KernelWork work, Span<double> counts);

    /// <summary>Whether a kernel belongs to it.</summary>
    protected abstract bool Includes(string kernel);

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
