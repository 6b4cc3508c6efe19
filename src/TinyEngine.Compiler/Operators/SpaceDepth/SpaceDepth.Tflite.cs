using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record SpaceDepth : IMapTflite
{
    // Field of TFLite's SpaceToDepthOptions and DepthToSpaceOptions.
    private const int BlockField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        Map(BuiltinOperator.SpaceToDepth, BuiltinOptionsType.SpaceToDepth, SpaceDepthKind.SpaceToDepth),
        Map(BuiltinOperator.DepthToSpace, BuiltinOptionsType.DepthToSpace, SpaceDepthKind.DepthToSpace),
    ];

    private static TfliteMapping Map(BuiltinOperator code, BuiltinOptionsType table, SpaceDepthKind kind) =>
        new(
            code,
            node => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new SpaceDepth(kind, node.Options.Int32(BlockField)), 1) : null,
            (op, _) =>
                op is SpaceDepth own && own.Kind == kind
                    ? TfliteExport.Plain(new TfliteOptions(table).With(BlockField, own.Block), 1)
                    : null
        )
        {
            Version = site => site.ByType(int8: 2),
        };
}
