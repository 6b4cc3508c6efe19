using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record PadV2 : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.PadV2, FromTflite, ToTflite) { Version = site => site.Rank > 4 ? 4 : site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (
            !node.CheckOperands(3, 3)
            || node.ConstantInts(1, "paddings", 2 * node.Input(0).Shape.Rank) is not { } paddings
            || node.ConstantTensor(2, "value") is not { } value
        )
            return null;
        if (value.Type.DType != node.Input(0).DType || value.Type.DType is not (DType.Int8 or DType.UInt8 or DType.Int16 or DType.Int32))
            return node.Error(
                Diag.TypeMismatch,
                $"a value of type {value.Type.DType.Name()} cannot pad an input of type {node.Input(0).DType.Name()}"
            );
        if (value.Type.Shape.ElementCount != 1)
            return node.Error(Diag.ShapeMismatch, $"the value has {value.Type.Shape.ElementCount} elements, expected 1");
        var (before, after) = AxisPairs.Split(paddings);
        return ImportedOp.FirstOperands(new PadV2(before, after, (int)value.ToInt64()[0]), 1);
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types)
    {
        var pad = (PadV2)op;
        if (pad.Before.Count == 0) // a file cannot hold an empty list
            return null;
        var type = types.Inputs[0] with { Shape = [] };
        var value = BitConverter.GetBytes(pad.Code)[..type.DType.ByteSize()];
        return TfliteExports.Unary(
            new TfliteOptions(BuiltinOptionsType.PadV2),
            AxisPairs.Constant(pad.Before, pad.After),
            new Tensor(type, value)
        );
    }
}
