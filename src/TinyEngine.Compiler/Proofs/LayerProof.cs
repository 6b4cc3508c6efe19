using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Proofs;

/// <summary>How an output channel is requantized, exactly as the model says, in the form that serves the encoding.</summary>
/// <param name="IsNegated">Whether the kernel gets the weights with the opposite sign.</param>
/// <param name="Factor">Output multiplier.</param>
/// <param name="ZeroPoint">What is added to the rescaled sum.</param>
/// <param name="Bias">Bias, before the IFM's zero point is folded in.</param>
/// <param name="WeightSum">Sum of the weights that the kernel gets.</param>
/// <param name="Rewritten">Another form of a channel that the fast encoding would not serve; null for none.</param>
internal readonly record struct ChannelRequant(
    bool IsNegated,
    QuantizedMultiplier Factor,
    int ZeroPoint,
    long Bias,
    long WeightSum,
    FastChannel? Rewritten = null
)
{
    /// <summary>The bias with the IFM's zero point folded in, <c>bias − ifmZeroPoint·Σweights</c>, so that inner loops multiply raw
    /// codes.</summary>
    public int FoldedBias(int ifmZeroPoint) => unchecked((int)(Bias - (ifmZeroPoint * WeightSum)));
}

/// <summary>
/// What follows from the weights and the bias of a layer: how large its sums can get, and in which encoding its channels can be
/// requantized. One pass over the weights, which are not kept.
/// </summary>
/// <remarks>
/// The fast encoding computes TFLite's two roundings in five instructions and is exact for right shifts of 1 to 23 and accumulators below
/// 2^30; both are proved here, per channel. A layer with any channel outside uses the general encoding. Three kinds of channels are
/// rewritten, exactly, so that the fast encoding serves them. One with a negative scale computes <c>(−acc)·(−multiplier)</c>. One that
/// gives the same code for every input (training leaves such channels, with tiny scales and huge biases) gets the multiplier 0 and that
/// code as its zero point. One with a left shift, or none, may be a <see cref="FastChannel"/>.
/// </remarks>
internal sealed class LayerProof
{
    private const int MaximumFastShift = 23;

    /// <summary>Accumulators below it may be requantized fast.</summary>
    internal const long FastAccumulatorLimit = 1L << 30;

    /// <summary>Channels of a layer that are looked at for a <see cref="FastChannel"/>, which takes a search each.</summary>
    private const int MostRewritten = 8;

    private LayerProof(KernelEncoding encoding, AccumulatorRange? accumulators, ImmutableArray<ChannelRequant> channels) =>
        (Encoding, Accumulators, Channels) = (encoding, accumulators, channels);

    /// <summary>The encoding of the requantization rows.</summary>
    public KernelEncoding Encoding { get; }

    /// <summary>The range of the largest sum; null when the weights are not known.</summary>
    public AccumulatorRange? Accumulators { get; }

    /// <summary>Requantization of each channel; empty for 16-bit activations, which take the model's numbers, and when weights are not
    /// known.</summary>
    public ImmutableArray<ChannelRequant> Channels { get; }

    /// <summary>Looks at a layer. Where weights are not known its sums are taken to be small, as those of trained networks are.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="types">Types of the layer: IFM, weights, bias.</param>
    /// <param name="constants">Their values.</param>
    public static LayerProof Of(IScaleChannels op, OpTypes types, ImmutableArray<Tensor?> constants)
    {
        var hasBias = constants.Length > 2;
        var isWide = AccumulatorWidth.IsWide(types.Inputs[0], hasBias ? types.Inputs[2] : null);
        var is16 = types.Inputs[0].DType == DType.Int16;
        if (constants[1] is not { } weights || (hasBias && constants[2] is null))
        {
            var usual = op.Multipliers(types).All(IsFast) ? KernelEncoding.Fast : KernelEncoding.AnyShift;
            return new LayerProof(is16 ? Wide(isWide) : usual, null, []);
        }

        var bias = hasBias ? constants[2]!.Value.ToInt64() : new long[op.WeightAxes(types).Channels];
        var sums = ChannelSums.Of(weights.As<sbyte>(), op.WeightAxes(types), types.Inputs[0]);
        var accumulators = AccumulatorProof.OfSums(sums, bias, isWide);
        if (is16)
            return new LayerProof(Wide(isWide), accumulators, []);
        var (encoding, channels) = Requantize(sums, bias, op.Multipliers(types), types.Outputs[0].Quant.ZeroPoint);
        return new LayerProof(encoding, accumulators, channels);
    }

