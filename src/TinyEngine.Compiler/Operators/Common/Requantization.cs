using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>
/// The requantization rows of a layer with weights (<c>te_requant</c>): folded bias, multiplier, rounding and shift of each output channel, in
/// the encoding that the layer's ranges allow.
/// </summary>
/// <remarks>
/// The fast encoding computes TFLite's two roundings in five instructions and is exact for right shifts of 1 to 23 and accumulators below
/// 2^30; both are proved here, per channel, from the weights. A layer with any channel outside uses the general encoding. The bias is folded:
/// <c>bias' = bias − ifmZeroPoint·Σweights</c>, so that inner loops multiply raw codes.
/// </remarks>
/// <param name="IsFast">Whether the fast encoding holds for every channel.</param>
/// <param name="Rows">The C array.</param>
/// <param name="Weights">The weights that belong to the rows, channel by channel.</param>
/// <param name="MaximumAccumulator">Largest magnitude that any accumulator can reach.</param>
public sealed record Requantization(bool IsFast, CArray Rows, sbyte[] Weights, long MaximumAccumulator)
{
    private const int MaximumFastShift = 23;
    private const long FastAccumulatorLimit = 1L << 30;

    /// <summary>What selects the general kernels' names.</summary>
    public string KernelInfix => IsFast ? "" : "_anyshift";

    /// <summary>Builds the rows of a layer.</summary>
    /// <param name="weights">Weights, channel by channel, [channels][depth].</param>
    /// <param name="bias">One element per output channel, or empty.</param>
    /// <param name="multipliers">Output multipliers per channel.</param>
    /// <param name="ifmZeroPoint">Zero point of the IFM.</param>
    /// <param name="ofmZeroPoint">Zero point of the OFM.</param>
    /// <remarks>Two kinds of channels are rewritten, exactly, so that the fast encoding serves them. One with a negative scale computes
    /// <c>(−acc)·(−multiplier)</c>. One whose right shift is so large that no accumulator it can reach leaves anything gets the multiplier 0.</remarks>
    public static Requantization Build(
        ReadOnlySpan<sbyte> weights, ReadOnlySpan<int> bias, ImmutableArray<QuantizedMultiplier> multipliers, int ifmZeroPoint, int ofmZeroPoint)
    {
        var channels = multipliers.Length;
        var depth = weights.Length / channels;
        var own = weights.ToArray();
        var factors = multipliers.ToArray();
        var folded = new int[channels];
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
            var reach = Math.Max(-(constant + low), constant + high);
            maximum = Math.Max(maximum, reach);
            folded[channel] = unchecked((int)(constant - (ifmZeroPoint * sum)));
            if (IsAlwaysZero(factors[channel], reach))
                factors[channel] = default;
        }

        var isFast = maximum < FastAccumulatorLimit && Array.TrueForAll(factors, m => m.Multiplier == 0 || (m.Multiplier > 0 && m.Shift is <= -1 and >= -MaximumFastShift));
        return new Requantization(isFast, Encode(folded, [.. factors], ofmZeroPoint, isFast), own, maximum);
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

    /// <summary>Whether the rescaled accumulator rounds to 0 wherever it may be.</summary>
    private static bool IsAlwaysZero(QuantizedMultiplier factor, long reach)
    {
        if (factor.Shift >= -1 || reach >= FastAccumulatorLimit)
            return false;
        var largest = ((reach * Math.Abs((long)factor.Multiplier)) >> 31) + 1;
        return largest < 1L << (-factor.Shift - 1);
    }

    private static CArray Encode(int[] folded, ImmutableArray<QuantizedMultiplier> multipliers, int zeroPoint, bool isFast)
    {
        const int Members = 4;
        var scalars = new int[folded.Length * Members];
        for (var channel = 0; channel < folded.Length; channel++)
        {
            var row = Encode(folded[channel], multipliers[channel], zeroPoint, isFast);
            (scalars[channel * Members], scalars[(channel * Members) + 1], scalars[(channel * Members) + 2], scalars[(channel * Members) + 3]) = row;
        }

        return CArray.Table("requant", "te_requant", Members, scalars);
    }

    /// <summary>One row: bias, multiplier, rounding, shift.</summary>
    public static (int Bias, int Multiplier, int Rounding, int Shift) Encode(int bias, QuantizedMultiplier multiplier, int zeroPoint, bool isFast)
    {
        if (!isFast)
            return (bias, multiplier.Multiplier, zeroPoint, multiplier.Shift);
        var shift = multiplier.Multiplier == 0 ? 1 : -multiplier.Shift;
        return (bias, multiplier.Multiplier, (1 << (shift - 1)) + (zeroPoint * (1 << shift)), shift);
    }
}
