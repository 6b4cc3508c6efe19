using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>Whether factors can be applied to sums, and how far sums of codes can go.</summary>
internal static class Accumulators
{
    /// <summary>The factors can be applied to sums of this width; 64-bit sums leave less room for left shifts.</summary>
    /// <param name="site">Where the operator stands.</param>
    /// <param name="wide">Whether the sums have 64 bits.</param>
    /// <param name="multipliers">The factors of all channels.</param>
    internal static bool HasFactors(this OpSite site, bool wide, ImmutableArray<QuantizedMultiplier> multipliers)
    {
        if (!wide)
            return site.HasFactors(multipliers.AsSpan());
        if (multipliers.All(multiplier => multiplier.Shift <= 7))
            return true;
        site.Error(
            Diag.QuantizationMismatch,
            "the output scale is too small for the scales of input and weights",
            "64-bit sums can be multiplied by less than 128",
            Remedies.Calibrate
        );
        return false;
    }

    /// <summary>The reference's arithmetic is defined for the factors.</summary>
    internal static bool HasFactors(this OpSite site, params ReadOnlySpan<QuantizedMultiplier> multipliers)
    {
        foreach (var multiplier in multipliers)
        {
            if (multiplier.IsDefined)
                continue;
            site.Error(
                Diag.QuantizationMismatch,
                "the output scale is too small for the scales of the operands",
                "codes would be multiplied by 2^30 and more, for which the reference has no defined result",
                "calibrate the model again: a scale is broken"
            );
            return false;
        }

        return true;
    }

    /// <summary>The bounds of a sum of codes.</summary>
    /// <param name="type">Type of the codes.</param>
    /// <param name="count">How many.</param>
    public static AccumulatorRange OfCodes(TensorType type, long count)
    {
        var zeroPoint = type.Quant.ZeroPoint;
        var largest = new[] { -type.DType.MinValue(), zeroPoint - type.DType.MinValue(), type.DType.MaxValue() - zeroPoint }.Max();
        var sum = (largest + 1) * count; // 1 more for what is added before a division
        return new AccumulatorRange(-sum, sum, int.MaxValue);
    }
}
