using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Reshape : IMapTflite
{
    // Field of TFLite's ReshapeOptions.
    private const int ShapeField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.Reshape, FromTflite, ToTflite)];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, 2))
            return null;
        // Where the file has no shape, or one that is computed at run time, the reference takes that of the declared output.
        int[]? sizes =
            node.IsConstant(1) ? node.ConstantInts(1, "shape")
            : node.Has(1) ? []
            : [.. node.Options.Int32Vector(ShapeField)];
        if (sizes is null)
            return null;
        if (sizes.Length == 0)
            return ImportedOp.FirstOperands(new Reshape(node.Output.Shape), 1);
        return Resolve(sizes, node.Input(0).Shape.ElementCount) is { } shape
            ? ImportedOp.FirstOperands(new Reshape(shape), 1)
            : node.Error(
                Diag.ShapeMismatch,
                $"{node.Input(0).Shape.ElementCount} elements of {node.Input(0).Shape} do not fit [{string.Join(", ", sizes)}]"
            );
    }

    /// <summary>The shape with −1 replaced by what is left of the elements; null when they do not fit.</summary>
    private static Shape? Resolve(int[] sizes, int elements)
    {
        long known = 1;
        foreach (var size in sizes)
        {
            if (size == 0 || size < -1 || known > elements)
                return null;
            known *= Math.Max(size, 1);
        }

        var unknown = sizes.Count(size => size == -1);
        if (unknown > 1 || known > elements || elements % known != 0 || (unknown == 0 && known != elements))
            return null;
        return Shape.Create([.. sizes.Select(size => size == -1 ? (int)(elements / known) : size)]);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var target = ((Reshape)op).Target;
        var options = new TfliteOptions(BuiltinOptionsType.Reshape).With(ShapeField, new EquatableArray<int>(target.Sizes));
        return target.Rank > 0 ? TfliteExports.Unary(options, TfliteExports.Ints(target.AsSpan())) : TfliteExports.Unary(options);
    }
}