    private static KernelEncoding Wide(bool isWide) => isWide ? KernelEncoding.Acc64 : KernelEncoding.Acc32;

    /// <summary>Whether the fast encoding holds for a factor.</summary>
    public static bool IsFast(QuantizedMultiplier factor) =>
        factor.Multiplier == 0 || (factor.Multiplier > 0 && factor.Shift is <= -1 and >= -MaximumFastShift);

    private static (KernelEncoding Encoding, ImmutableArray<ChannelRequant> Channels) Requantize(
        ChannelSums[] sums,
        long[] bias,
        ImmutableArray<QuantizedMultiplier> multipliers,
        int ofmZeroPoint,
        bool rewrites = true
    )
    {
        var rewritten = 0;
        var channels = ImmutableArray.CreateBuilder<ChannelRequant>(sums.Length);
        var maximum = 0L;
        for (var channel = 0; channel < sums.Length; channel++)
        {
            var (sum, constant, factor, zeroPoint) = (sums[channel], bias[channel], multipliers[channel], ofmZeroPoint);
            var isNegated =
                factor.Multiplier < 0
                && factor.Multiplier != int.MinValue
                && !sum.HasLeast
                && Math.Min(sum.Low, constant + sum.Low) > int.MinValue;
            if (isNegated)
            {
                (sum, constant) = (sum.Negated, -constant);
                factor = factor with { Multiplier = -factor.Multiplier };
            }

            if (OnlyCode(factor, constant + sum.Low, constant + sum.High) is { } code)
                (factor, zeroPoint, constant) = (default, Math.Clamp(code + ofmZeroPoint, sbyte.MinValue, sbyte.MaxValue), 0);

            var fast =
                rewrites && factor is { Multiplier: > 0, Shift: >= 0 } && rewritten++ < MostRewritten
                    ? FastChannel.Find(
                        factor,
                        zeroPoint,
                        constant + sum.Low,
                        constant + sum.High,
                        FastChannel.WeightShift(sum.Least, sum.Greatest)
                    )
                    : null;
            if (fast is not null)
                (sum, constant) = (sum.Shifted(fast.Shift), (constant << fast.Shift) + fast.Offset);
            maximum = Math.Max(maximum, Math.Max(-(constant + sum.Low), constant + sum.High));
            channels.Add(new ChannelRequant(isNegated, factor, zeroPoint, constant, sum.Total, fast));
        }

        if (maximum < FastAccumulatorLimit && channels.All(channel => channel.Rewritten is not null || IsFast(channel.Factor)))
            return (KernelEncoding.Fast, channels.MoveToImmutable());
        return rewritten == 0
            ? (KernelEncoding.AnyShift, channels.MoveToImmutable())
            : Requantize(sums, bias, multipliers, ofmZeroPoint, rewrites: false);
    }

    /// <summary>The code, before the zero point, that a channel gives for every accumulator in a range; null when there are several, or
    /// when the range leaves int32. Rescaling is monotone, so the ends decide; a left shift may wrap and is left alone.</summary>
    private static int? OnlyCode(QuantizedMultiplier factor, long low, long high)
    {
        if (factor.Shift > 0 || low < int.MinValue || high > int.MaxValue)
            return null;
        var code = factor.Apply((int)low);
        return code == factor.Apply((int)high) ? code : null;
    }
}
