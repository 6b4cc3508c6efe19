using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Squeeze : IMapTflite
{
    // Field of TFLite's SqueezeOptions.
    private const int AxesField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.Squeeze, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, 1))
            return null;
        var shape = node.Input(0).Shape;
        var axes = new SortedSet<int>();
        foreach (var given in node.Options.Int32Vector(AxesField))
        {
            if (node.Axis(given, shape.Rank) is not { } axis)
                return null;
            axes.Add(axis);
        }

        if (axes.Count == 0)
            axes.UnionWith(Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1));
        return ImportedOp.FirstOperands(new Squeeze([.. axes]), 1);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Squeeze).With(AxesField, ((Squeeze)op).Axes), 1);
}
