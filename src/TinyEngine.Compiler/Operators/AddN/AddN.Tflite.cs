using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record AddN : IMapTflite
{
    /// <summary>More operands than any network has.</summary>
    private const int MostOperands = 256;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.AddN, FromTflite, (_, types) => TfliteExport.Plain(TfliteOptions.None, types.Inputs.Length))];

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, MostOperands) && node.CheckOperands(node.InputCount, MostOperands)
            ? ImportedOp.FirstOperands(new AddN(), node.InputCount)
            : null;
}
