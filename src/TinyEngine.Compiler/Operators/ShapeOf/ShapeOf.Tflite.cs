using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ShapeOf : IMapTflite
{
    // Field of TFLite's ShapeOptions.
    private const int OutputTypeField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(
            BuiltinOperator.Shape,
            node => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new ShapeOf(), 1) : null,
            (_, _) => TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Shape).With(OutputTypeField, (byte)TfliteTensorType.Int32), 1)
        ),
    ];
}
