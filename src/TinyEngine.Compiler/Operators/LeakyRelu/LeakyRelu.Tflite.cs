using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record LeakyRelu : IMapTflite
{
    // Field of TFLite's LeakyReluOptions.
    private const int AlphaField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.LeakyRelu, FromTflite, ToTflite) { Version = site => site.Type == TfliteTensorType.Int16 ? 2 : 1 }];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new LeakyRelu(node.Options.Float(AlphaField)), 1) : null;

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.LeakyRelu).With(AlphaField, ((LeakyRelu)op).Alpha), 1);
}
