using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Pack : IMapTflite
{
    // Fields of TFLite's PackOptions.
    private const int CountField = 0,
        AxisField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Pack, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, int.MaxValue))
            return null;
        for (var i = 1; i < node.InputCount; i++)
        {
            if (!node.Has(i))
                return node.Error(Diag.OperandCount, $"operand {i} is required but absent");
        }

        return node.Axis(node.Options.Int32(AxisField), node.Input(0).Shape.Rank + 1) is { } axis
            ? ImportedOp.FirstOperands(new Pack(axis), node.InputCount)
            : null;
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(
            new TfliteOptions(BuiltinOptionsType.Pack).With(CountField, types.Inputs.Length).With(AxisField, ((Pack)op).Axis),
            types.Inputs.Length
        );
}
