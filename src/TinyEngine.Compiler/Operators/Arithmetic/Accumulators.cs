using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>How wide the sums of an operator are, which decides how they are rescaled, and how far they can go.</summary>
internal static class Accumulators
{
    /// <summary>64-bit sums are rescaled by 16-bit factors, which leaves them 48 bits.</summary>
    private const long WideLimit = 1L << 47;

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

    /// <summary>The bounds of a layer with weights. They hold for partial sums in any order and for zero points folded into the bias: a tap
    /// that is left out, or that counts with the raw code 0, adds no more than one of its codes could.</summary>
    /// <param name="types">Types of the layer: IFM, weights, bias.</param>
    /// <param name="constants">Their values.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="inner">Weights of a channel that lie together: all when the channel is the first axis, one when it is the last.</param>
    public static AccumulatorRange OfWeights(OpTypes types, ImmutableArray<Tensor?> constants, int channels, int inner)
    {
        var ifm = types.Inputs[0];
        var zeroPoint = ifm.Quant.ZeroPoint;
        var (least, greatest) = (ifm.DType.MinValue() - zeroPoint, ifm.DType.MaxValue() - zeroPoint);
        var (low, high) = (new long[channels], new long[channels]);
        var weights = constants[1]!.Value.As<sbyte>();
        for (var i = 0; i < weights.Length; i++)
        {
            var (weight, channel) = ((long)weights[i], i / inner % channels);
            low[channel] += weight * (weight > 0 ? least : greatest);
            high[channel] += weight * (weight > 0 ? greatest : least);
        }

        var bias = constants.Length > 2 ? constants[2]!.Value.ToInt64() : new long[channels];
        var maximum = (Int128)0;
        for (var channel = 0; channel < channels; channel++)
        {
            foreach (
                var sum in new[]
                {
                    low[channel],
                    high[channel],
                    (Int128)bias[channel] + low[channel],
                    (Int128)bias[channel] + high[channel],
                }
            )
                maximum = Int128.Max(maximum, Int128.Abs(sum));
        }

        var isWide = AreWide(ifm, constants.Length > 2 ? types.Inputs[2] : null);
        return new AccumulatorRange((long)Int128.Min(maximum, long.MaxValue), isWide ? WideLimit : int.MaxValue);
    }

    /// <summary>The bounds of a sum of codes.</summary>
    /// <param name="type">Type of the codes.</param>
    /// <param name="count">How many.</param>
    public static AccumulatorRange OfCodes(TensorType type, long count)
    {
        var zeroPoint = type.Quant.ZeroPoint;
        var largest = new[] { -type.DType.MinValue(), zeroPoint - type.DType.MinValue(), type.DType.MaxValue() - zeroPoint }.Max();
        return new AccumulatorRange((largest + 1) * count, int.MaxValue); // 1 more for what is added before a division
    }
}
