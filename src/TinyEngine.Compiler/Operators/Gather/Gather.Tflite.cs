using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Gather : IMapTflite
{
    // Fields of TFLite's GatherOptions.
    private const int AxisField = 0,
        BatchDimsField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Gather, FromTflite, ToTflite)
        {
            Version = site => site.Options.Int32(BatchDimsField) != 0 ? 5 : site.ByType(int8: 2, int16: 4),
            Indices = [1],
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2))
            return null;
        var (data, indices) = (node.Input(0).Shape, node.Input(1).Shape);
        if (node.Axis(node.Options.Int32(AxisField), data.Rank) is not { } axis)
            return null;
        if (node.IsConstant(1) && node.ConstantTensor(1, "indices") is { Type.DType: DType.Int32 } constant)
        {
            foreach (var index in constant.As<int>())
            {
                if ((uint)index >= (uint)data[axis])
                    return node.Error(
                        Diag.UnsupportedAttribute,
                        $"index {index} is out of range",
                        $"axis {axis} has {data[axis]} elements"
                    );
            }
        }

        var batchDims = node.Options.Int32(BatchDimsField);
        return ImportedOp.FirstOperands(new Gather(axis, batchDims < 0 ? batchDims + indices.Rank : batchDims), 2);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(
            new TfliteOptions(BuiltinOptionsType.Gather).With(AxisField, ((Gather)op).Axis).With(BatchDimsField, ((Gather)op).BatchDims),
            2
        );
}
