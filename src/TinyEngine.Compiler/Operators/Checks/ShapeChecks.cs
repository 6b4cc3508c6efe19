using System.Numerics;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Checks;

/// <summary>Checks on shapes, windows and quantization that many operators share; each reports an error when it fails.</summary>
internal static class ShapeChecks
{
    /// <summary>Makes a type with the given sizes; reports an error when a size is not positive or the tensor exceeds 2 GB.</summary>
    public static InferResult TypeOf(this OpSite site, TensorType type, params ReadOnlySpan<long> sizes)
    {
        var bytes = (BigInteger)type.DType.ByteSize();
        var axes = new int[sizes.Length];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            bytes *= sizes[axis];
            if (sizes[axis] < 1 || bytes > int.MaxValue)
                return site.Error(
                    Diag.BadShape,
                    $"the output would have the shape {string.Join('x', sizes.ToArray())}",
                    "sizes are at least 1, tensors smaller than 2 GB"
                );
            axes[axis] = (int)sizes[axis];
        }

        return type with
        {
            Shape = Shape.Create(axes),
        };
    }

    /// <summary>The operator has this many operands.</summary>
    public static bool HasOperands(this OpSite site, ReadOnlySpan<TensorType> inputs, int count)
    {
        if (inputs.Length == count)
            return true;
        site.Error(Diag.OperandCount, $"{inputs.Length} operands, expected {count}");
        return false;
    }

    /// <summary>The feature map has batch 1: generated code runs one inference at a time.</summary>
    public static bool HasBatchOne(this OpSite site, int batch)
    {
        if (batch == 1)
            return true;
        site.Error(
            Diag.ShapeMismatch,
            $"batch {batch} is not supported",
            "generated code runs one inference at a time",
            "export the model with batch size 1"
        );
        return false;
    }

    /// <summary>A window makes sense and gives an output for a map of this size.</summary>
    public static bool HasWindow(this OpSite site, Window2D window, int height, int width) =>
        site.HasWindow(window.Y, "height", height) && site.HasWindow(window.X, "width", width);

    /// <summary>Every window touches the map: padding is narrower than the window. Pooling needs this, since it ignores padding.</summary>
    public static bool TouchesMap(this OpSite site, Window2D window)
    {
        if (
            Math.Max(window.Y.PadBefore, window.Y.PadAfter) < window.Y.Extent
            && Math.Max(window.X.PadBefore, window.X.PadAfter) < window.X.Extent
        )
            return true;
        site.Error(
            Diag.UnsupportedAttribute,
            $"the padding of window {window} is as wide as the window",
            "a window that holds nothing but padding has no result"
        );
        return false;
    }

    /// <summary>The bounds of the output codes are in order and inside the type.</summary>
    public static bool HasActivation(this OpSite site, Clamp activation, DType type)
    {
        if (activation.Min <= activation.Max && activation.Min >= type.MinValue() && activation.Max <= type.MaxValue())
            return true;
        site.Error(
            Diag.BadQuantization,
            $"the activation leaves the codes {activation.Min} to {activation.Max} of {type.Name()}",
            "its bounds do not fit the output's scale and zero point"
        );
        return false;
    }

    /// <summary>Whether a code means the same number in both.</summary>
    /// <remarks>Scales may differ by a few units in the last place: converters compute them separately.</remarks>
    public static bool MeanTheSame(QuantParams from, QuantParams to) =>
        from == to
        || (
            from.IsPerTensor
            && to.IsPerTensor
            && from.ZeroPoint == to.ZeroPoint
            && Math.Abs(from.Scale - to.Scale) <= 1e-5f * Math.Abs(to.Scale)
        );

    /// <summary>Input and output mean the same by a code, because the operator moves codes without rescaling them.</summary>
    public static bool HasSameQuant(this OpSite site, TensorType input, TensorType output, string what = "the input")
    {
        if (MeanTheSame(input.Quant, output.Quant))
            return true;
        site.Error(
            Diag.QuantizationMismatch,
            $"{what} ({input.Quant}) and the output ({output.Quant}) are quantized differently",
            "the operator moves codes without rescaling them",
            "convert the model again with a current converter, which inserts QUANTIZE where it is needed"
        );
        return false;
    }

    /// <summary>The output has the scale and zero point that the operator's result is defined in.</summary>
    public static bool HasOutputQuant(this OpSite site, TensorType output, float scale, int zeroPoint)
    {
        if (!site.IsPerTensor("the output", output))
            return false;
        if (output.Quant.ZeroPoint == zeroPoint && Math.Abs(output.Quant.Scale - scale) <= 1e-3f * scale)
            return true;
        site.Error(
            Diag.QuantizationMismatch,
            $"the output has {output.Quant}, expected scale 1/{1 / scale} and zero point {zeroPoint}",
            "the operator's results lie in a fixed range, so TFLite fixes the quantization",
            Remedies.ConvertAgain
        );
        return false;
    }

    /// <summary>16-bit activations are symmetric in TFLite's 16x8 scheme.</summary>
    public static bool HasZeroPointOfType(this OpSite site, string what, TensorType type)
    {
        if (type.DType != DType.Int16 || type.Quant.ZeroPoint == 0)
            return true;
        site.Error(
            Diag.QuantizationMismatch,
            $"{what} is int16 with zero point {type.Quant.ZeroPoint}, expected 0",
            "16-bit activations are symmetric in TFLite's 16x8 scheme",
            Remedies.ConvertAgain
        );
        return false;
    }

    /// <summary>An activation tensor of a quantized operator: one of the types, one scale, and symmetric when 16 bits wide.</summary>
    public static bool IsActivation(this OpSite site, string what, TensorType type, params ReadOnlySpan<DType> allowed) =>
        site.HasType(what, type, allowed) && site.IsPerTensor(what, type) && site.HasZeroPointOfType(what, type);

    private static bool HasWindow(this OpSite site, WindowAxis axis, string name, int size)
    {
        const int Limit = 1 << 16;
        if (
            axis.Kernel is < 1 or > Limit
            || axis.Stride is < 1 or > Limit
            || axis.Dilation is < 1 or > Limit
            || axis.PadBefore is < 0 or > int.MaxValue / 4
            || axis.PadAfter is < 0 or > int.MaxValue / 4
        )
            site.Error(
                Diag.UnsupportedAttribute,
                $"kernel {axis.Kernel}, stride {axis.Stride}, dilation {axis.Dilation}, padding {axis.PadBefore} and "
                    + $"{axis.PadAfter} along the {name} are out of range",
                $"kernel, stride and dilation lie between 1 and {Limit}"
            );
        else if ((long)(axis.Kernel - 1) * axis.Dilation > int.MaxValue / 4 || size > int.MaxValue / 4 || axis.OutputSize(size) < 1)
            site.Error(
                Diag.ShapeMismatch,
                $"a {axis.Kernel}-tap window with dilation {axis.Dilation} does not fit an input {name} of {size}"
            );
        else
            return true;
        return false;
    }
}
