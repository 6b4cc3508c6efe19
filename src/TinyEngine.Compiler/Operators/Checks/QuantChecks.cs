using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Checks;

/// <summary>Checks on operand types that many operators share; each reports an error and returns false when it fails.</summary>
internal static class QuantChecks
{
    /// <summary>The element type is one of those allowed.</summary>
    public static bool HasType(this OpSite site, string what, TensorType type, params ReadOnlySpan<DType> allowed)
    {
        if (allowed.Contains(type.DType))
            return true;
        var names = new string[allowed.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = allowed[i].Name();
        site.Error(
            Diag.UnsupportedType,
            $"{what} is {type.DType.Name()}, supported: {string.Join(", ", names)}",
            @try: Remedies.ForType(type.DType)
        );
        return false;
    }

    /// <summary>The tensor has one scale and one zero point.</summary>
    public static bool IsPerTensor(this OpSite site, string what, TensorType type)
    {
        if (type.Quant.IsPerTensor)
            return true;
        site.Error(
            Diag.QuantizationMismatch,
            type.Quant.IsQuantized ? $"{what} is quantized per axis, expected one scale" : $"{what} has no quantization parameters",
            @try: Remedies.ConvertAgain
        );
        return false;
    }

    /// <summary>Weights are symmetric, with one scale or one per output channel along the given axis.</summary>
    public static bool HasWeightQuant(this OpSite site, TensorType weights, int channelAxis)
    {
        var quant = weights.Quant;
        if (!quant.IsQuantized)
            site.Error(Diag.QuantizationMismatch, "the weights have no quantization parameters", @try: Remedies.ConvertAgain);
        else if (quant.ZeroPoints.Items.Any(z => z != 0))
            site.Error(
                Diag.QuantizationMismatch,
                "the weights have a zero point other than 0",
                "int8 weights are symmetric in TFLite's quantization scheme",
                "convert the model again with a current converter"
            );
        else if (!quant.IsPerTensor && quant.Axis != channelAxis)
            site.Error(
                Diag.QuantizationMismatch,
                $"the weights are quantized along axis {quant.Axis}, expected axis {channelAxis}",
                "that is the axis of output channels",
                Remedies.ConvertAgain
            );
        else if (!quant.IsPerTensor && quant.Scales.Count != weights.Shape[channelAxis])
            site.Error(
                Diag.QuantizationMismatch,
                $"the weights have {quant.Scales.Count} scales for {weights.Shape[channelAxis]} output channels",
                @try: Remedies.ConvertAgain
            );
        else
            return true;
        return false;
    }

    /// <summary>A bias has the accumulator's type and one element per output channel.</summary>
    public static bool HasBias(this OpSite site, TensorType bias, int channels, DType inputType)
    {
        var typed =
            inputType == DType.Int16
                ? site.HasType("the bias", bias, DType.Int32, DType.Int64)
                : site.HasType("the bias", bias, DType.Int32);
        if (!typed)
            return false;
        if (bias.Shape.ElementCount == channels)
            return true;
        site.Error(Diag.ShapeMismatch, $"the bias has {bias.Shape.ElementCount} elements for {channels} output channels");
        return false;
    }
}
