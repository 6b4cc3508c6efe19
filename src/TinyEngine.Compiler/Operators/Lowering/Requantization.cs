using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>
/// The requantization rows of a layer with weights (<c>te_requant</c>): folded bias, multiplier, and shift and zero point of each output
/// channel, in the encoding that the layer's ranges allow.
/// </summary>
/// <remarks>
/// The fast encoding computes TFLite's two roundings in five instructions and is exact for right shifts of 1 to 23 and accumulators below
/// 2^30; both are proved here, per channel, from the weights. A layer with any channel outside uses the general encoding. The bias is
/// folded:
/// <c>bias' = bias − ifmZeroPoint·Σweights</c>, so that inner loops multiply raw codes.
/// </remarks>
/// <param name="IsFast">Whether the fast encoding holds for every channel.</param>
/// <param name="Rows">The C array.</param>
/// <param name="Weights">The weights that belong to the rows, channel by channel.</param>
/// <param name="MaximumAccumulator">Largest magnitude that any accumulator can reach.</param>
internal sealed record Requantization(bool IsFast, CArray Rows, sbyte[] Weights, long MaximumAccumulator)
{
    private const int MaximumFastShift = 23;
    private const long FastAccumulatorLimit = 1L << 30;

    /// <summary>A call of the kernel for these rows, with its constants.</summary>
    /// <param name="offer">Call of the kernel for the fast encoding, without constants.</param>
    /// <param name="packed">The weights in the kernel's order.</param>
    public KernelCall Complete(KernelCall offer, sbyte[] packed)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return offer with
        {
            Kernel = IsFast ? offer.Kernel : KernelName.With(offer.Kernel, "_anyshift"),
            Arrays = [CArray.Weights(packed), Rows],
        };
    }

    /// <summary>Builds the rows of a layer.</summary>
    /// <param name="weights">Weights, channel by channel, [channels][depth].</param>
    /// <param name="bias">One element per output channel, or empty.</param>
    /// <param name="multipliers">Output multipliers per channel.</param>
    /// <param name="ifmZeroPoint">Zero point of the IFM.</param>
    /// <param name="ofmZeroPoint">Zero point of the OFM.</param>
    /// <param name="foldsZeroPoint">Whether the bias takes in the IFM's zero point. Not for kernels that leave taps out: the bounds hold
    /// for them too, since each tap's range contains 0.</param>
    /// <remarks>Two kinds of channels are rewritten, exactly, so that the fast encoding serves them. One with a negative scale computes
    /// <c>(−acc)·(−multiplier)</c>. One that gives the same code for every input (training leaves such channels, with tiny scales and huge
    /// biases) gets the multiplier 0 and that code as its zero point.</remarks>
    public static Requantization Build(
        ReadOnlySpan<sbyte> weights,
        ReadOnlySpan<int> bias,
        ImmutableArray<QuantizedMultiplier> multipliers,
        int ifmZeroPoint,
        int ofmZeroPoint,
        bool foldsZeroPoint = true
    )
    {
        var channels = multipliers.Length;
        var depth = weights.Length / channels;
        var own = weights.ToArray();
        var factors = multipliers.ToArray();
        var folded = new int[channels];
        var zeroPoints = new int[channels];
        var maximum = 0L;
        for (var channel = 0; channel < channels; channel++)
        {
            var slice = own.AsSpan(channel * depth, depth);
            var constant = bias.IsEmpty ? 0L : bias[channel];
            if (factors[channel].Multiplier < 0 && factors[channel].Multiplier != int.MinValue && !slice.Contains(sbyte.MinValue))
            {
                Negate(slice);
                constant = -constant;
                factors[channel] = factors[channel] with { Multiplier = -factors[channel].Multiplier };
            }

            var (sum, low, high) = Range(slice, ifmZeroPoint);
            zeroPoints[channel] = ofmZeroPoint;
            if (OnlyCode(factors[channel], constant + low, constant + high) is { } code)
            {
                (factors[channel], zeroPoints[channel], constant) = (
                    default,
                    Math.Clamp(code + ofmZeroPoint, sbyte.MinValue, sbyte.MaxValue),
                    0
                );
            }

            maximum = Math.Max(maximum, Math.Max(-(constant + low), constant + high));
            folded[channel] = unchecked((int)(constant - (foldsZeroPoint ? ifmZeroPoint * sum : 0)));
        }

        var isFast =
            maximum < FastAccumulatorLimit
            && Array.TrueForAll(factors, m => m.Multiplier == 0 || (m.Multiplier > 0 && m.Shift is <= -1 and >= -MaximumFastShift));
        return new Requantization(isFast, Encode(folded, factors, zeroPoints, isFast), own, maximum);
    }

    private static void Negate(Span<sbyte> weights)
    {
        foreach (ref var weight in weights)
            weight = (sbyte)-weight;
    }

    /// <summary>Sum of the weights, and the least and the greatest accumulator without bias over all input codes.</summary>
    private static (long Sum, long Low, long High) Range(ReadOnlySpan<sbyte> weights, int ifmZeroPoint)
    {
        var (sum, low, high) = (0L, 0L, 0L);
        var (least, greatest) = (sbyte.MinValue - ifmZeroPoint, sbyte.MaxValue - ifmZeroPoint);
        foreach (var weight in weights)
        {
            sum += weight;
            low += weight * (weight > 0 ? least : greatest);
            high += weight * (weight > 0 ? greatest : least);
        }

        return (sum, low, high);
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

    private static CArray Encode(int[] folded, QuantizedMultiplier[] multipliers, int[] zeroPoints, bool isFast)
    {
        int[] scalars =
        [
            .. Enumerable
                .Range(0, folded.Length)
                .SelectMany(c => new[] { folded[c], multipliers[c].Multiplier, Finish(multipliers[c], zeroPoints[c], isFast) }),
        ];
        return CArray.Table("requant", "te_requant", 3, scalars);
    }

    /// <summary>Shift and zero point in one word, as <c>te_types.h</c> defines it.</summary>
    public static int Finish(QuantizedMultiplier multiplier, int zeroPoint, bool isFast)
    {
        if (!isFast)
            return (zeroPoint * 256) + (multiplier.Shift & 255);
        var shift = multiplier.Multiplier == 0 ? 1 : -multiplier.Shift;
        return (((2 * zeroPoint) + 1) * (1 << 23)) + 24 - shift;
    }
}
