using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>How wide the sums of an operator with weights are, which decides how they are rescaled.</summary>
internal static class Accumulators
{
    /// <summary>Whether the reference sums in 64 bits: with int16 activations, unless the bias is int32.</summary>
    public static bool AreWide(TensorType ifm, TensorType? bias) => ifm.DType == DType.Int16 && bias?.DType != DType.Int32;

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
            "64-bit sums can be multiplied by less than 128"
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
}
