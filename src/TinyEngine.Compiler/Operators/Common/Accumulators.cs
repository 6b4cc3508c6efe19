using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>How wide the sums of an operator with weights are, which decides how they are rescaled.</summary>
internal static class Accumulators
{
    /// <summary>Whether the reference sums in 64 bits: with int16 activations, unless the bias is int32.</summary>
    public static bool AreWide(TensorType ifm, TensorType? bias) => ifm.DType == DType.Int16 && bias?.DType != DType.Int32;

    /// <summary>The factors can be applied to 64-bit sums, which leaves less room for left shifts.</summary>
    internal static bool HasWideFactors(this OpSite site, ImmutableArray<QuantizedMultiplier> multipliers)
    {
        foreach (var (_, shift) in multipliers)
        {
            if (shift <= 7)
                continue;
            site.Error(
                Diag.QuantizationMismatch,
                "the output scale is too small for the scales of input and weights",
                "64-bit sums can be multiplied by less than 128"
            );
            return false;
        }

        return true;
    }
}
