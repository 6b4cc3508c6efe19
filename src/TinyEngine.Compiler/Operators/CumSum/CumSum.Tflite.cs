using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record CumSum : IMapTflite
{
    // Fields of TFLite's CumsumOptions.
    private const int ExclusiveField = 0,
        ReverseField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Cumsum, FromTflite, (op, _) => ToTflite((CumSum)op))];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.ConstantAxis(1, node.Input(0).Shape.Rank) is { } axis
            ? ImportedOp.FirstOperands(new CumSum(axis, node.Options.Bool(ExclusiveField), node.Options.Bool(ReverseField)), 1)
            : null;

    private static TfliteExport ToTflite(CumSum op) =>
        TfliteExports.Unary(
            new TfliteOptions(BuiltinOptionsType.Cumsum).With(ExclusiveField, op.IsExclusive).With(ReverseField, op.IsReverse),
            TfliteExports.Ints([op.Axis])
        );
}
