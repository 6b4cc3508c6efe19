using TinyEngine.Graph;

namespace TinyEngine.Compiler.Proofs;

/// <summary>
/// A channel with a left shift, or none, in the fast encoding of <c>te_requant</c>, which shifts right: its weights are multiplied by a
/// power of two, an offset is added to the bias, and rounding and zero point are chosen so that every accumulator gives the reference's
/// code. Few accumulators give a code that is not saturated where the scale is that large, so all of them are compared.
/// </summary>
/// <param name="Shift">Each weight, and the bias, is multiplied by <c>2^Shift</c>.</param>
/// <param name="Offset">Added to the bias after that.</param>
/// <param name="Finish">Shift and rounding, as <c>te_types.h</c> defines it.</param>
internal sealed record FastChannel(int Shift, long Offset, int Finish)
{
    private const int Most = 6,
        LargestOffset = 1 << 16;

    /// <summary>The largest power of two that all weights can be multiplied by.</summary>
    public static int WeightShift(int least, int greatest)
    {
        var shift = Most;
        while (shift > 0 && (least << shift < sbyte.MinValue || greatest << shift > sbyte.MaxValue))
            shift--;
        return shift;
    }

    /// <summary>Multiplies weights.</summary>
    public void Scale(Span<sbyte> weights)
    {
        foreach (ref var weight in weights)
            weight = (sbyte)(weight << Shift);
    }

    /// <summary>The encoding of a channel; null when none was found.</summary>
    /// <param name="factor">Its scale, of a positive multiplier and a left shift or none.</param>
    /// <param name="zeroPoint">Zero point of the output.</param>
    /// <param name="low">The least accumulator.</param>
    /// <param name="high">The greatest accumulator.</param>
    /// <param name="mostShift">The largest power of two that the weights can be multiplied by.</param>
    public static FastChannel? Find(QuantizedMultiplier factor, int zeroPoint, long low, long high, int mostShift)
    {
        // Beyond these the reference's left shift may wrap.
        if (low << factor.Shift < int.MinValue || high << factor.Shift > int.MaxValue)
            return null;
        var scale = Math.ScaleB(factor.Multiplier, factor.Shift - 31);
        var from = Math.Max(low, (long)Math.Floor((sbyte.MinValue - 2 - zeroPoint) / scale));
        var to = Math.Min(high, (long)Math.Ceiling((sbyte.MaxValue + 2 - zeroPoint) / scale));
        if (from > to)
            return null;
        var codes = new int[to - from + 1];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = Math.Clamp(factor.Apply((int)(from + i)) + zeroPoint, sbyte.MinValue, sbyte.MaxValue);
        if ((from > low && codes[0] != sbyte.MinValue) || (to < high && codes[^1] != sbyte.MaxValue))
            return null;
        for (var shift = mostShift; shift >= factor.Shift; shift--)
        {
            if ((Math.Max(-low, high) << shift) + LargestOffset >= LayerProof.FastAccumulatorLimit)
                continue;
            // Around the bias itself, or with accumulators below 0 all saturated, since the fast encoding rounds these otherwise.
            var right = shift - factor.Shift;
            var positive = (long)Math.Round((zeroPoint - sbyte.MinValue) / scale * (1 << shift));
            var found = Search(factor.Multiplier, shift, right, 0, zeroPoint << right, from, codes)
                ?? Search(factor.Multiplier, shift, right, positive, sbyte.MinValue << right, from, codes);
            if (found is not null)
                return found;
        }

        return null;
    }

    private static FastChannel? Search(int multiplier, int shift, int right, long offset, int zero, long from, int[] codes)
    {
        for (var step = 0; step < 2 << shift; step++)
        {
            var moved = offset + (step % 2 == 0 ? step / 2 : -(step + 1) / 2);
            for (var rounding = zero; rounding < zero + (1 << right); rounding++)
            {
                if (!Agrees(multiplier, shift, right, moved, rounding, from, codes))
                    continue;
                var kept = 24 - right;
                return new FastChannel(shift, moved, (rounding << kept) | kept);
            }
        }

        return null;
    }

    private static bool Agrees(int multiplier, int shift, int right, long offset, int rounding, long from, int[] codes)
    {
        for (var i = 0; i < codes.Length; i++)
        {
            if (Requantize(((from + i) << shift) + offset, multiplier, rounding, right) != codes[i])
                return false;
        }

        return true;
    }

    /// <summary>What kernels compute in the fast encoding.</summary>
    private static long Requantize(long accumulator, int multiplier, int rounding, int right)
    {
        var high = rounding + (accumulator < 0 ? -1 : 0) + (((2 * accumulator * multiplier) + (1L << 31)) >> 32);
        return Math.Clamp(high >> right, sbyte.MinValue, sbyte.MaxValue);
    }
}
