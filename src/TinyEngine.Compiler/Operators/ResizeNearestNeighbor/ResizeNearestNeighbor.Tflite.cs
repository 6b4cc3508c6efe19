using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ResizeNearestNeighbor : IMapTflite
{
    // Fields of TFLite's ResizeNearestNeighborOptions.
    private const int AlignCornersField = 0,
        HalfPixelCentersField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.ResizeNearestNeighbor, FromTflite, ToTflite)
        {
            Version = site =>
                site.Type == TfliteTensorType.Int16 ? 4
                : site.Options.Bool(AlignCornersField) || site.Options.Bool(HalfPixelCentersField) ? 3
                : site.ByType(int8: 2),
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 2) || node.ConstantInts(1, "size", 2) is not { } size)
            return null;
        return ImportedOp.FirstOperands(
            new ResizeNearestNeighbor(size[0], size[1], node.Options.Bool(AlignCornersField), node.Options.Bool(HalfPixelCentersField)),
            1
        );
    }

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var resize = (ResizeNearestNeighbor)op;
        var options = new TfliteOptions(BuiltinOptionsType.ResizeNearestNeighbor)
            .With(AlignCornersField, resize.AlignCorners)
            .With(HalfPixelCentersField, resize.HalfPixelCenters);
        return TfliteExports.Unary(options, TfliteExports.Ints([resize.Height, resize.Width]));
    }
}
