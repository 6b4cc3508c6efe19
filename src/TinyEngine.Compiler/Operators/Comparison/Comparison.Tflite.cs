using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Comparison : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        Of(BuiltinOperator.Equal, Relation.Equal),
        Of(BuiltinOperator.NotEqual, Relation.NotEqual),
        Of(BuiltinOperator.Less, Relation.Less),
        Of(BuiltinOperator.LessEqual, Relation.LessEqual),
        Of(BuiltinOperator.Greater, Relation.Greater),
        Of(BuiltinOperator.GreaterEqual, Relation.GreaterEqual),
        Of(BuiltinOperator.LogicalAnd, Relation.And),
        Of(BuiltinOperator.LogicalOr, Relation.Or),
    ];

    private static TfliteMapping Of(BuiltinOperator code, Relation relation) =>
        new(
            code,
            node => node.CheckOperands(2, 2) ? ImportedOp.FirstOperands(new Comparison(relation), 2) : null,
            (op, _) => ((Comparison)op).Relation == relation ? TfliteExport.Plain(TfliteOptions.None, 2) : null
        )
        {
            Version = site => site.ByType(int8: 2),
        };
}
