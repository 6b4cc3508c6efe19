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
/// <param name="MaximumAccumulator">Largest magnitude that any accumulator can reach.</param>
public sealed record Requantization(bool IsFast, CArray Rows, long MaximumAccumulator)
{
    private const int MaximumFastShift = 23;
    private const long FastAccumulatorLimit = 1L << 30;

    /// <summary>What selects the general kernels' names.</summary>
    public string KernelInfix => IsFast ? "" : "_anyshift";

    /// <summary>Builds the rows of a layer.</summary>
    /// <param name="channelWeights">For each output channel its weights, in any order.</param>
    /// <param name="bias">One element per output channel, or empty.</param>
    /// <param name="multipliers">Output multipliers per channel.</param>
    /// <param name="ifmZeroPoint">Zero point of the IFM.</param>
    /// <param name="ofmZeroPoint">Zero point of the OFM.</param>
    public static Requantization Build(
        IReadOnlyList<ReadOnlyMemory<sbyte>> channelWeights, ReadOnlySpan<int> bias, ImmutableArray<QuantizedMultiplier> multipliers, int ifmZeroPoint, int ofmZeroPoint)
    {
        var channels = channelWeights.Count;
        var folded = new int[channels];
        var maximum = 0L;
        for (var channel = 0; channel < channels; channel++)
        {
            var (sum, low, high) = (0L, 0L, 0L);
            foreach (var weight in channelWeights[channel].Span)
            {
                sum += weight;
                low += Math.Min(weight * (sbyte.MinValue - ifmZeroPoint), weight * (sbyte.MaxValue - ifmZeroPoint));
                high += Math.Max(weight * (sbyte.MinValue - ifmZeroPoint), weight * (sbyte.MaxValue - ifmZeroPoint));
            }

            var own = bias.IsEmpty ? 0L : bias[channel];
            maximum = Math.Max(maximum, Math.Max(-(own + low), own + high));
            folded[channel] = unchecked((int)(own - (ifmZeroPoint * sum)));
        }

        var isFast = maximum < FastAccumulatorLimit && multipliers.All(m => m.Multiplier == 0 || (m.Multiplier > 0 && m.Shift is <= -1 and >= -MaximumFastShift));
        return new Requantization(isFast, Encode(folded, multipliers, ofmZeroPoint, isFast), maximum);
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
