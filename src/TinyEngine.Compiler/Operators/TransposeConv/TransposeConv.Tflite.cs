using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record TransposeConv : IMapTflite
{
    // Fields of TFLite's TransposeConvOptions.
    private const int PaddingField = 0,
        StrideWField = 1,
        StrideHField = 2,
        ActivationField = 3;

    // Operands in the file.
    private const int ShapeOperand = 0,
        WeightsOperand = 1,
        IfmOperand = 2,
        BiasOperand = 3;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.TransposeConv, FromTflite, ToTflite)
        {
            Version = site =>
                site.Options.Byte(ActivationField) != 0 ? 4
                : site.Has(3) ? 3
                : 2,
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(3, 4))
            return null;
        if (node.Input(IfmOperand).Shape.Rank != 4 || node.Input(WeightsOperand).Shape is not [_, var kh, var kw, _])
            return node.Error(Diag.ShapeMismatch, "expected a 4-D IFM (NHWC) and 4-D weights (OHWI)");
        if (
            node.ConstantInts(ShapeOperand, "output shape", 4) is not [_, var height, var width, _]
            || node.ConstantTensor(WeightsOperand, "weights") is null
            || (node.Has(BiasOperand) && node.ConstantTensor(BiasOperand, "bias") is null)
        )
            return null;
        // SAME and VALID speak of the convolution that this one transposes: its input is the output here.
        var padding = node.Options.Byte(PaddingField);
        var y = node.Window("height", height, kh, node.Options.Int32(StrideHField), 1, padding);
        var x = node.Window("width", width, kw, node.Options.Int32(StrideWField), 1, padding);
        if (y is null || x is null || node.FusedClamp(ActivationField) is not { } clamp)
            return null;
        var op = new TransposeConv(new Window2D(y.Value, x.Value), height, width, clamp);
        return new ImportedOp(op, node.Has(BiasOperand) ? [IfmOperand, WeightsOperand, BiasOperand] : [IfmOperand, WeightsOperand]);
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types)
    {
        var (conv, ofm) = ((TransposeConv)op, types.Outputs[0]);
        if (
            TfliteExports.Padding(conv.Window, ofm.Shape) is not { } padding
            || TfliteExports.Activation(conv.Activation, ofm) is not { } activation
        )
            return null;
        var options = new TfliteOptions(BuiltinOptionsType.TransposeConv)
            .With(PaddingField, padding)
            .With(StrideWField, conv.Window.X.Stride)
            .With(StrideHField, conv.Window.Y.Stride)
            .With(ActivationField, activation);
        ReadOnlySpan<int> bias = types.Inputs.Length > 2 ? [2] : [];
        return new TfliteExport(options, [TfliteExport.ConstantAt(0), 1, 0, .. bias], [TfliteExports.Ints(ofm.Shape.AsSpan())])
        {
            Implied = TfliteExports.BiasQuant(types),
        };
    }
}
