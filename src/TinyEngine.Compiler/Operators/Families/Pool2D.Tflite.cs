using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Families;

internal static partial class Pool2D
{
    // Fields of TFLite's Pool2DOptions.
    private const int PaddingField = 0,
        StrideWField = 1,
        StrideHField = 2,
        KernelWField = 3,
        KernelHField = 4,
        ActivationField = 5;

    /// <summary>Reads the window and the activation of a pooling operator.</summary>
    internal static ImportedOp? FromTflite(TfliteNode node, Func<Window2D, Clamp, Op> create) =>
        WindowOf(node) is { } window && node.FusedClamp(ActivationField) is { } clamp
            ? ImportedOp.FirstOperands(create(window, clamp), 1)
            : null;

    /// <summary>The same of an operator on float32.</summary>
    internal static ImportedOp? FromTflite(TfliteNode node, Func<Window2D, FusedActivation, Op> create) =>
        WindowOf(node) is { } window
            ? ImportedOp.FirstOperands(create(window, (FusedActivation)node.Options.Byte(ActivationField)), 1)
            : null;

    private static Window2D? WindowOf(TfliteNode node)
    {
        if (!node.CheckOperands(1, 1))
            return null;
        if (node.Input(0).Shape is not [_, var h, var w, _])
        {
            node.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {node.Input(0).Shape}");
            return null;
        }

        var padding = node.Options.Byte(PaddingField);
        var y = node.Window("height", h, node.Options.Int32(KernelHField), node.Options.Int32(StrideHField), 1, padding);
        var x = node.Window("width", w, node.Options.Int32(KernelWField), node.Options.Int32(StrideWField), 1, padding);
        return y is null || x is null ? null : new Window2D(y.Value, x.Value);
    }

    /// <summary>Options of a pooling operator; null when TFLite has no such window or activation.</summary>
    internal static TfliteExport? ToTflite(Window2D window, Clamp activation, OpTypes types) =>
        TfliteExports.Activation(activation, types.Outputs[0]) is { } code ? ToTflite(window, (FusedActivation)code, types) : null;

    /// <inheritdoc cref="ToTflite(Window2D, Clamp, OpTypes)"/>
    internal static TfliteExport? ToTflite(Window2D window, FusedActivation activation, OpTypes types)
    {
        if (TfliteExports.Padding(window, types.Inputs[0].Shape) is not { } padding)
            return null;
        var options = new TfliteOptions(BuiltinOptionsType.Pool2D)
            .With(PaddingField, padding)
            .With(StrideWField, window.X.Stride)
            .With(StrideHField, window.Y.Stride)
            .With(KernelWField, window.X.Kernel)
            .With(KernelHField, window.Y.Kernel)
            .With(ActivationField, (byte)activation);
        return TfliteExport.Plain(options, 1);
    }
}
