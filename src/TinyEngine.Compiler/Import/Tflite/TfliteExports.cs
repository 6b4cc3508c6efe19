using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>The parts of operators in TFLite's terms, for writing files.</summary>
internal static class TfliteExports
{
    private const byte Same = 0,
        Valid = 1;

    /// <summary>The code of the padding that gives this window on a map of this size; null when neither SAME nor VALID does.</summary>
    public static byte? Padding(Window2D window, Shape map)
    {
        WindowAxis Axis(WindowAxis axis, int size, byte padding) =>
            WindowAxis.Create(size, axis.Kernel, axis.Stride, axis.Dilation, padding == Same);
        foreach (var padding in new[] { Same, Valid })
        {
            if (Axis(window.Y, map[1], padding) == window.Y && Axis(window.X, map[2], padding) == window.X)
                return padding;
        }

        return null;
    }

    /// <summary>The code of the fused activation that leaves these bounds; null when none does.</summary>
    public static byte? Activation(Clamp bounds, TensorType output)
    {
        foreach (var activation in new[] { FusedActivation.None, FusedActivation.Relu, FusedActivation.Relu6, FusedActivation.ReluN1To1 })
        {
            if (Activations.Bounds(activation, output) == bounds)
                return (byte)activation;
        }

        return null;
    }

    /// <summary>An int32 constant, in the shape given; by default one axis.</summary>
    public static Tensor Ints(ReadOnlySpan<int> values, Shape? shape = null) =>
        new(new TensorType(DType.Int32, shape ?? [values.Length], QuantParams.None), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>An operator whose first operand is the node's only one and whose further ones are constants.</summary>
    public static TfliteExport Unary(Formats.Tflite.TfliteOptions options, params ImmutableArray<Tensor> constants) =>
        new(options, [0], constants);

    /// <summary>Scales of a bias (operand 2) beside weights with several: input scale · weight scale per channel. With one scale for all
    /// weights the bias has its own.</summary>
    public static (int Operand, QuantParams Quant)? BiasQuant(OpTypes types)
    {
        if (types.Inputs is not [var input, { Quant.Scales.Count: > 1 } weights, _])
            return null;
        EquatableArray<float> scales = [.. weights.Quant.Scales.Select(scale => input.Quant.Scale * scale)];
        return (2, new QuantParams(scales, [.. new int[scales.Count]]));
    }
}
