using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record MinMax : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Minimum, node => FromTflite(node, false), (op, _) => ToTflite(op, false))
        {
            Version = site =>
                site.Type == TfliteTensorType.Int16 ? 4
                : site.IsWideBroadcast ? 3
                : site.ByType(int8: 2),
        },
        new(BuiltinOperator.Maximum, node => FromTflite(node, true), (op, _) => ToTflite(op, true))
        {
            Version = site =>
                site.Type == TfliteTensorType.Int16 ? 4
                : site.IsWideBroadcast ? 3
                : site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node, bool larger) =>
        Binary.Unquantized(node, FunctionOf(larger)) is { } unquantized ? unquantized
        : !node.CheckOperands(2, 2) ? null
        : ImportedOp.FirstOperands(node.Input(0).DType == DType.Int16 ? new Binary(FunctionOf(larger)) : new MinMax(larger), 2);

    private static BinaryFunction FunctionOf(bool larger) => larger ? BinaryFunction.Maximum : BinaryFunction.Minimum;

    private static TfliteExport? ToTflite(Op op, bool larger) =>
        ((MinMax)op).TakesLarger == larger ? TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.MaximumMinimum), 2) : null;
}
