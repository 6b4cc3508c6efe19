using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Unpack : IMapTflite
{
    // Fields of TFLite's UnpackOptions.
    private const int CountField = 0,
        AxisField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Unpack, FromTflite, ToTflite)
        {
            Version = site => site.Type == TfliteTensorType.UInt8 ? 2 : site.ByType(int8: 2, int16: 4),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(1, 1) && node.Axis(node.Options.Int32(AxisField), node.Input(0).Shape.Rank) is { } axis
            ? ImportedOp.FirstOperands(new Unpack(axis), 1)
            : null;

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(
            new TfliteOptions(BuiltinOptionsType.Unpack).With(CountField, types.Outputs.Length).With(AxisField, ((Unpack)op).Axis),
            1
        );
}
