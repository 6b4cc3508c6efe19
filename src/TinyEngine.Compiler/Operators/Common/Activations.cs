using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>Fused activations as bounds on output codes.</summary>
public static class Activations
{
    /// <summary>The output codes that an activation allows.</summary>
    /// <param name="activation">TFLite's fused activation.</param>
    /// <param name="output">Type of the output.</param>
    /// <param name="site">Sink for errors.</param>
    /// <returns>The bounds, or null after an error was reported.</returns>
    /// <remarks>A real bound b becomes the code zp + round(b / scale), computed in float32 with ties away from zero, as the reference does.</remarks>
    public static Clamp? Clamp(FusedActivation activation, TensorType output, OpSite site)
    {
        var full = Graph.Clamp.Full(output.DType is DType.Float32 ? DType.Int32 : output.DType);
        if (activation == FusedActivation.None)
            return full;
        if (!output.Quant.IsPerTensor)
        {
            site.Error(Diag.BadQuantization, $"a fused {activation} needs a quantized output");
            return null;
        }

        int Code(float real) => (int)Math.Clamp(output.Quant.ZeroPoint + (double)MathF.Round(real / output.Quant.Scale, MidpointRounding.AwayFromZero), int.MinValue, int.MaxValue);
        switch (activation)
        {
            case FusedActivation.Relu:
                return full with { Min = Math.Max(full.Min, Code(0)) };
            case FusedActivation.Relu6:
                return full.Intersect(new Clamp(Code(0), Code(6)));
            case FusedActivation.ReluN1To1:
                return full.Intersect(new Clamp(Code(-1), Code(1)));
            default:
                site.Error(Diag.UnsupportedAttribute, $"fused activation {activation} is not supported", "NONE, RELU, RELU6 and RELU_N1_TO_1 are", "use a separate activation operator");
                return null;
        }
    }
}
