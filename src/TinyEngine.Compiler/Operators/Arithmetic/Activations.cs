using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>Fused activations as bounds on output codes.</summary>
internal static class Activations
{
    /// <summary>The output codes that an activation allows.</summary>
    /// <param name="activation">TFLite's fused activation.</param>
    /// <param name="output">Type of the output.</param>
    /// <param name="site">Sink for errors.</param>
    /// <returns>The bounds, or null after an error was reported.</returns>
    public static Clamp? Clamp(FusedActivation activation, TensorType output, OpSite site)
    {
        if (activation is FusedActivation.Relu or FusedActivation.Relu6 or FusedActivation.ReluN1To1 && !output.Quant.IsPerTensor)
            site.Error(Diag.BadQuantization, $"a fused {activation} needs a quantized output");
        else if (Bounds(activation, output) is { } bounds)
            return bounds;
        else
            site.Error(
                Diag.UnsupportedAttribute,
                $"fused activation {activation} is not supported",
                "NONE, RELU, RELU6 and RELU_N1_TO_1 are",
                "use a separate activation operator"
            );
        return null;
    }

    /// <summary>The output codes that an activation allows; null when it is not supported or the output is not quantized.</summary>
    /// <remarks>A real bound b becomes the code zp + round(b / scale), computed in float32 with ties away from zero, as the reference
    /// does.</remarks>
    public static Clamp? Bounds(FusedActivation activation, TensorType output)
    {
        var full = Graph.Clamp.Full(output.DType is DType.Int8 or DType.UInt8 or DType.Int16 ? output.DType : DType.Int32);
        if (activation == FusedActivation.None)
            return full;
        if (!output.Quant.IsPerTensor)
            return null;
        int Code(float real) =>
            (int)
                Math.Clamp(
                    output.Quant.ZeroPoint + (double)MathF.Round(real / output.Quant.Scale, MidpointRounding.AwayFromZero),
                    int.MinValue,
                    int.MaxValue
                );
        return activation switch
        {
            FusedActivation.Relu => full with { Min = Math.Max(full.Min, Code(0)) },
            FusedActivation.Relu6 => full.Intersect(new Clamp(Code(0), Code(6))),
            FusedActivation.ReluN1To1 => full.Intersect(new Clamp(Code(-1), Code(1))),
            _ => null,
        };
    }
}
