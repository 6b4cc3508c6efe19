using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Quantize : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Quantize, FromTflite, ToTflite) { Version = site => site.Outputs[0].Type == TfliteTensorType.Int16 ? 2 : 1 }];

    private static ImportedOp? FromTflite(TfliteNode node) => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Quantize(), 1) : null;

    private static TfliteExport ToTflite(Op op, OpTypes types) => TfliteExports.Unary(new TfliteOptions(BuiltinOptionsType.Quantize));
}
