using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>The output multipliers of operators with weights, one per output channel.</summary>
internal static class ChannelMultipliers
{
    /// <summary>ifmScale · weightScale / ofmScale per channel, formed in double precision as the reference forms it for convolutions and
    /// per-channel fully-connected layers.</summary>
    /// <param name="ifm">IFM type.</param>
    /// <param name="weights">Weights type; per tensor or per output channel.</param>
    /// <param name="ofm">OFM type.</param>
    /// <param name="channels">Number of output channels.</param>
    public static ImmutableArray<QuantizedMultiplier> Compute(TensorType ifm, TensorType weights, TensorType ofm, int channels)
    {
        var multipliers = ImmutableArray.CreateBuilder<QuantizedMultiplier>(channels);
        for (var channel = 0; channel < channels; channel++)
            multipliers.Add(QuantizedMultiplier.From((double)ifm.Quant.Scale * weights.Quant.ScaleOf(channel) / ofm.Quant.Scale));
        return multipliers.MoveToImmutable();
    }

    /// <summary>The factors of FULLY_CONNECTED: like <see cref="Compute"/> for per-channel weights; with one scale for all weights the
    /// reference rounds the product ifmScale · weightScale to float32 before it divides.</summary>
    /// <inheritdoc cref="Compute"/>
    public static ImmutableArray<QuantizedMultiplier> ComputeFullyConnected(
        TensorType ifm,
        TensorType weights,
        TensorType ofm,
        int channels
    )
    {
        if (!weights.Quant.IsPerTensor)
            return Compute(ifm, weights, ofm, channels);
        return [.. Enumerable.Repeat(ProductMultiplier.Compute(ifm.Quant.Scale, weights.Quant.Scale, ofm.Quant.Scale), channels)];
    }
}
