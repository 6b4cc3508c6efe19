using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record BatchMatMul : IMapTflite
{
    // Fields of TFLite's BatchMatMulOptions.
    private const int TransposesLeftField = 0,
        TransposesRightField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.BatchMatMul, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2)
            ? ImportedOp.FirstOperands(new BatchMatMul(node.Options.Bool(TransposesLeftField), node.Options.Bool(TransposesRightField)), 2)
            : null;

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var product = (BatchMatMul)op;
        return TfliteExport.Plain(
            new TfliteOptions(BuiltinOptionsType.BatchMatMul)
                .With(TransposesLeftField, product.TransposesLeft)
                .With(TransposesRightField, product.TransposesRight),
            2
        );
    }
}
