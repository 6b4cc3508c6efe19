using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DepthwiseConv2D : IMapTflite
{
    // Fields of TFLite's DepthwiseConv2DOptions; on import the depth multiplier follows from the shapes.
    private const int PaddingField = 0,
        StrideWField = 1,
        StrideHField = 2,
        DepthMultiplierField = 3,
        ActivationField = 4,
        DilationWField = 5,
        DilationHField = 6;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.DepthwiseConv2D, FromTflite, ToTflite) { Version = site => site.Type == TfliteTensorType.Int16 ? 5 : 3 }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 3))
            return null;
        if (node.Input(0).Shape is not [_, var h, var w, _] || node.Input(1).Shape is not [_, var kh, var kw, _])
            return node.Error(Diag.ShapeMismatch, "expected a 4-D IFM (NHWC) and 4-D weights (1HWO)");
        if (node.ConstantTensor(1, "weights") is null || (node.Has(2) && node.ConstantTensor(2, "bias") is null))
            return null;
        var padding = node.Options.Byte(PaddingField);
        var y = node.Window("height", h, kh, node.Options.Int32(StrideHField), node.Options.Int32(DilationHField, 1), padding);
        var x = node.Window("width", w, kw, node.Options.Int32(StrideWField), node.Options.Int32(DilationWField, 1), padding);
        if (y is null || x is null || node.FusedClamp(ActivationField) is not { } clamp)
            return null;
        return ImportedOp.FirstOperands(new DepthwiseConv2D(new Window2D(y.Value, x.Value), clamp), node.Has(2) ? 3 : 2);
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types)
    {
        var conv = (DepthwiseConv2D)op;
        if (
            TfliteExports.Padding(conv.Window, types.Inputs[0].Shape) is not { } padding
            || TfliteExports.Activation(conv.Activation, types.Outputs[0]) is not { } activation
        )
            return null;
        var (y, x) = conv.Window;
        var options = new TfliteOptions(BuiltinOptionsType.DepthwiseConv2D)
            .With(PaddingField, padding)
            .With(StrideWField, x.Stride)
            .With(StrideHField, y.Stride)
            .With(DilationWField, x.Dilation)
            .With(DilationHField, y.Dilation)
            .With(ActivationField, activation)
            .With(DepthMultiplierField, types.Outputs[0].Shape[3] / types.Inputs[0].Shape[3]);
        return TfliteExport.Plain(options, types.Inputs.Length) with { Implied = TfliteExports.BiasQuant(types) };
    }
}
