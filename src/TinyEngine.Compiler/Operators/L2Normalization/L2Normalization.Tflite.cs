using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record L2Normalization : IMapTflite
{
    // Field of TFLite's L2NormOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.L2Normalization, FromTflite, (_, _) => TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.L2Norm), 1))
        {
            Version = site => site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, 1))
            return null;
        return node.Options.Byte(ActivationField) == (byte)FusedActivation.None
            ? ImportedOp.FirstOperands(new L2Normalization(), 1)
            : node.Error(Diag.UnsupportedAttribute, "a fused activation is not supported", @try: "use a separate activation operator");
    }
}
